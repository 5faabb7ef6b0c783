import type { Job } from '../model/job.ts';
import type { ConnectionName, SyncOutcome, SyncReport } from '../model/sync.ts';
import { durationInWords } from '../util/duration.ts';
import { columnsOf, visible, visibleLines } from '../util/visible.ts';
import { textColumns, wrapped } from '../util/wrap.ts';
import { renderHint } from './issues.ts';
import { failureLines, jobEnd, jobKind } from './job-words.ts';
import type { Palette } from './palette.ts';

const indent = '      ';

/** What became of one connection; a failure takes more lines, for the words of each attempt. */
export function renderSyncOutcome(outcome: SyncOutcome, palette: Palette): string {
  const { connection } = outcome;
  switch (outcome.result) {
    case 'started':
      return line(connection, palette, palette.dim(startWords(outcome)));
    case 'succeeded':
      return line(connection, palette, palette.green(jobEnd(outcome.job)));
    case 'failed':
      return [line(connection, palette, palette.red(jobEnd(outcome.job))), ...failures(outcome.job)].join('\n');
    case 'cancelled':
      return line(connection, palette, palette.yellow(jobEnd(outcome.job)));
    case 'running':
      return line(connection, palette, palette.yellow(`${jobEnd(outcome.job)} and goes on`));
    case 'unknown':
      return line(connection, palette, palette.red(`job ${outcome.job.id}: the server tells nothing of it any more`));
    case 'inactive':
      return line(connection, palette, palette.dim('is not active: left out'));
    case 'skipped':
      return line(connection, palette, palette.yellow('not started: interrupted'));
    case 'not-started': {
      const { message, hint } = outcome.error;
      const reason = visibleLines(withoutKey(message, connection)).replaceAll('\n', `\n${indent}`);
      const head = line(connection, palette, palette.red('not started'));
      const lines = [head, wrapped(reason, textColumns, indent)];
      return [...lines, ...(hint === undefined ? [] : renderHint(hint, indent, palette))].join('\n');
    }
  }
}

/** `job 12 started`, or that it ran already. */
export function startWords({ job, isJoined }: { readonly job: Job; readonly isJoined: boolean }): string {
  const kind = job.type === 'sync' ? 'job' : `${jobKind(job)} job`;
  return isJoined ? `joined ${kind} ${job.id}, which runs already` : `${kind} ${job.id} started`;
}

/** On one line where there is room. */
function line({ key }: ConnectionName, palette: Palette, words: string): string {
  const title = `  ${palette.bold(visible(key))}`;
  const whole = `${title}  ${words}`;
  return columnsOf(whole) <= textColumns ? whole : `${title}\n${indent}${words}`;
}

function failures({ attempts }: Job): readonly string[] {
  return failureLines(attempts, indent);
}

function withoutKey(message: string, { key }: ConnectionName): string {
  return message.startsWith(`${key}: `) ? message.slice(key.length + 2) : message;
}

/** How a command that starts jobs calls what it did: `Synced 2 of 3 connections`. */
export interface SyncVerb {
  readonly done: string;
  readonly noun: string;
  readonly nouns: string;
}

/** The last line: how many, what became of the others, how long it took. */
export function renderSyncReport({ outcomes, end, durationMs }: SyncReport, verb: SyncVerb): string {
  const count = (...results: readonly SyncOutcome['result'][]) =>
    outcomes.filter(({ result }) => results.includes(result)).length;
  const joined = outcomes.filter((outcome) => outcome.result === 'started' && outcome.isJoined).length;
  const rest = (
    [
      [joined, 'ran already'],
      [count('failed'), 'failed'],
      [count('cancelled'), 'cancelled'],
      [count('running'), 'still running'],
      [count('unknown'), 'not heard of'],
      [count('not-started', 'skipped'), 'not started'],
      [count('inactive'), 'not active'],
    ] as const
  ).flatMap(([number, words]) => (number === 0 ? [] : `${number} ${words}`));
  if (end === 'started') {
    const started = count('started') - joined;
    return [`Started ${started} ${started === 1 ? verb.noun : verb.nouns}`, ...rest].join(', ');
  }
  const total = outcomes.length - count('inactive');
  const head = `${verb.done} ${count('succeeded')} of ${total} connection${total === 1 ? '' : 's'}`;
  return wrapped([head, ...rest, `in ${durationInWords(durationMs)}`].join(', '), textColumns);
}

/** What can be done next, where there is something. */
export function nextSteps({ outcomes, end }: SyncReport): readonly string[] {
  const jobsOf = (...results: readonly SyncOutcome['result'][]) =>
    outcomes.flatMap((one) => ('job' in one && results.includes(one.result) ? one.job.id : []));
  const [failed] = jobsOf('failed');
  const going = end === 'started' ? [] : jobsOf('running', 'unknown', 'started');
  const [first] = going;
  return [
    ...(failed === undefined ? [] : [`Its whole story: airplan jobs logs ${failed}`]),
    ...(first === undefined
      ? []
      : [
          `${going.length === 1 ? `Job ${first} goes` : `${going.length} jobs go`} on by ${going.length === 1 ? 'itself' : 'themselves'}.`,
          `Follow: airplan jobs get ${first}. Stop: airplan jobs cancel ${first}.`,
        ]),
  ];
}

/** The report as data, for programs. */
export function syncReportAsData({ outcomes, end, durationMs, error }: SyncReport): object {
  return {
    formatVersion: '1.0',
    end,
    durationMs: Math.round(durationMs),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message, hint: error.hint } }),
    connections: outcomes.map(outcomeAsData),
  };
}

function outcomeAsData(outcome: SyncOutcome): object {
  const { connection, result } = outcome;
  const head = { ...connection, result };
  if ('job' in outcome) return { ...head, isJoined: outcome.isJoined, job: outcome.job };
  if (outcome.result !== 'not-started') return head;
  const { code, message, hint } = outcome.error;
  return { ...head, error: { code, message, hint } };
}
