import { expect, test } from 'vitest';
import { durationInWords, parseDuration } from '../../src/util/duration.ts';

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
  ['0', undefined],
  ['0s', undefined],
  ['-1s', undefined],
  ['', undefined],
  ['s', undefined],
  ['1e9', undefined],
  ['9999999999d', undefined],
  ['999999999d', undefined],
  ['1 h', undefined],
])('%j is %s milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [119_999, '119 s'],
  [120_000, '2 min'],
  [3_600_000, '1 h'],
  [5_000_000, '1 h 23 min'],
  [180_000_000, '2 d 2 h'],
])('%i milliseconds are %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
