import { type Document, isAlias, isCollection, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Locate, Origin, Path, PathStep, Place } from '../model/issue.ts';
import { startOfFile } from './finding.ts';
import { placeAt, type SourceText, sourceText } from './source-text.ts';
import { parseYaml } from './yaml.ts';

/** Finds the places of values, and of their keys. Falls back to what encloses them. */
export interface Places {
  readonly ofValue: Locate;
  readonly ofKey: Locate;
  /** The last character of a value, which may stand on a later line than its first. */
  readonly ofEnd: Locate;
}

interface ParsedFile {
  readonly source: SourceText;
  readonly documents: readonly (Document.Parsed | undefined)[];
}

/**
 * Places in files whose texts are known.
 *
 * Texts are small and parsed documents are not, so only the file asked for last stays parsed; callers go file by file.
 */
export function placesIn(texts: ReadonlyMap<string, string>): Places {
  let last: ParsedFile | undefined;
  const parsed = (file: string): ParsedFile => {
    if (last?.source.file !== file) {
      const text = texts.get(file) ?? '';
      last = { source: sourceText(file, text), documents: parseYaml(text).map(({ document }) => document) };
    }
    return last;
  };
  return {
    ofValue: (origin) => placeIn(parsed(origin.file), origin, valueRange),
    ofKey: (origin) => placeIn(parsed(origin.file), origin, keyRange),
    ofEnd: (origin) => placeIn(parsed(origin.file), origin, endRange),
  };
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}
type ToRange = (found: Found) => Node['range'];

function placeIn({ source, documents }: ParsedFile, origin: Origin, toRange: ToRange): Place {
  const document = documents[origin.document];
  const found = document === undefined ? undefined : findNearest(document, origin.path);
  const range = found === undefined ? undefined : found.isExact ? toRange(found) : keyRange(found);
  return range ? placeAt(source, range[0], range[1]) : startOfFile(origin.file);
}

function keyRange({ key, value }: Found): Node['range'] {
  return (key ?? value)?.range;
}

// A list or mapping that begins on the next line is named by its key, and so is a value that is not there.
function valueRange({ key, value }: Found): Node['range'] {
  const isShownByKey = (isCollection(value) && value.flow !== true) || isEmptyScalar(value);
  return isShownByKey ? keyRange({ key, value }) : keyRange({ key: value, value: key });
}

function endRange({ key, value }: Found): Node['range'] {
  const range = (value ?? key)?.range;
  return range ? [Math.max(range[0], range[1] - 1), range[1], range[2]] : range;
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null && !node.source;
}

function findNearest(document: Document.Parsed, path: Path): Found & { readonly isExact: boolean } {
  let found: Found = { key: undefined, value: document.contents ?? undefined };
  for (const step of path) {
    const next = childAt(resolved(found.value, document), step);
    if (next === undefined) {
      return { ...found, isExact: false };
    }
    found = next;
  }
  return { ...found, isExact: true };
}

function resolved(node: Node | undefined, document: Document.Parsed): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}

function childAt(node: Node | undefined, step: PathStep): Found | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { key: undefined, value: item } : undefined;
  }
  const pair = isMap(node) ? node.items.find(({ key }) => isKey(key, String(step))) : undefined;
  return pair === undefined ? undefined : toFound(pair);
}

function isKey(key: unknown, step: string): boolean {
  return isScalar(key) && (key.value === step || (typeof key.value !== 'string' && key.source === step));
}

function toFound({ key, value }: Pair): Found {
  return { key: isNode(key) ? key : undefined, value: isNode(value) ? value : undefined };
}
