import type { RuleText } from '../rule.ts';

/** What makes a file unreadable, or ambiguous, as YAML. */
export const yamlFindings = {
  'yaml-syntax': {
    sentence: 'The file is not valid YAML at this place.',
    story:
      'A quote, bracket or indentation does not fit. The place is where the reader gave up, so that the cause is often one line above.',
    example: 'name: "orders        # the quote is never closed',
  },
  'tab-indentation': {
    sentence: 'A tab stands where YAML wants spaces.',
    story: 'YAML forbids tabs as indentation. Set the editor to spaces for .yaml files.',
  },
  'yaml-tag': {
    sentence: 'A tag such as !!binary or !secret is not supported.',
    story:
      'airplan reads plain data: mappings, lists and scalars. Use ${env:…} or ${file:…} for values from elsewhere.',
  },
  'too-deep': {
    sentence: 'The document is nested deeper than anything that Airbyte knows.',
    story: 'The limit keeps a broken or hostile file from using up the memory.',
  },
  'too-many-aliases': {
    sentence: 'The aliases of the document unfold to something far larger than the file.',
    story: 'Aliases of aliases can make gigabytes out of a few lines. Write such values out.',
  },
  'unknown-alias': {
    sentence: 'An alias (*name) has no anchor (&name) before it.',
    story: 'Anchors hold within one document of one file only.',
  },
  'key-not-text': {
    sentence: 'A key of a mapping is not text.',
    story: 'A number, a date or a list as a key would not survive JSON. Put it in quotes.',
  },
  'merge-key': {
    sentence: 'Merge keys ("<<") are not supported.',
    story: 'Their meaning differs between readers of YAML. Write the keys out, or use the defaults of a catalog.',
  },
  'duplicate-yaml-key': {
    sentence: 'A mapping has the same key twice.',
    story: 'Most readers take the last one in silence, which hides the first from its author. Keep one.',
    example: 'port: 5432\nport: 5433',
  },
  'number-out-of-range': {
    sentence: 'The number cannot be kept exactly.',
    story: 'Whole numbers above 2^53 are rounded by JSON. Put it in quotes if it is meant as text.',
  },
  'empty-file': {
    sentence: 'A file of the project holds nothing.',
    story: 'It may be one that was never finished. Fill it, or remove it.',
  },
  'file-too-large': {
    sentence: 'The file is larger than 10 MB.',
    story: 'No hand-written file is. Split it, or move what is not YAML out of the folder.',
  },
  'not-formattable': {
    sentence: 'A file says the same after it was formatted.',
    story:
      'Formatting moves keys and spaces, never values. A file for which that cannot be shown is left as it is, and with it all others.',
  },
  'not-text': {
    sentence: 'The file is not UTF-8 text.',
    story: 'UTF-16, binary data and broken encodings are refused rather than guessed.',
  },
  'unreadable-file': {
    sentence: 'The file is there, but cannot be read.',
    story: 'Mostly its permissions do not allow it, or a folder has its name.',
  },
  'missing-file': {
    sentence: 'A file that the project refers to does not exist.',
    story:
      'It is meant by ${file:…} or by "caFile", relative to the folder of the project, or by a link in the pipelines folder.',
  },
  'file-outside': {
    sentence: "A file reference, or a file that would be written, lies outside of the project's folder.",
    story:
      'A project may be checked by a machine that must not hand out its own files. Nor does "fmt" write through a link to files of others.',
  },
} as const satisfies Readonly<Record<string, RuleText>>;
