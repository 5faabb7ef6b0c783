import { type Attempt, type AttemptFailure, isClearing, type Job, jobDurationMs, type Moved } from '../model/job.ts';
import { durationInWords } from '../util/duration.ts';
import { bytesInWords, recordsInWords } from '../util/figures.ts';
import { visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';

/** What a job does, in one word: `sync`, `refresh`, `clear`. */
export function jobKind(job: Pick<Job, 'type'>): string {
  return isClearing(job) ? 'clear' : visible(job.type);
}

/** `12,345 records, 3.4 MB`. */
export function movedInWords({ records, bytes }: Moved): string {
  return `${recordsInWords(records)}, ${bytesInWords(bytes)}`;
}

/** `job 12 succeeded in 34 s: 12,345 records, 3.4 MB`. */
export function jobEnd(job: Job): string {
  const moved = job.status !== 'succeeded' || isClearing(job) ? '' : `: ${movedInWords(job.written)}`;
  return `${job.type === 'sync' ? 'job' : `${jobKind(job)} job`} ${job.id} ${jobState(job)}${moved}`;
}

/** `succeeded in 34 s, at attempt 2`. */
export function jobState(job: Job): string {
  const took = durationInWords(jobDurationMs(job));
  const { length: count } = job.attempts;
  switch (job.status) {
    case 'succeeded':
      return `succeeded in ${took}${count > 1 ? `, at attempt ${count}` : ''}`;
    case 'failed':
      return `failed after ${took}${count > 1 ? `, ${count} attempts` : ''}`;
    case 'cancelled':
      return `was cancelled after ${took}`;
    default:
      return `is ${visible(job.status)}`;
  }
}

/** Why each attempt failed, in the server's own words; attempts that failed alike are told of together. */
export function failureLines(attempts: readonly Attempt[], indent: string): readonly string[] {
  const failed = attempts.filter(({ status, failures }) => status === 'failed' || failures.length > 0);
  const groups: { first: number; last: number; texts: readonly string[] }[] = [];
  for (const { number, failures } of failed) {
    const texts = failures.length === 0 ? ['the server gives no reason'] : failures.map(failureText);
    const group = groups.at(-1);
    if (group !== undefined && group.last === number - 1 && group.texts.join('\n') === texts.join('\n')) {
      group.last = number;
    } else groups.push({ first: number, last: number, texts });
  }
  return groups.flatMap(({ first, last, texts }) => {
    const which = attempts.length === 1 ? '' : first === last ? `attempt ${first}: ` : `attempts ${first} to ${last}: `;
    return texts.flatMap((text, index) => hanging(index === 0 ? which : ' '.repeat(which.length), text, indent));
  });
}

/** Some connectors say pages; the whole of it is in the job's log. */
const longestWords = 1200;

function failureText({ origin, type, message, stream }: AttemptFailure): string {
  const who = [origin, stream === undefined ? undefined : `stream ${stream}`].filter((part) => part !== undefined);
  const words = visible((message ?? type ?? 'no reason given').replaceAll(/\s+/g, ' ').trim());
  const shown = words.length > longestWords ? `${words.slice(0, longestWords)}…` : words;
  return who.length === 0 ? shown : `${visible(who.join(', '))}: ${shown}`;
}
