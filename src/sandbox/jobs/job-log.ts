import type { AttemptView, JobView } from './job-view.ts';
import type { StreamFigures } from './stream-figures.ts';

export interface JobLog {
  readonly logType: 'formatted';
  readonly logs: { readonly logLines: readonly string[] };
}

/** What an attempt has logged so far; later lines come below, and none is taken back. */
export function renderLog({ job }: JobView, attempt: AttemptView): JobLog {
  const { startedAtMs, endedAtMs } = attempt;
  const read = attempt.figures.filter(({ recordsEmitted }) => recordsEmitted > 0);
  const lines = [
    line(startedAtMs, 'INFO', `Attempt ${attempt.number} of job ${job.number} (${job.type}) starts.`),
    line(startedAtMs, 'INFO', 'This is a sandbox: no data moves.'),
    ...read.map(({ stream }) => line(startedAtMs, 'INFO', `Reading stream ${stream.name}.`)),
    ...(endedAtMs === undefined ? [] : renderEnd(attempt, endedAtMs)),
  ];
  return { logType: 'formatted', logs: { logLines: lines } };
}

function renderEnd({ figures, failure }: AttemptView, endedAtMs: number): readonly string[] {
  const end = failure === undefined ? 'The attempt succeeded.' : 'The attempt failed.';
  return [
    ...figures.map((stream) => line(endedAtMs, 'INFO', renderFigures(stream))),
    ...(failure === undefined ? [] : [line(endedAtMs, 'ERROR', failure.message)]),
    line(endedAtMs, 'INFO', end),
  ];
}

function renderFigures({ stream, recordsEmitted, recordsCommitted }: StreamFigures): string {
  return `Stream ${stream.name}: ${recordsEmitted} records read, ${recordsCommitted} written.`;
}

function line(timeMs: number, level: string, text: string): string {
  return `${new Date(timeMs).toISOString()} ${level} ${text}`;
}
