import { cutTo, padTo } from '../util/cell.ts';
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
        return (align === 'left' ? padTo : padToRight)(row[at] ?? '', width);
      })
      .join(gap)
      .trimEnd(),
  );
}

/** A text in exactly `width` columns, to the right. */
export function padToRight(text: string, width: number): string {
  const cut = cutTo(text, width);
  return `${' '.repeat(Math.max(0, width - columnsOf(cut)))}${cut}`;
}
