import { expect, test } from 'vitest';
import { createLiveView } from '../../src/cli/live-view.ts';

function aView() {
  const written: string[] = [];
  const size = () => ({ columns: 80, rows: 24 });
  return { written, view: createLiveView({ write: (text) => void written.push(text), size }) };
}

test('writes a frame over the one before, in one piece and without clearing it first', () => {
  const { written, view } = aView();
  view.show(['one', 'two']);
  view.show(['one', 'three']);

  expect(written).toEqual(['one\u001b[K\ntwo\u001b[K\n', '\r\u001b[2Aone\u001b[K\nthree\u001b[K\n']);
});

test('writes nothing where nothing has changed, and takes away what is left over', () => {
  const { written, view } = aView();
  view.show(['one', 'two']);
  view.show(['one', 'two']);
  view.show(['one']);
  view.clear();
  view.clear();

  expect(written.slice(1)).toEqual(['\r\u001b[2Aone\u001b[K\n\u001b[J', '\r\u001b[1A\u001b[J']);
});

test('takes nothing from a line that fills its row, on whose last column the cursor still stands', () => {
  const { written, view } = aView();
  view.show(['x'.repeat(80), 'y'.repeat(79)]);

  expect(written).toEqual([`${'x'.repeat(80)}\n${'y'.repeat(79)}\u001b[K\n`]);
});
