import { countStreamsDone, isOver, type Job } from '../model/job.ts';
import type { RunningJob } from '../model/sync.ts';
import { cutTo, padTo } from '../util/cell.ts';
import { durationInWords } from '../util/duration.ts';
import { bytesInWords, shortCount } from '../util/figures.ts';
import { visible } from '../util/visible.ts';
import { padToRight } from './columns.ts';
import { movedInWords } from './job-words.ts';

/** A job that somebody watches, and how fast it goes. */
export interface WatchedJob extends RunningJob {
  /** Absent: not known yet. */
  readonly bytesPerSecond?: number | undefined;
}

export interface Progress {
  readonly jobs: readonly WatchedJob[];
  readonly elapsedMs: number;
  /** What the server's silence is called; absent while it speaks. */
  readonly silence?: string | undefined;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

const heads = ['', 'state', 'read', '', 'rate', 'streams'] as const;
/** All but the first, which takes what is left. */
const widths = [10, 9, 9, 10, 7] as const;
const gap = '  ';
const narrowestName = 12;

/** A frame of the live view: no line is wider than the screen, and there are fewer of them than it has rows. */
export function progressFrame({ jobs, elapsedMs, silence }: Progress, { columns, rows }: Screen): readonly string[] {
  const open = jobs.filter(({ job }) => !isOver(job));
  const room = Math.max(1, rows - 4);
  const shown = open.slice(0, open.length > room ? room - 1 : room);
  const more = open.length - shown.length;
  const table = [row(heads, columns), ...shown.map((job) => row(cellsOf(job), columns))];
  const lines = [
    headline(jobs, elapsedMs),
    ...(silence === undefined ? [] : [silence]),
    ...(shown.length === 0 ? [] : table),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
  return lines.map((line) => cutTo(line, columns - 1));
}

/** `Waiting for 2 of 3 jobs, 42 s`. */
function headline(jobs: readonly RunningJob[], elapsedMs: number): string {
  const open = jobs.filter(({ job }) => !isOver(job)).length;
  const which = open === jobs.length ? `${open}` : `${open} of ${jobs.length}`;
  return `Waiting for ${which} job${jobs.length === 1 ? '' : 's'}, ${durationInWords(elapsedMs)}; Ctrl-C ends the waiting only`;
}

/** One line for a log: how far all of them are. */
export function progressLine({ jobs, elapsedMs }: Progress): string {
  const open = jobs.filter(({ job }) => !isOver(job));
  const read = {
    records: sum(open, ({ read: { records } }) => records),
    bytes: sum(open, ({ read: { bytes } }) => bytes),
  };
  return `  ${open.length} of ${jobs.length} running after ${durationInWords(elapsedMs)}: ${movedInWords(read)} read`;
}

function sum(jobs: readonly RunningJob[], figure: (job: Job) => number): number {
  return jobs.reduce((total, { job }) => total + figure(job), 0);
}

function cellsOf({ connection, job, bytesPerSecond }: WatchedJob): readonly string[] {
  const { records, bytes } = job.read;
  const streams = job.streamCount === 0 ? '' : `${countStreamsDone(job)}/${job.streamCount}`;
  const rate = bytesPerSecond === undefined ? '' : `${bytesInWords(Math.round(bytesPerSecond))}/s`;
  const name = visible(connection.key.replace(/^connection\//, ''));
  return [name, stateOf(job), shortCount(records), bytesInWords(bytes), rate, streams];
}

/** `incomplete` waits for its next attempt. */
export function stateOf({ status, attempts }: Job): string {
  if (status === 'incomplete') return 'retrying';
  return status === 'running' && attempts.length > 1 ? `attempt ${attempts.length}` : visible(status);
}

function row(cells: readonly string[], columns: number): string {
  const [name = '', ...rest] = cells;
  const taken = widths.reduce((total, width) => total + width + gap.length, gap.length);
  const nameWidth = Math.max(narrowestName, columns - 1 - taken);
  const padded = rest.map((cell, index) => {
    const width = widths[index] ?? 0;
    return (index === 0 ? padTo : padToRight)(cell, width);
  });
  return [`${gap}${padTo(name, nameWidth)}`, ...padded].join(gap).trimEnd();
}
