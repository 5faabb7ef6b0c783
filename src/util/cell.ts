import { columnsOf } from './visible.ts';

/** A text of at most `width` columns; what is longer ends in `…`. */
export function cutTo(text: string, width: number): string {
  // No letter takes more than a few code points: what is far beyond needs no measuring.
  const letters = [...segments.segment(text.slice(0, width * 40))].map(({ segment }) => segment);
  let end = letters.length;
  let columns = columnsOf(letters.join(''));
  if (columns <= width && letters.join('') === text) return text;
  while (end > 0 && columns > width - 1) {
    end -= 1;
    columns -= columnsOf(letters[end] ?? '');
  }
  return `${letters.slice(0, end).join('')}…`;
}

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A text in exactly `width` columns. */
export function padTo(text: string, width: number): string {
  const cut = cutTo(text, width);
  return `${cut}${' '.repeat(Math.max(0, width - columnsOf(cut)))}`;
}
