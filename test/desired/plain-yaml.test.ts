import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readPlainYaml } from '../../src/desired/plain-yaml.ts';
import { readAnyYaml } from '../../src/desired/yaml-file.ts';
import { testLaw } from '../support/law.ts';

const easyWords = fc.constantFrom(
  ...['a', 'true', '7', 'a b', 'a - b', 'a:b', '${env:A}', '${env:A}/x', '/a/b', 'a, b', 'a]', 'y', 'NO', '"x"', "'y'"],
  ...[
    '"a: b"',
    "'a #b'",
    '{}',
    '[]',
    '[a, b]',
    '{a: 1}',
    '{a: {b: [c, 2]}}',
    '[ a ,b ]',
    '[{a: b c}, "d"]',
    '999999999999999',
  ],
);
const oddWords = fc.constantFrom(
  ...['null', 'True', '~', '.inf', '.5', '-1', '+1', '00', '1e3', '0x1F', '0o7', '1_000', '12:30', '2024-01-01'],
  ...[
    '9007199254740993',
    '1.0',
    '-0',
    'a: b',
    'a:',
    ':a',
    'a #b',
    'a#b',
    '#',
    '$',
    '"\\n"',
    "'it''s'",
    '"x" y',
    '"open',
  ],
  ...['&a b', '*a', '!t b', '| ', '>', '%a', '@a', '[a, ]', '{a: b, a: c}', '{a}', '[a: b]', '{"a": b}', '{a:b}'],
  ...['{a: ${x}}', '[a', '[a] b', '[a] # c', '[-, a]', '{a: b: c}', '- a', '- - a', '?', '---', '...', '', ' '],
);
const words = fc.oneof({ weight: 12, arbitrary: easyWords }, oddWords);
const easyKeys = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'c_1', 'some-key', '__proto__', 'null', 'true');
const oddKeys = fc.constantFrom('1', '"q"', 'a b', '<<', '? a');
const keys = fc.oneof({ weight: 30, arbitrary: easyKeys }, oddKeys);
const indents = fc.constantFrom('', '', '  ', '  ', '    ', '   ', ' ', '\t');
const heads = fc.oneof(
  { weight: 6, arbitrary: keys.map((key) => `${key}: `) },
  { weight: 2, arbitrary: keys.map((key) => `${key}:`) },
  { weight: 2, arbitrary: fc.constant('- ') },
  { weight: 1, arbitrary: keys.map((key) => `- ${key}: `) },
  fc.constantFrom('', '#', '# c', '-', '-  ', '- - ', '---\n', '...\n', '%YAML 1.1\n', '<<: '),
);
const line = fc
  .tuple(indents, heads, words, fc.constantFrom('', '', '', ' ', ' # c', '\r'))
  .map((parts) => parts.join(''));
const anyText = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));

/** Texts that are mostly right: nested as a person would. */
const { block } = fc.letrec<{ block: readonly string[] }>((tie) => ({
  block: fc
    .array(fc.tuple(keys, fc.oneof({ depthSize: 'small' }, words, tie('block')), fc.constantFrom('  ', '- ', '')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((entries) =>
      entries.flatMap(([key, value, indent]) =>
        typeof value === 'string'
          ? [`${key}: ${value}`]
          : [`${key}:`, ...value.map((inner, index) => `${index > 0 && indent === '- ' ? '  ' : indent}${inner}`)],
      ),
    ),
}));
const nestedText = block.map((lines) => lines.join('\n'));

describe('reading plain YAML', () => {
  testLaw(
    'what the quick reader reads, the library reads in the same way and without a finding',
    fc.oneof(anyText, nestedText),
    async (text) => {
      const value = readPlainYaml(text);
      if (value === undefined) return;
      const { documents, issues } = readAnyYaml('a.yaml', text);
      expect(issues).toEqual([]);
      expect(JSON.stringify(documents)).toBe(JSON.stringify([{ index: 0, value }]));
    },
    { push: 5000, long: 5000 },
  );

  test('a file as people write them is read quickly, comments and all', () => {
    const text = `# The shop.
kind: connection
name: "Shop to lake"
schedule: {units: 6, timeUnit: hours}
tags: [bronze, 'every day']

settings:
  url: https://example.com/a
  password: \${env:PASSWORD}
  isOn: true
streams:
- name: orders
  primaryKey: [id]
- name: customers
  fields:
    exclude:
      - note
`;

    expect(readPlainYaml(text)).toEqual(readAnyYaml('a.yaml', text).documents[0]?.value);
    expect(readPlainYaml(text)).toBeDefined();
  });

  test.each([
    ['levels of lists', `a:\n- ${'- '.repeat(5000)}a`],
    ['levels of brackets', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['levels of mappings', Array.from({ length: 200 }, (_value, level) => `${' '.repeat(level)}a:`).join('\n')],
  ])('many %s are left to the library', (_what, text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });
});
