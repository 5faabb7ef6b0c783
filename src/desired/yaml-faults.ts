import type { Issue } from '../model/issue.ts';
import { anError } from './finding.ts';
import { placeAt, type SourceText } from './source-text.ts';
import type { YamlFault } from './yaml.ts';

interface Explanation {
  readonly rule: string;
  readonly message: string;
  readonly hint?: string;
}

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
  MULTILINE_IMPLICIT_KEY: {
    rule: 'yaml-syntax',
    message: 'this line is neither "key: value" nor an item of a list',
    hint: 'is a colon, or the space after it, missing?',
  },
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
  const { rule, message, hint } = explanations[fault.code] ?? inParsersWords(fault);
  return anError(rule, message, { place: placeAt(source, fault.start, fault.end), hint });
}

function inParsersWords({ words }: YamlFault): Explanation {
  const sentence = words.charAt(0).toLowerCase() + words.slice(1);
  return { rule: 'yaml-syntax', message: `this is not valid YAML: ${sentence}` };
}
