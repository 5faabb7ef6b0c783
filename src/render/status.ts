import type { Schedule } from '../model/schedule.ts';
import type { ConnectionState, JobState, PendingSchema, WorkspaceStatus } from '../model/status.ts';
import { bytesInWords } from '../util/figures.ts';
import { visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import { renderJson } from './json.ts';
import type { Palette } from './palette.ts';

export const statusFormatNames = ['text', 'json', 'markdown'] as const;

/** How `airplan status` can be printed. */
export const statusFormats: Readonly<
  Record<(typeof statusFormatNames)[number], (status: WorkspaceStatus, palette: Palette) => Promise<string>>
> = {
  text: renderStatus,
  json: async (status) => renderJson(status),
  markdown: async (status) => renderStatusMarkdown(status),
};

/** Columns of the terminal, each with the space behind it: 80 together. */
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

async function renderStatus(status: WorkspaceStatus, palette: Palette): Promise<string> {
  const { workspace, environment, connections, notes } = status;
  const title = `Workspace ${visible(workspace.name)} (${visible(environment)}): ${countOf(connections)}`;
  const behind = [...legend(connections), ...notes.flatMap((note) => hanging('! ', visible(note)))];
  const table = connections.length === 0 ? [] : ['', await tableOf(status, palette)];
  return [palette.bold(title), ...table, ...(behind.length === 0 ? [] : ['', ...behind])].join('\n');
}

function countOf({ length }: readonly unknown[]): string {
  return length === 1 ? '1 connection' : `${length} connections`;
}

async function tableOf({ connections, atMs }: WorkspaceStatus, palette: Palette): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: noFrames,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    colWidths: columns.map(({ width }) => width),
  });
  table.push(columns.map(({ head }) => head));
  for (const one of connections) table.push(coloured(cellsOf(one, atMs), one, palette));
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

const pieces = ['top', 'bottom', 'left', 'right', 'mid'];
const ends = ['', '-mid', '-left', '-right'];
const noFrames = Object.fromEntries(
  [...pieces, 'middle'].flatMap((piece) => ends.map((end) => [`${piece}${end}`, ''] as const)),
);

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

function coloured(cells: readonly string[], { state, schema }: ConnectionState, palette: Palette): string[] {
  return cells.map((cell, index) => {
    if (columns[index]?.head === 'state') return stateStyle(state, palette)(cell);
    return columns[index]?.head === 'schema' && schema === 'breaking' ? palette.red(cell) : cell;
  });
}

function stateStyle(state: JobState, palette: Palette): (text: string) => string {
  if (state === 'failed') return palette.red;
  if (state === 'running') return palette.cyan;
  return state === 'succeeded' ? palette.green : (text) => text;
}

function nameOf({ key, name }: ConnectionState): string {
  return visible(key === undefined ? `* ${name}` : key.slice('connection/'.length));
}

function scheduleWord({ status, schedule }: ConnectionState): string {
  if (status !== undefined && status !== 'active') return visible(status);
  return schedule === undefined ? '-' : everyWord(schedule);
}

function everyWord(schedule: Schedule): string {
  if (schedule.type === 'basic') return visible(`${schedule.units} ${schedule.timeUnit}`.replace(/utes$/, ''));
  return visible(schedule.type === 'other' ? schedule.scheduleType : schedule.type);
}

const schemaWords: Readonly<Record<PendingSchema, string>> = {
  none: '-',
  'non-breaking': 'changed',
  breaking: 'BREAKS',
  unknown: '?',
};

function driftWord({ key, id, drift }: ConnectionState): string {
  if (key === undefined) return '-';
  if (drift === undefined) return '?';
  return id === undefined ? 'new' : drift > 9999 ? '>9999' : String(drift);
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
