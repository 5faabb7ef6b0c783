import {
  type Attempt,
  type Figures,
  isClearing,
  isOver,
  type Job,
  jobDurationMs,
  type StreamFigures,
} from '../model/job.ts';
import { streamName } from '../model/stream.ts';
import { durationInWords } from '../util/duration.ts';
import { bytesInWords, recordsInWords, shortCount } from '../util/figures.ts';
import { visible } from '../util/visible.ts';
import { hanging, textColumns } from '../util/wrap.ts';
import { alignedRows, type Column } from './columns.ts';
import { failureLines, jobKind, jobState, movedInWords } from './job-words.ts';
import type { Palette } from './palette.ts';
import { stateOf } from './sync-progress.ts';

/** A job and the connection that it is of, as far as that is known. */
interface NamedJob {
  readonly key?: string;
  readonly name?: string;
  readonly job: Job;
}

const jobColumns: readonly Column[] = [
  { head: 'job', align: 'right' },
  { head: 'connection', align: 'left', isFlexible: true },
  { head: 'what', align: 'left' },
  { head: 'status', align: 'left' },
  { head: 'started', align: 'right' },
  { head: 'took', align: 'right' },
  { head: 'records', align: 'right' },
  { head: 'bytes', align: 'right' },
];

/** A table of jobs, the newest first. */
export function renderJobs(jobs: readonly NamedJob[], nowMs: number, palette: Palette): string {
  if (jobs.length === 0) return 'No jobs.';
  const [head = '', ...lines] = alignedRows(
    jobColumns,
    jobs.map((job) => jobCells(job, nowMs)),
    textColumns,
  );
  return [palette.bold(head), ...lines].join('\n');
}

function jobCells({ key, name, job }: NamedJob, nowMs: number): readonly string[] {
  const { records, bytes } = isOver(job) ? job.written : job.read;
  const moved = isClearing(job) ? ['', ''] : [shortCount(records), bytesInWords(bytes)];
  const took = isOver(job) ? durationInWords(jobDurationMs(job)) : '';
  const connection = key?.replace(/^connection\//, '') ?? (name === undefined ? job.connectionId : `"${name}"`);
  return [String(job.id), visible(connection), jobKind(job), stateOf(job), ago(job.createdAt, nowMs), took, ...moved];
}

/** In the largest unit only. */
function ago(seconds: number, nowMs: number): string {
  const words = durationInWords(Math.max(0, nowMs - seconds * 1000));
  return `${/^\d+ \w+/.exec(words)?.[0] ?? words} ago`;
}

/** One job: what became of it, each attempt with why it failed, each stream. */
export function renderJob({ key, name, job }: NamedJob, palette: Palette): string {
  const connection = [key, name === undefined ? undefined : `"${name}"`].filter((part) => part !== undefined);
  const of =
    connection.length === 0 ? `connection ${job.connectionId}, which is not there any more` : connection.join('  ');
  const lines = [
    palette.bold(visible(`Job ${job.id}: ${jobKind(job)} of ${of}`)),
    `  ${jobState(job)}`,
    `  created ${atTime(job.createdAt)}, last changed ${atTime(job.updatedAt)}`,
    ...(isClearing(job) ? [] : figureLines(job)),
    ...attemptLines(job),
    ...streamLines(job.streams),
  ];
  return lines.join('\n');
}

function figureLines(job: Job): readonly string[] {
  const { read, written } = job;
  if (hasMovedNothing(job)) return ['  moved nothing'];
  return hanging('  ', `read ${movedInWords(read)}; written ${movedInWords(written)}`);
}

function hasMovedNothing({ read, written }: Figures): boolean {
  return read.records + read.bytes + written.records + written.bytes === 0;
}

function attemptLines({ attempts }: Job): readonly string[] {
  return attempts.flatMap((attempt) => {
    const { number, status } = attempt;
    const head = hanging(`  attempt ${number} `, `${visible(status)}${attemptWords(attempt)}`);
    // Alone, so that it is not named once more.
    return ['', ...head, ...(status === 'failed' ? failureLines([attempt], '      ') : [])];
  });
}

function attemptWords(attempt: Attempt): string {
  const { createdAt, endedAt, read, written } = attempt;
  const took = endedAt === undefined ? '' : ` after ${durationInWords((endedAt - createdAt) * 1000)}`;
  if (hasMovedNothing(attempt)) return took;
  const all = recordsInWords(read.records);
  return `${took}, ${written.records === read.records ? all : `${shortCount(written.records)} of ${all} written`}`;
}

const streamColumns: readonly Column[] = [
  { head: '  stream', align: 'left', isFlexible: true },
  { head: 'read', align: 'right' },
  { head: '', align: 'right' },
  { head: 'written', align: 'right' },
  { head: '', align: 'right' },
];

function streamLines(streams: readonly StreamFigures[]): readonly string[] {
  if (streams.every(hasMovedNothing)) return [];
  const rows = streams.map((stream) => {
    const { read, written } = stream;
    const moved = [read, written].flatMap(({ records, bytes }) => [shortCount(records), bytesInWords(bytes)]);
    return [`  ${visible(streamName(stream))}`, ...moved];
  });
  return ['', ...alignedRows(streamColumns, rows, textColumns)];
}

/** `2026-11-29 02:35:10 UTC`; a server's clock may be anything. */
function atTime(seconds: number): string {
  const ms = seconds * 1000;
  return Math.abs(ms) <= 8.64e15 ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC` : String(seconds);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: connectors colour their logs
const colours = /\u001b\[[\d;]*m/g;

/** The logs of all attempts, each behind a line that says which it is if there are several. */
export function renderLogs(
  logs: readonly { readonly attempt: number; readonly lines: readonly string[] }[],
  palette: Palette,
): string {
  if (logs.every(({ lines }) => lines.length === 0)) return 'Nothing is logged.';
  return logs
    .flatMap(({ attempt, lines }) => [
      ...(logs.length === 1 ? [] : [palette.bold(`--- attempt ${attempt} of ${logs.length}`)]),
      ...lines.map(plainLine),
    ])
    .join('\n');
}

function plainLine(line: string): string {
  return visible(line.replaceAll(colours, '').replaceAll('\t', '    '));
}
