import type { Json, JsonObject } from '../model/json.ts';
import { sortedBy } from '../util/sort.ts';
import { plainScalar } from './plain-scalar.ts';

interface Reading {
  readonly text: string;
  at: number;
}

/** Levels of brackets; what has more is not read here. */
const maxLevels = 10;

/** A list or mapping between brackets on one line; undefined unless it is as simple as can be. */
export function readFlow(text: string): Json | undefined {
  const reading: Reading = { text, at: 0 };
  const value = readValue(reading, 0);
  return reading.at === text.length ? value : undefined;
}

function readValue(reading: Reading, level: number): Json | undefined {
  if (level > maxLevels) return undefined;
  if (take(reading, /\[ */y) !== undefined) return readItems(reading, level + 1);
  if (take(reading, /\{ */y) !== undefined) return readMembers(reading, level + 1);
  const text = take(reading, /(?:"[^"\\]*"|'[^']*'|[\w$/](?:[\w./-]| +(?=[\w./-]))*) */y);
  return text === undefined ? undefined : plainScalar(text.trimEnd());
}

function readItems(reading: Reading, level: number): Json | undefined {
  if (take(reading, /\] */y) !== undefined) return [];
  const items: Json[] = [];
  do {
    const item = readValue(reading, level);
    if (item === undefined) return undefined;
    items.push(item);
  } while (take(reading, /, */y) !== undefined);
  return take(reading, /\] */y) === undefined ? undefined : items;
}

function readMembers(reading: Reading, level: number): JsonObject | undefined {
  if (take(reading, /\} */y) !== undefined) return {};
  const members = new Map<string, Json>();
  do {
    const key = take(reading, /[A-Za-z_][\w-]{0,99}(?=: )/y);
    take(reading, /: +/y);
    const value = key === undefined ? undefined : readValue(reading, level);
    if (key === undefined || value === undefined || members.has(key)) return undefined;
    members.set(key, value);
  } while (take(reading, /, */y) !== undefined);
  return take(reading, /\} */y) === undefined ? undefined : Object.fromEntries(sortedBy(members, ([key]) => key));
}

/** The text that comes next, if it is of that form; goes on behind it. */
function take(reading: Reading, form: RegExp): string | undefined {
  form.lastIndex = reading.at;
  const [found] = form.exec(reading.text) ?? [];
  if (found !== undefined) reading.at += found.length;
  return found;
}
