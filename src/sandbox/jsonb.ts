import { isJsonObject, type Json } from '../model/json.ts';

/**
 * A value as it comes back from a `jsonb` column: the keys of every object by length, then by bytes (API §3.5).
 *
 * Names that look like list indices still come first: JavaScript does not let an object order them otherwise.
 */
export function toJsonb<Value extends Json>(value: Value): Value {
  return reorder(value) as Value;
}

function reorder(value: Json): Json {
  if (Array.isArray(value)) return value.map(reorder);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([left], [right]) => compareKeys(left, right));
  return Object.fromEntries(entries.map(([key, inner]) => [key, reorder(inner)]));
}

function compareKeys(left: string, right: string): number {
  const leftBytes = Buffer.from(left);
  const rightBytes = Buffer.from(right);
  return leftBytes.length - rightBytes.length || Buffer.compare(leftBytes, rightBytes);
}
