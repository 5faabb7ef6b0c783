import { createHash } from 'node:crypto';

/** A number in [0, 1) that looks like chance and is always the same for the same parts. */
export function chance(...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** A whole number from `low` to `high`, both included. */
export function chanceBetween(low: number, high: number, ...parts: readonly (string | number)[]): number {
  return low + Math.floor(chance(...parts) * (high - low + 1));
}
