import { expect, test } from 'vitest';
import { wrappedLines } from '../../src/util/wrap.ts';

test.each([
  ['', ['']],
  ['ab cd ef', ['ab cd', 'ef']],
  ['abcdefgh ij', ['abcdefgh', 'ij']],
  ['ab cdefghij', ['ab', 'cdefghij']],
  ['日本 語 x', ['日本', '語 x']],
])('"%s" in five columns', (text, lines) => {
  expect(wrappedLines(text, 5)).toEqual(lines);
});
