import type { FieldChange } from '../model/plan.ts';
import { columnsOf, visible } from '../util/visible.ts';
import { textColumns, wrappedLines } from '../util/wrap.ts';
import { afterText, bothTexts } from './field-values.ts';
import type { Palette } from './palette.ts';

/** The widest that the column of paths gets, in columns; values of longer paths stand below them. */
const widestPath = 50;
/** How far a value below its path is indented. */
const belowIndent = 4;

/** A field change with the words that stand for its path. */
export interface FieldRow {
  readonly label: string;
  readonly field: FieldChange;
}

interface FieldManner {
  readonly showsBefore: boolean;
  /** Columns that stand before each line. */
  readonly indent?: number;
}

/**
 * Field changes as aligned lines: `path  before → after`, or `path  after` for what is new. What does not fit goes on
 * in further lines.
 *
 * @returns lines of each row
 */
export function renderFields(
  rows: readonly FieldRow[],
  palette: Palette,
  { showsBefore, indent = 0 }: FieldManner,
): readonly (readonly string[])[] {
  const widths = rows.map(({ label }) => columnsOf(label)).filter((width) => width <= widestPath);
  const pathColumns = widths.reduce((widest, width) => Math.max(widest, width), 0);
  const room = { pathColumns, columns: textColumns - indent };
  return rows.map(({ label, field }) => {
    const parts = showsBefore ? changeParts(field, palette, room.columns) : [plainPart(afterText(field))];
    return fieldLines(label, parts, room);
  });
}

/** A path as people write it; steps that hold dots are quoted, names of streams are not. */
export function pathText(path: readonly string[]): string {
  const [root, ...steps] = path;
  return steps.reduce(
    (text, step) =>
      root === 'streams' || /^[\w-]+$/.test(step)
        ? `${text}.${visible(step)}`
        : `${text}[${visible(JSON.stringify(step))}]`,
    visible(root ?? ''),
  );
}

/** A piece of a value that begins a line of its own where not all of them fit on one. */
interface Part {
  readonly mark: string;
  readonly text: string;
  readonly colour: (text: string) => string;
}

function plainPart(text: string): Part {
  return { mark: '', text, colour: (it) => it };
}

function changeParts(field: FieldChange, palette: Palette, columns: number): readonly Part[] {
  const texts = bothTexts(field, columns);
  if (typeof texts === 'string') return [plainPart(texts)];
  const [before, after] = texts;
  return [
    { mark: '', text: before, colour: palette.red },
    { mark: '→ ', text: after, colour: palette.green },
  ];
}

interface Room {
  readonly pathColumns: number;
  readonly columns: number;
}

function fieldLines(label: string, parts: readonly Part[], { pathColumns, columns }: Room): readonly string[] {
  const padded = `${label}${' '.repeat(Math.max(0, pathColumns - columnsOf(label)))}  `;
  const start = columnsOf(padded);
  const [first = '', ...others] = partLines(parts, columns - start);
  const beside = [`${padded}${first}`, ...indented(others, start)];
  if (others.length === 0 && isWithin(beside, columns)) return beside;
  const below = [label, ...indented(partLines(parts, columns - belowIndent), belowIndent)];
  return beside.length > below.length || !isWithin(beside, columns) ? below : beside;
}

function isWithin(lines: readonly string[], columns: number): boolean {
  return lines.every((line) => columnsOf(line) <= columns);
}

function colouredPart({ mark, text, colour }: Part): string {
  return `${mark}${colour(text)}`;
}

/** On one line where there is room; else each part begins one of its own. */
function partLines(parts: readonly Part[], columns: number): readonly string[] {
  const single = parts.map(({ mark, text }) => `${mark}${text}`).join(' ');
  if (columnsOf(single) <= columns) return [parts.map(colouredPart).join(' ')];
  return parts.flatMap(({ mark, text, colour }) =>
    wrappedLines(text, columns - mark.length).map(
      (line, index) => `${index === 0 ? mark : ' '.repeat(mark.length)}${colour(line)}`,
    ),
  );
}

function indented(lines: readonly string[], columns: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(columns)}${line}`);
}
