import { expect, test } from 'vitest';
import { bytesInWords, recordsInWords } from '../../src/util/figures.ts';

test.each([
  [0, '0 records'],
  [1, '1 record'],
  [999, '999 records'],
  [12_345, '12,345 records'],
  [999_999, '999,999 records'],
  [1_000_000, '1 million records'],
  [1_299_999, '1.2 million records'],
  [999_990_000, '999.9 million records'],
  [3_400_000_000, '3.4 billion records'],
])('%d in words are %s', (count, words) => {
  expect(recordsInWords(count)).toBe(words);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1250, '1.2 kB'],
  [2_200_000, '2.2 MB'],
  [3_400_000_000, '3.4 GB'],
  [5e12, '5 TB'],
])('%d bytes in words are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
