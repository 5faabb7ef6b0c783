import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { effectTexts } from '../../src/plan/effects/table.ts';
import { getRule, ruleBook } from '../../src/workflows/rule-book.ts';

const source = path.join(import.meta.dirname, '../../src');
/** Where rules are described; being named there is not being used. */
const tables = /^(model\/findings|diff\/rules|plan\/effects)\//;
const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox') && !tables.test(file))
  .map((file) => readFileSync(path.join(source, file), 'utf8'));
const code = texts.join('\n');

const ids = ruleBook.flatMap(({ rules }) => Object.keys(rules));

/** Ids that the code gives to findings and effects: behind `rule:`, or as the argument that is one. */
const used = [
  ...code.matchAll(/\brule: '([^']+)'/g),
  ...code.matchAll(/\b(?:anError|notFound|notReadable|report)\((?:[^'()]*?)'([a-z]+(?:-[a-z]+)+)'/g),
].map(([, id = '']) => id);

test('every rule that the code names is in the book', () => {
  expect(used.length).toBeGreaterThan(50);
  expect(used.filter((id) => !ids.includes(id))).toEqual([]);
});

test('every rule of the book is named somewhere in the code', () => {
  // An effect is used by being a row of its table.
  expect(ids.filter((id) => !(id in effectTexts) && !code.includes(`'${id}'`))).toEqual([]);
});

test('no id stands for two rules', () => {
  expect(ids.length).toBe(new Set(ids).size);
  expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
});

test.each(ids)('%s has a sentence and a story', (id) => {
  const { text } = getRule(id);

  expect(text.sentence).toMatch(/^\S.{10,120}\.$/);
  expect(text.story).toMatch(/^\S.{15,}\.$/s);
});

test('a word that is no rule is answered with the one that was meant', () => {
  expect(() => getRule('missing-cursors')).toThrow(
    expect.objectContaining({ code: 'invalid-flags', hint: 'did you mean "missing-cursor"?' }),
  );
  expect(() => getRule('toString')).toThrow(expect.objectContaining({ hint: expect.stringContaining('explain') }));
});
