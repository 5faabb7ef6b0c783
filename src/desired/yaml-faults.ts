import type { Issue, Place } from '../model/issue.ts';
import { anError } from './finding.ts';
import { placeAt, type SourceText } from './source-text.ts';
import type { YamlFault } from './yaml.ts';

interface Explanation {
  readonly rule: string;
  readonly message: string;
  readonly hint?: string;
}

const noKeyOrItem: Explanation = {
  rule: 'yaml-syntax',
  message: 'this line is neither "key: value" nor an item of a list',
  hint: 'is a colon, or the space after it, missing?',
};

const bareReference: Explanation = {
  rule: 'yaml-syntax',
  message: 'a reference between braces or brackets has to stand in quotes',
  hint: 'write "${env:NAME}", quotes included',
};

const explanations: Partial<Record<YamlFault['code'], Explanation>> = {
  TAB_AS_INDENT: {
    rule: 'tab-indentation',
    message: 'a tab is used to indent, which YAML does not allow',
    hint: 'indent with spaces, two for each level',
  },
  TAG_RESOLVE_FAILED: {
    rule: 'yaml-tag',
    message: 'tags are not supported here',
    hint: 'remove the word that starts with "!"; write ${env:NAME} or ${file:PATH} to bring a value in',
  },
  TOO_DEEP: {
    rule: 'too-deep',
    message: 'this document is nested too deep',
    hint: 'airplan reads up to 100 levels',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    rule: 'yaml-syntax',
    message: 'a second "key: value" starts on a line that has one already',
    hint: 'put the text in quotes if it contains ": ", or check the indentation of the next line',
  },
  MULTILINE_IMPLICIT_KEY: noKeyOrItem,
  BAD_SCALAR_START: {
    rule: 'yaml-syntax',
    message: 'a value cannot start with this character',
    hint: 'put the value in quotes',
  },
  BAD_INDENT: {
    rule: 'yaml-syntax',
    message: 'the indentation does not fit the lines around it',
    hint: 'keys of one mapping start in the same column; a bracket may be open',
  },
};

/**
 * The finding for a document that cannot be read.
 *
 * One a document: a parser that lost its way once complains about much of what follows.
 */
export function explainFaults(faults: readonly YamlFault[], source: SourceText): Issue | undefined {
  const fault = faults.find(({ code }) => code === 'TAB_AS_INDENT') ?? faults[0];
  if (fault === undefined) {
    return undefined;
  }
  const { rule, message, hint } = isBareReference(fault, source)
    ? bareReference
    : (explanations[fault.code] ?? inOtherWords(fault));
  return anError(rule, message, { place: placeOf(fault, source), hint });
}

// `{a: ${env:B}}`: to YAML the brace of the reference opens a mapping.
function isBareReference({ start }: YamlFault, { text }: SourceText): boolean {
  return text.slice(start - 1, start + 1) === '${';
}

// What was not closed is noticed at the end of the file, where there is nothing to see.
function placeOf({ start, end }: YamlFault, source: SourceText): Place {
  const lastCharacter = source.text.trimEnd().length - 1;
  return start > lastCharacter ? placeAt(source, lastCharacter, lastCharacter + 1) : placeAt(source, start, end);
}

/** Where one code of the parser stands for several mistakes, its words tell them apart. */
function inOtherWords({ words }: YamlFault): Explanation {
  if (words.startsWith('Missing closing')) {
    return { rule: 'yaml-syntax', message: 'a quote is opened, but not closed' };
  }
  if (words.startsWith('Implicit map keys')) {
    return noKeyOrItem;
  }
  const sentence = words.charAt(0).toLowerCase() + words.slice(1);
  return { rule: 'yaml-syntax', message: `this is not valid YAML: ${sentence}` };
}
