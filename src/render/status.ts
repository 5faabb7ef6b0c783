import type { ConnectionState, JobState, WorkspaceStatus } from '../model/status.ts';
import { cutTo } from '../util/cell.ts';
import { bytesInWords } from '../util/figures.ts';
import { groupedBy } from '../util/group.ts';
import { sortedBy } from '../util/sort.ts';
import { columnsOf, visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import { renderJson } from './json.ts';
import type { Palette } from './palette.ts';
import { clockTime, driftWord, nameOf, scheduleWord, schemaWords } from './status-words.ts';

export const statusFormatNames = ['text', 'json', 'markdown'] as const;

/** How `airplan status` can be printed. */
export const statusFormats: Readonly<
  Record<(typeof statusFormatNames)[number], (status: WorkspaceStatus, palette: Palette) => string>
> = {
  text: renderStatus,
  json: (status) => renderJson(status),
  markdown: (status) => renderStatusMarkdown(status),
};

/** Columns of the terminal, each with the space behind it: 80 together, of which the last stays free. */
const columns = [
  { head: 'connection', width: 21 },
  { head: 'schedule', width: 9 },
  { head: 'last', width: 5 },
  { head: 'next', width: 5 },
  { head: 'state', width: 10 },
  { head: 'rows', width: 7 },
  { head: 'bytes', width: 9 },
  { head: 'schema', width: 8 },
  { head: 'drift', width: 6 },
] as const;

function renderStatus(status: WorkspaceStatus, palette: Palette): string {
  const { connections, atMs } = status;
  const behind = footnotes(status);
  const table = connections.length === 0 ? [] : ['', ...tableOf(connections, atMs, palette)];
  return [titleOf(status, palette), ...table, ...(behind.length === 0 ? [] : ['', ...behind])].join('\n');
}

/** How a status is watched. */
export interface Watching {
  /** Of the terminal. */
  readonly rows: number;
  readonly everyMs: number;
  /** Why this is not how things stand now. */
  readonly trouble: string | undefined;
}

/** Notes in a frame: the connections are what one looks at. */
const mostFootnotes = 4;

/**
 * A status that fits a terminal: where there are more connections than rows, those come first that somebody has to look
 * at, and a line tells of the others.
 *
 * @returns fewer lines than the terminal has rows
 */
export function statusFrame(status: WorkspaceStatus, watching: Watching, palette: Palette): readonly string[] {
  const { connections, atMs } = status;
  const behind = [
    ...footnotes(status).slice(0, mostFootnotes),
    ...(watching.trouble === undefined ? [] : hanging('! ', visible(watching.trouble)).slice(0, mostFootnotes)),
    palette.dim(`read at ${clockTime(atMs)}, again every ${watching.everyMs / 1000} s; Ctrl-C ends it`),
  ];
  // The title, the head, two empty lines, and the row of the cursor.
  const room = Math.max(1, watching.rows - behind.length - 5);
  const fits = connections.length <= room;
  const shown = fits ? connections : sortedBy(connections, urgencyOf).slice(0, room - 1);
  const more = fits ? [] : [moreOf(connections, shown)];
  const lines = [titleOf(status, palette), '', ...tableOf(shown, atMs, palette), ...more, '', ...behind];
  return lines.slice(0, Math.max(1, watching.rows - 1));
}

/** Sorts what fails before what runs, and both before all else. */
function urgencyOf({ key, state, schema, drift, id }: ConnectionState): string {
  if (state === 'failed') return '0';
  if (state === 'running') return '1';
  if (schema === 'breaking') return '2';
  return key !== undefined && (drift !== 0 || id === undefined) ? '3' : '4';
}

function moreOf(all: readonly ConnectionState[], shown: readonly ConnectionState[]): string {
  const hidden = all.filter((one) => !shown.includes(one));
  const states = sortedBy(
    groupedBy(hidden, ({ state }) => state),
    ([state]) => state,
  );
  return `… and ${hidden.length} more: ${states.map(([state, { length }]) => `${length} ${state}`).join(', ')}`;
}

function titleOf({ workspace, environment, connections }: WorkspaceStatus, palette: Palette): string {
  const names = `Workspace ${cutTo(visible(workspace.name), 30)} (${cutTo(visible(environment), 20)})`;
  return palette.bold(`${names}: ${countOf(connections)}`);
}

function countOf({ length }: readonly unknown[]): string {
  return length === 1 ? '1 connection' : `${length} connections`;
}

function tableOf(connections: readonly ConnectionState[], atMs: number, palette: Palette): readonly string[] {
  const head = columns.map((column) => column.head);
  return [rowOf(head), ...connections.map((one) => rowOf(cellsOf(one, atMs), stylesOf(one, palette)))];
}

type Style = (text: string) => string;

/** The space behind a text has no colour, so that it can be taken away at the end of a line. */
function rowOf(cells: readonly string[], styles: Readonly<Record<string, Style | undefined>> = {}): string {
  return columns
    .map(({ head, width }, index) => {
      const text = cutTo(cells[index] ?? '', width - 1);
      const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
      return `${styles[head]?.(text) ?? text}${space}`;
    })
    .join('')
    .trimEnd();
}

function footnotes({ connections, notes }: WorkspaceStatus): readonly string[] {
  return [...legend(connections), ...notes.flatMap((note) => hanging('! ', visible(note)))];
}

/** In the order of the columns. */
function cellsOf(one: ConnectionState, atMs: number): string[] {
  return [
    nameOf(one),
    scheduleWord(one),
    one.lastRunMs === undefined ? '-' : span(atMs - one.lastRunMs),
    one.nextRunMs === undefined ? '-' : one.nextRunMs <= atMs ? 'due' : span(one.nextRunMs - atMs),
    one.state,
    shortCount(one.records),
    bytesInWords(one.bytes),
    schemaWords[one.schema],
    driftWord(one),
  ];
}

function stylesOf({ state, schema }: ConnectionState, palette: Palette): Readonly<Record<string, Style | undefined>> {
  return { state: stateStyle(state, palette), schema: schema === 'breaking' ? palette.red : undefined };
}

function stateStyle(state: JobState, palette: Palette): Style | undefined {
  if (state === 'failed') return palette.red;
  if (state === 'running') return palette.cyan;
  return state === 'succeeded' ? palette.green : undefined;
}

/** Four columns at most: `59s`, `59m`, `47h`, `999d`. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours}h` : `${Math.min(999, Math.floor(hours / 24))}d`;
}

/** Six columns at most: `9999`, `12.3k`, `123.4M`. */
function shortCount(count: number): string {
  const scale = [
    { size: 1e9, unit: 'G' },
    { size: 1e6, unit: 'M' },
    { size: 1e3, unit: 'k' },
  ].find(({ size }) => count >= size && count >= 10_000);
  return scale === undefined ? String(count) : `${Math.floor((count / scale.size) * 10) / 10}${scale.unit}`;
}

function legend(connections: readonly ConnectionState[]): readonly string[] {
  return connections.some(({ key }) => key === undefined) ? ['* no file names it'] : [];
}

function renderStatusMarkdown({ connections, workspace, environment, notes }: WorkspaceStatus): string {
  const head = ['connection', 'schedule', 'last run', 'next run', 'state', 'rows', 'bytes', 'schema', 'drift'];
  const rows = connections.map((one) => [
    one.key ?? `${one.name} (unmanaged)`,
    scheduleWord(one),
    timeWord(one.lastRunMs),
    timeWord(one.nextRunMs),
    one.state,
    String(one.records),
    bytesInWords(one.bytes),
    one.schema,
    driftWord(one),
  ]);
  const title = `**${inMarkdown(workspace.name)}** (${inMarkdown(environment)})`;
  const table = [head, head.map(() => '---'), ...rows.map((row) => row.map(inMarkdown))];
  const behind = notes.flatMap((note) => ['', inMarkdown(note)]);
  return [title, '', ...table.map((cells) => `| ${cells.join(' | ')} |`), ...behind].join('\n');
}

function timeWord(ms: number | undefined): string {
  return ms === undefined ? '-' : `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

/** Text that is nothing but text in a cell of a table: no cell ends in it, no link, tag or mention starts. */
function inMarkdown(text: string): string {
  const safe = visible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return safe.replace(/[\\`*_[\]|~#!]/g, '\\$&').replace(/@/g, '&#64;');
}
