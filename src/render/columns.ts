import { columnsOf } from '../util/visible.ts';

/** How a column of a table stands; a `flexible` one is cut where the table would be too wide. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly isFlexible?: true;
}

const gap = '  ';
const narrowestFlexible = 12;

/** A table without frames, its columns as wide as they need to be, and all together no wider than told. */
export function alignedRows(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widest: number,
): readonly string[] {
  const all = [columns.map(({ head }) => head), ...rows];
  const needed = columns.map((_column, at) => Math.max(...all.map((row) => columnsOf(row[at] ?? ''))));
  const whole = needed.reduce((sum, width) => sum + width + gap.length, 0) - gap.length;
  const flexible = columns.findIndex(({ isFlexible }) => isFlexible === true);
  const widths = needed.map((width, at) =>
    at === flexible && whole > widest ? Math.max(narrowestFlexible, width - (whole - widest)) : width,
  );
  return all.map((row) =>
    columns
      .map(({ align }, at) => {
        const width = widths[at] ?? 0;
        const cell = cut(row[at] ?? '', width);
        return align === 'left' ? toLeft(cell, width) : toRight(cell, width);
      })
      .join(gap)
      .trimEnd(),
  );
}

export function toLeft(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)));
}

export function toRight(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columnsOf(text))) + text;
}

/** Text of at most so many columns; what is longer ends in `…`. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let shown = '';
  for (const character of text) {
    if (columnsOf(shown + character) > columns - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
