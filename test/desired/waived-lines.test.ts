import { expect, test } from 'vitest';
import { shownLine } from '../../src/desired/waived-lines.ts';

function shown(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.map((_line, index) => shownLine((at) => lines[at] ?? '', index));
}

test.each([
  [
    'on it',
    'password: sesame # airplan-ignore literal-secret: old',
    'password: …………………… # airplan-ignore literal-secret: old',
  ],
  [
    'above it',
    '# airplan-ignore literal-secret: old\n\n- {name: x}',
    '# airplan-ignore literal-secret: old\n\n- {name: ……',
  ],
  [
    'of the key that it goes on from',
    'key: | # airplan-ignore literal-secret: old\n  ab\n  cd',
    'key: … # airplan-ignore literal-secret: old\n  ……\n  ……',
  ],
  [
    'that leaves references',
    'a: x${env:A}${env:B:-c} # airplan-ignore literal-secret: old',
    'a: …${env:A}…………………… # airplan-ignore literal-secret: old',
  ],
])('a waiver of literal secrets hides the texts of a line: %s', (_where, text, expected) => {
  expect(shown(text).join('\n').replaceAll(/…+/g, '…')).toBe(expected.replaceAll(/…+/g, '…'));
  expect(shown(text).map(({ length }) => length)).toEqual(text.split('\n').map(({ length }) => length));
});

test.each(['password: sesame', 'a: b # airplan-ignore unused-source: soon', '# airplan-ignore literal-secret: x'])(
  'a line without one is shown as it is: %s',
  (text) => {
    expect(shown(text)).toEqual([text]);
  },
);
