import type { WireAttempt, WireFailure, WireJob } from '../../airbyte/wire.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { type JobLog, renderLog } from './job-log.ts';
import type { AttemptView, JobView } from './job-view.ts';
import { type StoredFailure, type StoredJob, toStreamName } from './stored-job.ts';
import { type Figures, type StreamFigures, sumFigures } from './stream-figures.ts';

/** A job alone, without any figures. */
export function toWireJob({ job, status, startedAtMs, updatedAtMs }: JobView): WireJob {
  return withoutUndefined({
    id: job.number,
    configType: job.type,
    configId: job.connectionId,
    enabledStreams: job.streams.map(toStreamName),
    createdAt: toSeconds(job.createdAtMs),
    updatedAt: toSeconds(updatedAtMs),
    startedAt: startedAtMs === undefined ? undefined : toSeconds(startedAtMs),
    status,
    ...targetsOf(job),
  });
}

/** A job with the sums of all its attempts: only some endpoints give them (API §1.9). */
export function toWireJobWithStats(view: JobView) {
  return {
    ...toWireJob(view),
    aggregatedStats: { ...sumFigures(view.attempts.flatMap(({ figures }) => figures)), recordsRejected: 0 },
    streamAggregatedStats: view.job.streams.map((stream, index) => ({
      ...toStreamMember(stream),
      // Every attempt has the figures of all streams, in their order.
      ...sumFigures(view.attempts.flatMap(({ figures }) => figures[index] ?? [])),
      recordsRejected: 0,
      wasBackfilled: false,
      wasResumed: view.attempts.length > 1,
    })),
  };
}

export function toWireAttempt(attempt: AttemptView): WireAttempt {
  const { startedAtMs, endedAtMs, failure } = attempt;
  const total = sumFigures(attempt.figures);
  return withoutUndefined({
    id: attempt.number,
    status: attempt.status,
    createdAt: toSeconds(startedAtMs),
    updatedAt: toSeconds(endedAtMs ?? startedAtMs),
    endedAt: endedAtMs === undefined ? undefined : toSeconds(endedAtMs),
    bytesSynced: total.bytesEmitted,
    recordsSynced: total.recordsEmitted,
    totalStats: total,
    streamStats: attempt.figures.map(toStreamStats),
    failureSummary: failure && {
      failures: [toWireFailure(failure, endedAtMs ?? startedAtMs)],
      partialSuccess: total.recordsCommitted > 0,
    },
  });
}

/** An attempt together with what it logged. */
export function toLoggedAttempt(view: JobView, attempt: AttemptView): { attempt: WireAttempt } & JobLog {
  return { attempt: toWireAttempt(attempt), ...renderLog(view, attempt) };
}

export function toWireFailure({ origin, type, message, stream }: StoredFailure, atMs: number): WireFailure {
  return withoutUndefined({
    failureOrigin: origin,
    failureType: type,
    externalMessage: message,
    internalMessage: message,
    retryable: type !== 'config_error' && type !== 'manual_cancellation',
    timestamp: toSeconds(atMs),
    streamDescriptor: stream,
  });
}

export function toSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000);
}

function targetsOf({ type, targets }: StoredJob) {
  if (type === 'reset_connection') return { resetConfig: { streamsToReset: targets } };
  return type === 'refresh' ? { refreshConfig: { streamsToRefresh: targets } } : {};
}

function toStreamStats({ stream, ...stats }: StreamFigures): { readonly stats: Figures } {
  return { ...toStreamMember(stream), stats };
}

/** Statistics name a stream in longer words than everything else. */
function toStreamMember({ name, namespace }: StreamFigures['stream']) {
  return namespace === undefined ? { streamName: name } : { streamName: name, streamNamespace: namespace };
}
