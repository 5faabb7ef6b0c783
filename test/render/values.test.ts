import { expect, test } from 'vitest';
import { type ConfigurationValue, Secret } from '../../src/model/configuration.ts';
import { renderValue } from '../../src/render/values.ts';

test.each<[value: ConfigurationValue | undefined, text: string]>([
  [undefined, '(not set)'],
  [null, 'null'],
  [true, 'true'],
  [5432, '5432'],
  [-0, '0'],
  ['', '""'],
  [[], '[]'],
  [{}, '{}'],
  ['db.example.com', 'db.example.com'],
  ['https://a.b/c?d=e&f', 'https://a.b/c?d=e&f'],
  ['0 0 3 * * ?', '0 0 3 * * ?'],
  ['größe', 'größe'],
  [['a', 1, null], '[a, 1, null]'],
  [{ mode: 'prefer', on: [true] }, '{mode: prefer, on: [true]}'],
])('%j is shown as a file would have it: %s', (value, text) => {
  expect(renderValue(value)).toBe(text);
});

test.each([
  'true',
  'Null',
  '5432',
  '1e5',
  '0x10',
  '-1.5',
  '2024-01-01',
  ' a',
  'a ',
  'a, b',
  '[a]',
  'a: b',
  'a:',
  'a # b',
  'a → b',
  '(secret)',
  '(not set)',
  '~',
  'say "hi"',
])('text that could be taken for something else is quoted: %j', (text) => {
  expect(renderValue(text)).toBe(JSON.stringify(text));
});

test('names of members are quoted by the same rule', () => {
  expect(renderValue({ 'a: 1, b': 2, '': 3 })).toBe('{"a: 1, b": 2, "": 3}');
});

test('secrets never show, however deep', () => {
  const secret = new Secret('hunter2', '${env:PASSWORD}');

  expect(renderValue([secret, { key: secret, list: [secret] }])).toBe('[(secret), {key: (secret), list: [(secret)]}]');
});

test.each([
  ['\u001b[2J', '"\\u001b[2J"'],
  ['a\nb', '"a\\nb"'],
  ['a\u009bb', 'a\\u009bb'],
  ['a\u202eb', 'a\\u202eb'],
  ['a\u200bb', 'a\\u200bb'],
])('what acts on a terminal is spelled out: %j', (text, shown) => {
  expect(renderValue(text)).toBe(shown);
  expect(renderValue({ [text]: 1 })).toBe(`{${shown}: 1}`);
});

test('a long value is cut, and says how long it is', () => {
  expect(renderValue('x'.repeat(120))).toBe('x'.repeat(120));
  expect(renderValue('x'.repeat(5000))).toBe(`${'x'.repeat(120)}… (5000 characters)`);
  expect(renderValue(Array.from({ length: 90 }, () => 1))).toMatch(/^\[1, 1, .*… \(270 characters\)$/);
});

test('no character is cut in half', () => {
  expect(renderValue(`a${'😀'.repeat(130)}`)).toBe(`a${'😀'.repeat(119)}… (131 characters)`);
  expect(renderValue(`a${'😀'.repeat(70)}`)).toBe(`a${'😀'.repeat(70)}`);
});
