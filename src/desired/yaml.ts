import { Composer, type Document, Parser, type YAMLError } from 'yaml';
import { depthOf, maxDepth } from './yaml-depth.ts';

/** A document of a YAML file with its positions. */
export interface YamlDocument {
  /** Absent when it is nested so deep that it was not composed. */
  readonly document: Document.Parsed | undefined;
  /** What is wrong with its spelling; the first is the cause, the rest usually follows from it. */
  readonly errors: readonly YamlFault[];
}

export interface YamlFault {
  readonly code: YAMLError['code'] | 'TOO_DEEP';
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** The parser's own words. */
  readonly words: string;
}

/** How every YAML text is read. */
// Spelled out because a `%YAML 1.1` line in the file would otherwise switch merge keys and `yes`/`no` on.
// Duplicate keys are ours to find (`yaml-value.ts`): the parser compares each key with every other.
export const yamlOptions = {
  version: '1.2',
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  strict: true,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** All documents of a text. Never throws. */
export function parseYaml(text: string): readonly YamlDocument[] {
  const tokens = [...new Parser().parse(text)];
  const tooDeep = tokens.find((token) => depthOf(token) > maxDepth);
  if (tooDeep !== undefined) {
    return [refused(tooDeep.offset)];
  }
  return [...new Composer(yamlOptions).compose(tokens, false, text.length)].map((document) => ({
    document,
    errors: [...document.errors, ...document.warnings.filter(isUnknownTag)].map(toYamlFault),
  }));
}

// The composer calls itself for each level; it must not see what would overflow the stack.
function refused(offset: number): YamlDocument {
  const words = `more than ${maxDepth} levels`;
  return { document: undefined, errors: [{ code: 'TOO_DEEP', start: offset, end: offset + 1, words }] };
}

function isUnknownTag(warning: YAMLError): boolean {
  return warning.code === 'TAG_RESOLVE_FAILED';
}

function toYamlFault({ code, pos: [start, end], message }: YAMLError): YamlFault {
  return { code, start, end, words: message };
}
