import { columnsOf } from '../util/visible.ts';

/** Tables are for terminals of any size, and for logs. */
const widestTable = 80;
/** The first column is cut to no less than this, in columns. */
const narrowestFirst = 24;

/**
 * A table without frames: the first column to the left, the others centred; what is too long ends in `…`.
 *
 * @param head - as long as a whole row
 * @param rows - a row with fewer cells is filled up; `line` is an empty line
 */
export async function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[] | 'line')[],
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const widths = columnWidths(head, rows);
  const table = new Table({
    chars: noFrames,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colWidths: [...widths],
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'center')),
  });
  for (const row of [head, ...rows]) table.push(filled(row === 'line' ? [] : row, head.length));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const sides = ['top', 'bottom', 'left', 'right', 'mid', 'middle'];
const corners = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) => [
  `${side}-mid`,
  `${side}-left`,
  `${side}-right`,
]);
const noFrames = Object.fromEntries([...sides, ...corners].map((piece) => [piece, '']));

/** Padding included. */
function columnWidths(head: readonly string[], rows: readonly (readonly string[] | 'line')[]): readonly number[] {
  const [, ...names] = head;
  const first =
    rows.reduce((widest, row) => (row === 'line' ? widest : Math.max(widest, columnsOf(row[0] ?? ''))), 0) + 2;
  const most = Math.floor((widestTable - Math.min(first, narrowestFirst)) / Math.max(1, names.length));
  const others = names.map((name) => Math.max(6, Math.min(columnsOf(name) + 2, most)));
  const left = widestTable - others.reduce((sum, width) => sum + width, 0);
  return [Math.max(narrowestFirst, Math.min(first, left)), ...others];
}

function filled(row: readonly string[], length: number): string[] {
  return Array.from({ length }, (_, index) => row[index] ?? '');
}
