import { type Alias, type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { Issue } from '../model/issue.ts';
import type { Json } from '../model/json.ts';
import { sortedBy } from '../util/sort.ts';
import { anError } from './finding.ts';
import { placeAt, type SourceText } from './source-text.ts';
import { maxDepth } from './yaml-depth.ts';

/** Values that the aliases of one document may stand for; enough for any file that a person wrote. */
const maxAliasedValues = 10_000;

interface Reading {
  readonly source: SourceText;
  readonly issues: Issue[];
  readonly anchors: Map<string, Node>;
  /** What each alias meant when it was met first: a later anchor of the same name does not change it. */
  readonly targets: Map<Alias, Node>;
  aliasedValues: number;
}

interface Depth {
  readonly level: number;
  readonly isAliased: boolean;
}

/**
 * The plain value of a document: JSON's types only, aliases replaced by copies, keys sorted: their order says nothing.
 *
 * Any key is plain data, `__proto__` too. Adds what cannot be such a value, and keys given twice, to `issues`.
 */
export function readYamlValue(document: Document.Parsed, source: SourceText, issues: Issue[]): Json {
  const reading = { source, issues, anchors: new Map(), targets: new Map(), aliasedValues: 0 };
  return toValue(document.contents, reading, { level: 0, isAliased: false });
}

function toValue(node: unknown, reading: Reading, depth: Depth): Json {
  if (!isNode(node) || isExhausted(reading, node, depth)) {
    return null;
  }
  if (isAlias(node)) {
    const target = targetOf(node, reading);
    return target === undefined ? null : toValue(target, reading, { level: depth.level + 1, isAliased: true });
  }
  remember(node, reading);
  if (isScalar(node)) {
    return scalarValue(node, reading);
  }
  const inner = { ...depth, level: depth.level + 1 };
  if (isSeq(node)) {
    return node.items.map((item) => toValue(item, reading, inner));
  }
  return mapValue(node, reading, inner);
}

function isExhausted(reading: Reading, node: Node, depth: Depth): boolean {
  if (!depth.isAliased) {
    return false;
  }
  reading.aliasedValues += 1;
  const isTooMuch = reading.aliasedValues > maxAliasedValues || depth.level > maxDepth;
  if (isTooMuch && !reading.issues.some((issue) => issue.rule === 'too-many-aliases')) {
    const hint = 'write the values out, or use fewer aliases';
    report(reading, node, 'too-many-aliases', 'the aliases of this document unfold without reasonable end', hint);
  }
  return isTooMuch;
}

function targetOf(alias: Alias, reading: Reading): Node | undefined {
  const target = reading.targets.get(alias) ?? reading.anchors.get(alias.source);
  if (target === undefined) {
    const hint = `an anchor stands before its aliases: &${alias.source}`;
    report(reading, alias, 'unknown-alias', `alias "*${alias.source}" has no anchor`, hint);
    return undefined;
  }
  reading.targets.set(alias, target);
  return target;
}

function remember(node: Node, { anchors }: Reading): void {
  if ('anchor' in node && typeof node.anchor === 'string') {
    anchors.set(node.anchor, node);
  }
}

function mapValue(node: Node, reading: Reading, depth: Depth): Json {
  const entries = new Map<string, Json>();
  const keys = new Map<string, Node>();
  for (const pair of isMap(node) ? node.items : []) {
    const key = keyText(pair.key, node, reading);
    if (key === undefined) {
      continue;
    }
    const value = toValue(pair.value, reading, depth);
    const first = keys.get(key);
    if (first !== undefined) {
      reportDuplicate(key, first, pair.key, reading);
    } else if (isNode(pair.key)) {
      keys.set(key, pair.key);
      entries.set(key, value);
    }
  }
  return Object.fromEntries(sortedBy(entries, ([key]) => key));
}

function keyText(key: unknown, map: Node, reading: Reading): string | undefined {
  const node = isAlias(key) ? targetOf(key, reading) : key;
  if (isNode(node)) {
    remember(node, reading);
  }
  if (!isScalar(node) || (node.value === null && !node.source)) {
    report(reading, isNode(key) ? key : map, 'key-not-text', 'a key has to be text', 'put the key in quotes');
    return undefined;
  }
  if (node.value === '<<' && node.type === 'PLAIN') {
    report(reading, node, 'merge-key', 'merge keys ("<<") are not supported', 'write the keys out');
    return undefined;
  }
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function reportDuplicate(key: string, first: Node, second: unknown, reading: Reading): void {
  const { line } = placeOf(first, reading.source);
  const message = `key "${key}" is given twice, first on line ${line}`;
  report(reading, isNode(second) ? second : first, 'duplicate-yaml-key', message, 'keep one of the two');
}

function scalarValue(node: Scalar, reading: Reading): Json {
  const { value } = node;
  if (typeof value === 'number' && !isExact(value, node.source)) {
    const hint = 'put it in quotes if it is meant as text';
    report(reading, node, 'number-out-of-range', 'this number cannot be kept exactly', hint);
    return 0;
  }
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : null;
}

// Digits without point or exponent claim to be exact, which a double is up to 2^53 only.
function isExact(value: number, written: string | undefined): boolean {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/i.test(written ?? '');
  return Number.isFinite(value) && !isRounded;
}

function report(reading: Reading, node: Node, rule: string, message: string, hint: string): void {
  reading.issues.push(anError(rule, message, { place: placeOf(node, reading.source), hint }));
}

function placeOf(node: Node, source: SourceText) {
  const [start, end] = node.range ?? [0, 1];
  return placeAt(source, start, end);
}
