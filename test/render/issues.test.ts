import { expect, test } from 'vitest';
import type { Issue, Place } from '../../src/model/issue.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { colourPalette, plainPalette } from '../../src/render/palette.ts';

function aPlace(place: Partial<Place> = {}): Place {
  return { file: 'pipelines/orders.yaml', line: 14, column: 11, length: 6, lineText: '  source: ordres', ...place };
}

function anIssue(issue: Partial<Issue> = {}): Issue {
  return {
    rule: 'unresolved-key',
    severity: 'error',
    message: 'connection "orders-to-lake" reads from source "ordres", which no file declares',
    place: aPlace(),
    ...issue,
  };
}

const render = (...issues: readonly Issue[]) => renderIssues(issues, plainPalette);

test('a finding says what is wrong, where, and what to do', () => {
  expect(render(anIssue({ hint: 'did you mean "orders"?' }))).toMatchInlineSnapshot(`
    "error: connection "orders-to-lake" reads from source "ordres", which no file declares
      pipelines/orders.yaml:14:11 (unresolved-key)
      14 |   source: ordres
         |           ^^^^^^
      hint: did you mean "orders"?

    1 error in 1 file"
  `);
});

test('several findings are counted', () => {
  const warning = anIssue({ severity: 'warning', place: aPlace({ file: 'airplan.yaml', line: 9 }) });

  expect(render(anIssue(), anIssue(), warning)).toMatch(/\n\n2 errors, 1 warning in 2 files$/);
});

test('nothing is said about no findings', () => {
  expect(render()).toBe('');
});

test('a finding without a place', () => {
  const { place, ...issue } = anIssue({ message: 'there is nothing here' });

  expect(render(issue)).toMatchInlineSnapshot(`
    "error: there is nothing here
      (unresolved-key)

    1 error"
  `);
});

test('a long line is cut around the caret', () => {
  const lineText = `key: ${'a'.repeat(300)} wrong ${'b'.repeat(300)}`;

  expect(render(anIssue({ place: aPlace({ lineText, column: 307, length: 5 }) }))).toMatchInlineSnapshot(`
    "error: connection "orders-to-lake" reads from source "ordres", which no file declares
      pipelines/orders.yaml:14:307 (unresolved-key)
      14 | …aaaaaaaaaaaaaaaaaaaaaaaaaaa wrong bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
         |                              ^^^^^

    1 error in 1 file"
  `);
});

test('a mark that goes beyond what is shown of a long line', () => {
  const lineText = `key: ${'a'.repeat(300)}`;

  expect(render(anIssue({ place: aPlace({ lineText, column: 6, length: 300 }) }))).toMatchInlineSnapshot(`
    "error: connection "orders-to-lake" reads from source "ordres", which no file declares
      pipelines/orders.yaml:14:6 (unresolved-key)
      14 | key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
         |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    1 error in 1 file"
  `);
});

test('tabs, wide and combining characters keep the caret where it belongs', () => {
  const places = ['\tkey: x', '名前: x', 'cafe\u0301: x'].map((lineText) =>
    aPlace({ lineText, column: lineText.length, length: 1 }),
  );

  expect(render(...places.map((place) => anIssue({ message: 'm', place })))).toMatchInlineSnapshot(`
    "error: m
      pipelines/orders.yaml:14:7 (unresolved-key)
      14 |     key: x
         |          ^

    error: m
      pipelines/orders.yaml:14:5 (unresolved-key)
      14 | 名前: x
         |       ^

    error: m
      pipelines/orders.yaml:14:8 (unresolved-key)
      14 | café: x
         |       ^

    3 errors in 1 file"
  `);
});

test('what acts on a terminal is spelled out', () => {
  const place = aPlace({ file: 'a\u001b[2J.yaml', lineText: 'a: \u001b[31m\u202eb', column: 4, length: 1 });

  expect(render(anIssue({ message: 'key "\u0007" is odd', hint: '\u009b', place }))).toMatchInlineSnapshot(`
    "error: key "\\u0007" is odd
      a\\u001b[2J.yaml:14:4 (unresolved-key)
      14 | a: \\u001b[31m\\u202eb
         |    ^^^^^^
      hint: \\u009b

    1 error in 1 file"
  `);
});

test('colour adds nothing but colour', () => {
  const issues = [anIssue({ hint: 'h' }), anIssue({ severity: 'warning' })];
  const coloured = renderIssues(issues, colourPalette);

  expect(coloured).toContain('\u001b[31m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(render(...issues));
});
