import { type Decoder, decodeNumber, decodeString, listOf, member, optionalMember } from '../util/decode.ts';
import type { Client } from './client.ts';

/** What one attempt has logged. */
export interface AttemptLog {
  /** Counts from 1. */
  readonly attempt: number;
  readonly lines: readonly string[];
}

/**
 * The logs of all attempts of a job, oldest first.
 *
 * @see API §1.9: lines from older servers, events from newer ones
 */
export function readJobLogs(client: Client, id: number): Promise<readonly AttemptLog[]> {
  return client.call({
    path: 'jobs/get',
    body: { id },
    effect: 'read',
    decode: (value, where) => member(value, where, 'attempts', listOf(decodeLog)),
  });
}

const decodeLog: Decoder<AttemptLog> = (value, where) => ({
  attempt: member(value, where, 'attempt', (attempt, inside) => member(attempt, inside, 'id', decodeNumber)) + 1,
  lines: optionalMember(value, where, 'logs', decodeLines) ?? [],
});

const decodeLines: Decoder<readonly string[]> = (value, where) =>
  optionalMember(value, where, 'logLines', listOf(decodeString)) ??
  optionalMember(value, where, 'events', listOf(decodeEvent))?.flat() ??
  [];

/** As a log file would have it: time, level, message, and below it where it comes from. */
const decodeEvent: Decoder<readonly string[]> = (value, where) => {
  const text = (name: string): string => optionalMember(value, where, name, decodeString) ?? '';
  const time = toTime(member(value, where, 'timestamp', decodeNumber));
  const head = [time, text('logSource'), text('level').toUpperCase(), text('message')];
  const trace = text('stackTrace');
  return [head.filter((part) => part !== '').join(' '), ...(trace === '' ? [] : trace.split('\n'))];
};

/** Milliseconds since the epoch; a server's clock may be anything. */
function toTime(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '';
}
