import { DecodeError, type Decoder, decodeNumber, decodeRecord, decodeString } from '../../util/decode.ts';

/** A whole number from 0. */
export const decodeCount: Decoder<number> = (value, where) => {
  const count = decodeNumber(value, where);
  if (!Number.isInteger(count) || count < 0) throw new DecodeError(`${where} should be a whole number from 0`);
  return count;
};

/** A whole number from 1. */
export const decodePositive: Decoder<number> = (value, where) => {
  const count = decodeCount(value, where);
  if (count === 0) throw new DecodeError(`${where} should be at least 1`);
  return count;
};

/** Nobody waits a century, and dates end somewhere. */
const longestMs = 100 * 365 * 24 * 3_600_000;

/** Milliseconds, not negative. */
export const decodeMs: Decoder<number> = (value, where) => {
  const ms = decodeNumber(value, where);
  if (!(ms >= 0)) throw new DecodeError(`${where} should not be negative`);
  if (ms > longestMs) throw new DecodeError(`${where} should be at most ${longestMs}, a hundred years`);
  return ms;
};

/** @throws {DecodeError} for members of other names: a misspelt one would do nothing, without a word */
export function assertMembers(value: unknown, where: string, names: readonly string[]): void {
  const unknown = Object.keys(decodeRecord(value, where)).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new DecodeError(`${where} has a member "${unknown}", which nobody knows`, {
      hint: `there are ${names.map((name) => `"${name}"`).join(', ')}`,
    });
  }
}

/** One row of a table of decoders: the names of its members, and what makes a value of them. */
export interface Shape<Value> {
  readonly members: readonly string[];
  readonly decode: Decoder<Value>;
}

/** Decodes one of several shapes, told apart by `type`. */
export function taggedDecoder<Value>(shapes: Readonly<Record<string, Shape<Value>>>): Decoder<Value> {
  return (value, where) => {
    const type = decodeString(decodeRecord(value, where).type, `${where}.type`);
    const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
    if (shape === undefined) {
      const hint = `there are ${Object.keys(shapes).join(', ')}`;
      throw new DecodeError(`${where}.type should not be "${type}"`, { hint });
    }
    assertMembers(value, where, ['type', ...shape.members]);
    return shape.decode(value, where);
  };
}
