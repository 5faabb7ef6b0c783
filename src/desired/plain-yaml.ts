/*
 * A quick reader for the YAML that most files are made of: plain ASCII, one document, one line a value. The library
 * builds a tree with positions, comments and styles, which takes most of the time of a large project; nearly no file
 * needs any of that. Whatever is unusual here, mistakes above all, is left to the library, which has the last word: a
 * law in the tests holds that both read the same.
 */
import type { Json, JsonObject } from '../model/json.ts';
import { sortedBy } from '../util/sort.ts';
import { readFlow } from './plain-flow.ts';
import { plainScalar } from './plain-scalar.ts';

interface Line {
  readonly indent: number;
  readonly text: string;
}

interface Reading {
  readonly lines: Line[];
  /** The line to be read next. */
  at: number;
}

/** Far below `maxDepth`, since each level takes a column or, for lists in mappings, at least every other one does. */
const maxIndent = 30;

/** The value of a text that is one simple mapping, keys sorted; undefined for any other text. */
export function readPlainYaml(text: string): JsonObject | undefined {
  if (!/^[ -~\n]*$/.test(text)) return undefined;
  const reading: Reading = { lines: toLines(text), at: 0 };
  if (reading.lines[0]?.indent !== 0) return undefined;
  const value = readMapping(reading, 0);
  return reading.at === reading.lines.length ? value : undefined;
}

/** Without blank lines and comments. */
function toLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const line of text.split('\n')) {
    const filled = line.trim();
    if (filled !== '' && !filled.startsWith('#')) lines.push({ indent: line.search(/\S/), text: filled });
  }
  return lines;
}

const keyLine = /^([A-Za-z_][\w-]{0,99}):(?: +(.*))?$/;

function readMapping(reading: Reading, indent: number): JsonObject | undefined {
  const entries = new Map<string, Json>();
  for (let line = reading.lines[reading.at]; line?.indent === indent; line = reading.lines[reading.at]) {
    const [, key, rest] = keyLine.exec(line.text) ?? [];
    if (key === undefined) break;
    reading.at += 1;
    const value = rest === undefined ? readBelow(reading, indent) : readInline(rest);
    if (value === undefined || entries.has(key)) return undefined;
    entries.set(key, value);
  }
  return entries.size === 0 ? undefined : Object.fromEntries(sortedBy(entries, ([key]) => key));
}

/** What stands below a key; a list may start in the column of its key. */
function readBelow(reading: Reading, indent: number): Json | undefined {
  const line = reading.lines[reading.at];
  if (line === undefined || line.indent < indent || line.indent > maxIndent) return undefined;
  if (isItem(line)) return readList(reading, line.indent);
  return line.indent > indent ? readMapping(reading, line.indent) : undefined;
}

function readList(reading: Reading, indent: number): Json | undefined {
  const items: Json[] = [];
  for (let line = reading.lines[reading.at]; line?.indent === indent; line = reading.lines[reading.at]) {
    if (!isItem(line)) break;
    const item = readItem(reading, line);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function readItem(reading: Reading, { indent, text }: Line): Json | undefined {
  const rest = text.slice(1).trimStart();
  if (keyLine.test(rest)) {
    const inner = indent + text.length - rest.length;
    reading.lines[reading.at] = { indent: inner, text: rest };
    return readMapping(reading, inner);
  }
  reading.at += 1;
  return readInline(rest);
}

function isItem({ text }: Line): boolean {
  return text.startsWith('- ');
}

function readInline(text: string): Json | undefined {
  return text.startsWith('{') || text.startsWith('[') ? readFlow(text) : plainScalar(text);
}
