import type { Offer, OfferedStream } from '../model/offer.ts';
import { type FieldPath, streamName } from '../model/stream.ts';
import { padTo } from '../util/cell.ts';
import { columnsOf, visible } from '../util/visible.ts';
import { hanging, textColumns } from '../util/wrap.ts';
import type { Palette } from './palette.ts';

interface ShownOffer {
  readonly offer: Offer;
  /** Those that were asked for. */
  readonly streams: readonly OfferedStream[];
  /** Whether to list their columns, or only to count them. */
  readonly showsColumns: boolean;
  readonly notes: readonly string[];
}

/** What a source offers, for people: a table of streams, and their columns below it if asked for. */
export function renderOffer({ offer, streams, showsColumns, notes }: ShownOffer, palette: Palette): string {
  const [first = '', ...others] = hanging('', `${countOf(offer, streams)}, ${origins[offer.from]}`);
  const head = [palette.bold(first), ...others];
  const told = notes.flatMap((note) => hanging('Note: ', note)).map(palette.dim);
  if (streams.length === 0) return [...head, ...told].join('\n');
  const [titles = '', ...rows] = renderRows([heads, ...streams.map(toCells)]);
  const details = showsColumns ? streams.flatMap((stream) => ['', ...renderColumns(stream, palette)]) : [];
  return [...head, ...told, '', palette.dim(titles), ...rows, ...details].join('\n');
}

/** `2 of 9 streams of source/shop`. */
function countOf({ key, streams: all }: Offer, streams: readonly OfferedStream[]): string {
  const shown = streams.length === all.length ? '' : `${streams.length} of `;
  return `${shown}${all.length} ${all.length === 1 ? 'stream' : 'streams'} of ${key}`;
}

const origins: Readonly<Record<Offer['from'], string>> = {
  connector: 'as its connector lists them now',
  server: 'kept by the server (--refresh asks anew)',
};

const heads = ['stream', 'sync modes', 'primary key', 'cursor', 'columns'];

function toCells(stream: OfferedStream): readonly string[] {
  const { syncModes, primaryKey, columns } = stream;
  return [
    streamName(stream),
    syncModes.length > 1 ? 'both' : (syncModes[0] ?? '-'),
    primaryKey.length === 0 ? '-' : primaryKey.map(pathText).join(', '),
    cursorText(stream),
    String(columns.length),
  ];
}

function cursorText({ syncModes, isCursorSourceDefined, defaultCursorField }: OfferedStream): string {
  if (!syncModes.includes('incremental')) return '-';
  if (isCursorSourceDefined) return "the source's";
  return defaultCursorField.length === 0 ? 'to choose' : pathText(defaultCursorField);
}

function pathText(path: FieldPath): string {
  return path.join('.');
}

/** How wide the columns of the table may get; the first has what is left of the line. */
const widest = [textColumns, 12, 20, 16, 7] as const;

function renderRows(rows: readonly (readonly string[])[]): readonly string[] {
  const shown = rows.map((row) => row.map(visible));
  const widths = widest.map((most, at) => Math.min(most, Math.max(...shown.map((row) => columnsOf(row[at] ?? '')))));
  const [first = 0, ...others] = widths;
  const room = textColumns - others.reduce((sum, width) => sum + width + 2, 2);
  const all = [Math.min(first, room), ...others];
  return shown.map((row) => `  ${row.map((cell, at) => padTo(cell, all[at] ?? 0)).join('  ')}`.trimEnd());
}

function renderColumns(stream: OfferedStream, palette: Palette): readonly string[] {
  const { columns, primaryKey, defaultCursorField } = stream;
  const keys = new Set(primaryKey.map(([first]) => first));
  const rows = columns.map(({ name, type }) => {
    const marks = [...(keys.has(name) ? ['primary key'] : []), ...(defaultCursorField[0] === name ? ['cursor'] : [])];
    return [visible(name), visible(type), marks.join(', ')] as const;
  });
  const [longest = 0, typeWidth = 0, marksWidth = 0] = [0, 1, 2].map((at) => {
    return Math.min(30, Math.max(0, ...rows.map((row) => columnsOf(row[at] ?? ''))));
  });
  const width = Math.min(longest, textColumns - typeWidth - marksWidth - 6);
  const lines = rows.map(([name, type, marks]) =>
    `  ${padTo(name, width)}  ${padTo(type, typeWidth)}  ${marks}`.trimEnd(),
  );
  return [palette.bold(visible(streamName(stream))), ...(lines.length === 0 ? ['  no columns'] : lines)];
}
