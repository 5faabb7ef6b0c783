import { expect, test } from 'vitest';
import { type CommentMark, isOlder, markOf, withMark, withoutMark } from '../../src/hosts/comment-mark.ts';

const mark: CommentMark = { project: '.', environment: 'production', run: [17, 1], timeMs: 1000 };

test.each<[string, Partial<CommentMark>]>([
  ['a plain one', {}],
  ['one without a run', { run: undefined } as unknown as Partial<CommentMark>],
  ['one whose names would end it', { project: '--> <b>', environment: '--!><script>&amp;' }],
  ['one that is folded', { isHidden: true }],
])('a mark comes back, and the text without it: %s', (_what, changes) => {
  const whole = JSON.parse(JSON.stringify({ ...mark, ...changes })) as CommentMark;
  const body = withMark('## Plan\n\n<!-- airplan:comment {} -->', whole);

  expect(markOf(body)).toEqual(whole);
  expect(withoutMark(body)).toBe('## Plan\n\n<!-- airplan:comment {} -->');
  expect(body.slice(body.lastIndexOf('<!--')).match(/-->|[<&]/g)).toEqual(['<', '-->']);
});

test.each([
  '',
  'words',
  '<!-- airplan:comment {',
  '<!-- airplan:comment [] -->',
  '<!-- airplan:comment {"project":1} -->',
])('what airplan has not written has no mark: %s', (body) => {
  expect(markOf(body)).toBeUndefined();
});

test.each<[left: Partial<CommentMark>, right: Partial<CommentMark>, isOlder: boolean]>([
  [{ run: [16, 3] }, { run: [17, 1] }, true],
  [{ run: [17, 1] }, { run: [17, 2] }, true],
  [{ run: [17, 1] }, { run: [17, 1] }, false],
  [{ run: [18, 1], timeMs: 1 }, { run: [17, 9], timeMs: 2 }, false],
  [{ timeMs: 999, run: [99] }, { timeMs: 1000, run: undefined } as unknown as Partial<CommentMark>, true],
  [{ timeMs: 1000, run: undefined } as unknown as Partial<CommentMark>, { timeMs: 1000 }, false],
])('%j is older than %j: %s', (left, right, expected) => {
  expect(isOlder({ ...mark, ...left }, { ...mark, ...right })).toBe(expected);
});
