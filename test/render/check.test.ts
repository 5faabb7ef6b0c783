import { expect, test } from 'vitest';
import { resourceKey } from '../../src/model/resource.ts';
import { renderChecks } from '../../src/render/check.ts';
import { plainPalette } from '../../src/render/palette.ts';

const shop = resourceKey('source', 'shop');
const lake = resourceKey('destination', 'lake');

test('the words of a connector stand below it, in 80 columns', () => {
  const message =
    'State code: 08001; Message: The connection attempt failed because the host db.example.com could not be found.';
  const text = renderChecks(
    [
      { key: lake, result: 'succeeded' },
      { key: shop, result: 'failed', message },
    ],
    plainPalette,
  );

  expect(text).toMatchInlineSnapshot(`
    "  destination/lake  succeeded
      source/shop       failed
          State code: 08001; Message: The connection attempt failed because the host
          db.example.com could not be found.
    Checked: 1 succeeded, 1 failed"
  `);
});

test('a check that crashed is told apart, and one that could not be is no success', () => {
  const text = renderChecks(
    [
      { key: lake, result: 'absent' },
      { key: shop, result: 'crashed' },
    ],
    plainPalette,
  );

  expect(text).toMatchInlineSnapshot(`
    "  destination/lake  not on the server yet
      source/shop       crashed
          The check itself did not run to its end.
    Checked: 1 crashed, 1 not on the server yet
      hint: --files tests what the files say of them"
  `);
});

test('a stack trace is cut, and what acts on a terminal is spelled out', () => {
  const message = ['\u001b[2Jboom', ...Array.from({ length: 40 }, (_, index) => `  at line ${index}`)].join('\n');
  const lines = renderChecks([{ key: shop, result: 'crashed', message }], plainPalette).split('\n');

  expect(lines).toHaveLength(15);
  expect(lines.slice(2, 3)).toEqual(['      \\u001b[2Jboom']);
  expect(lines.at(-2)).toBe('      … 30 more lines; --format json has all of it');
});
