import { expect, test } from 'vitest';
import { globMatcher, hasWildcard } from '../../src/util/glob.ts';

test.each([
  ['audit_*', 'audit_', true],
  ['audit_*', 'audit_logins', true],
  ['audit_*', 'my_audit_x', false],
  ['*', '', true],
  ['*', '.', true],
  ['*', 'a/b.c', true],
  ['*', 'two\nlines', true],
  ['a**b', 'ab', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a?', 'a🙂', true],
  ['a???', 'aaa/', true],
  ['a.b*', 'axb', false],
  ['[x]*', '[x]y', true],
  ['{a,b}*', 'a', false],
  ['!a*', '!ab', true],
  ['a+b', 'aab', false],
  ['back\\slash*', 'back\\slashes', true],
  ['(x|y)*', 'x', false],
  ['$^*', '$^', true],
])('%j matches %j: %s', (pattern, text, matches) => {
  expect(globMatcher(pattern)(text)).toBe(matches);
});

test('tells patterns from plain names', () => {
  expect(['a*', 'a?', '*'].map(hasWildcard)).toEqual([true, true, true]);
  expect(['a', 'a.b', '[a]', '{a}'].map(hasWildcard)).toEqual([false, false, false, false]);
});
