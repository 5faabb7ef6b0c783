import type { Attempt, AttemptFailure, Figures, Job, StreamFigures } from '../model/job.ts';
import { streamName } from '../model/stream.ts';
import {
  type Decoder,
  decodeNumber,
  decodeRecord,
  decodeString,
  listOf,
  member,
  optionalMember,
  withoutUndefined,
} from '../util/decode.ts';

/**
 * A job with its attempts, as any of the endpoints answers: lists have attempts bare, single jobs have each in an
 * `attempt`, and some have no figures (API §1.9).
 */
export const decodeJob: Decoder<Job> = (value, where) => {
  const attempts = optionalMember(value, where, 'attempts', listOf(decodeAttempt)) ?? [];
  return member(value, where, 'job', (job, inside) => {
    const stats = optionalMember(job, inside, 'aggregatedStats', decodeFigures);
    const streams = optionalMember(job, inside, 'streamAggregatedStats', listOf(decodeStream)) ?? [];
    return withoutUndefined({
      id: member(job, inside, 'id', decodeNumber),
      type: member(job, inside, 'configType', decodeString),
      connectionId: member(job, inside, 'configId', decodeString),
      status: member(job, inside, 'status', decodeString),
      createdAt: member(job, inside, 'createdAt', decodeNumber),
      startedAt: optionalMember(job, inside, 'startedAt', decodeNumber),
      updatedAt: member(job, inside, 'updatedAt', decodeNumber),
      streamCount: (optionalMember(job, inside, 'enabledStreams', listOf(decodeRecord)) ?? streams).length,
      streams,
      attempts,
      ...(stats ?? lastFigures(attempts)),
    });
  });
};

/** The id of the job of an entry in a list, for those that pass over what they do not want. */
export const decodeEntryId: Decoder<number> = (value, where) =>
  member(value, where, 'job', (job, inside) => member(job, inside, 'id', decodeNumber));

const nothing: Figures = { read: { records: 0, bytes: 0 }, written: { records: 0, bytes: 0 } };

function lastFigures(attempts: readonly Attempt[]): Figures {
  const { read, written } = attempts.at(-1) ?? nothing;
  return { read, written };
}

const decodeFigures: Decoder<Figures> = (value, where) => {
  const count = (name: string): number => optionalMember(value, where, name, decodeNumber) ?? 0;
  return {
    read: { records: count('recordsEmitted'), bytes: count('bytesEmitted') },
    written: { records: count('recordsCommitted'), bytes: count('bytesCommitted') },
  };
};

const decodeStream: Decoder<StreamFigures> = (value, where) =>
  withoutUndefined({
    name: member(value, where, 'streamName', decodeString),
    namespace: optionalMember(value, where, 'streamNamespace', decodeString),
    ...decodeFigures(value, where),
  });

/** Attempts have the figures of a stream one level further down. */
const decodeAttemptStream: Decoder<StreamFigures> = (value, where) =>
  withoutUndefined({
    name: member(value, where, 'streamName', decodeString),
    namespace: optionalMember(value, where, 'streamNamespace', decodeString),
    ...member(value, where, 'stats', decodeFigures),
  });

const decodeAttempt: Decoder<Attempt> = (value, where) => {
  const { attempt = value } = decodeRecord(value, where);
  const count = (name: string): number => optionalMember(attempt, where, name, decodeNumber) ?? 0;
  const total = optionalMember(attempt, where, 'totalStats', decodeFigures);
  const read = { records: count('recordsSynced'), bytes: count('bytesSynced') };
  return withoutUndefined({
    number: member(attempt, where, 'id', decodeNumber) + 1,
    status: member(attempt, where, 'status', decodeString),
    createdAt: member(attempt, where, 'createdAt', decodeNumber),
    endedAt: optionalMember(attempt, where, 'endedAt', decodeNumber),
    ...(total ?? { ...nothing, read }),
    streams: optionalMember(attempt, where, 'streamStats', listOf(decodeAttemptStream)) ?? [],
    failures: optionalMember(attempt, where, 'failureSummary', decodeFailures) ?? [],
  });
};

const decodeFailures: Decoder<readonly AttemptFailure[]> = (value, where) =>
  optionalMember(value, where, 'failures', listOf(decodeFailure)) ?? [];

/** What is meant for people, else what is meant for the server's own log. */
const decodeFailure: Decoder<AttemptFailure> = (value, where) => {
  const text = (name: string): string | undefined => optionalMember(value, where, name, decodeString);
  return withoutUndefined({
    origin: text('failureOrigin'),
    type: text('failureType'),
    message: text('externalMessage') ?? text('internalMessage'),
    stream: optionalMember(value, where, 'streamDescriptor', decodeStreamName),
  });
};

const decodeStreamName: Decoder<string> = (value, where) =>
  streamName(
    withoutUndefined({
      name: member(value, where, 'name', decodeString),
      namespace: optionalMember(value, where, 'namespace', decodeString),
    }),
  );
