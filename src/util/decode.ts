import { AirplanError } from '../errors.ts';

/** Turns something unknown into a value that can be believed; `where` is its place, for the error. */
export type Decoder<T> = (value: unknown, where: string) => T;

/** Something from outside does not have the shape it must have. */
export class DecodeError extends AirplanError {
  readonly code = 'unreadable-answer';
}

export const decodeString: Decoder<string> = (value, where) =>
  typeof value === 'string' ? value : fail(value, where, 'a string');

export const decodeNumber: Decoder<number> = (value, where) =>
  typeof value === 'number' ? value : fail(value, where, 'a number');

export const decodeBoolean: Decoder<boolean> = (value, where) =>
  typeof value === 'boolean' ? value : fail(value, where, 'true or false');

/** Any object; what is in it stays unknown. */
export const decodeRecord: Decoder<Readonly<Record<string, unknown>>> = (value, where) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : fail(value, where, 'an object');

/** For answers whose body does not matter. */
export const decodeNothing: Decoder<undefined> = () => undefined;

export function listOf<T>(decodeItem: Decoder<T>): Decoder<readonly T[]> {
  return (value, where) =>
    Array.isArray(value)
      ? value.map((item, index) => decodeItem(item, `${where}[${index}]`))
      : fail(value, where, 'a list');
}

/** A string that is mostly one of `values`; one that a newer server added is kept, so that it shows as a difference. */
export function openSet<const Values extends readonly string[]>(_values: Values): Decoder<Values[number]> {
  return (value, where) => decodeString(value, where) as Values[number];
}

/** One of a closed set of strings. */
export function oneOf<const Values extends readonly string[]>(values: Values): Decoder<Values[number]> {
  return (value, where) => {
    const found = values.find((known) => known === value);
    if (found === undefined) throw new DecodeError(`${where} should be one of ${values.join(', ')}`);
    return found;
  };
}

/** A member of an object that must be there. */
export function member<T>(value: unknown, where: string, name: string, decode: Decoder<T>): T {
  return decode(decodeRecord(value, where)[name], `${where}.${name}`);
}

/** A member that may be missing; servers leave out what is null, some send it. */
export function optionalMember<T>(value: unknown, where: string, name: string, decode: Decoder<T>): T | undefined {
  const found = decodeRecord(value, where)[name];
  return found === undefined || found === null ? undefined : decode(found, `${where}.${name}`);
}

/** An object without its undefined members, so that absent stays absent. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const defined: Partial<T> = {};
  // A plain loop: this runs for each stream of each connection.
  for (const name of Object.keys(value) as (keyof T)[]) {
    if (value[name] !== undefined) defined[name] = value[name];
  }
  return defined as { [K in keyof T]: Exclude<T[K], undefined> };
}

function fail(value: unknown, where: string, wanted: string): never {
  const found =
    value === undefined ? 'nothing' : value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
  throw new DecodeError(`${where} should be ${wanted}, but is ${found}`);
}
