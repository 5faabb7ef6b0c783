import { type JobStream, type ScriptedAttempt, type StreamName, toStreamName } from './stored-job.ts';

/** What was moved: read from the source, and safely with the destination. */
export interface Figures {
  readonly recordsEmitted: number;
  readonly bytesEmitted: number;
  readonly recordsCommitted: number;
  readonly bytesCommitted: number;
}

export interface StreamFigures extends Figures {
  readonly stream: StreamName;
}

/** Destinations take records in batches: so many in one attempt. */
const batches = 4;

/** What an attempt has moved of each stream; streams come one after the other, in the order of the catalog. */
export function streamFigures(
  streams: readonly JobStream[],
  attempt: ScriptedAttempt,
  atMs: number,
): readonly StreamFigures[] {
  const { fromShare, emittedShare, committedShare } = attempt;
  const progress = progressOf(attempt, atMs);
  const emitted = fromShare + (emittedShare - fromShare) * progress;
  const committed = fromShare + (committedShare - fromShare) * (Math.floor(progress * batches) / batches);
  return streams.map((stream, index) => {
    const moved = (amount: number, share: number): number =>
      partOf(amount, share, index, streams.length) - partOf(amount, fromShare, index, streams.length);
    return {
      stream: toStreamName(stream),
      recordsEmitted: moved(stream.records, emitted),
      bytesEmitted: moved(stream.bytes, emitted),
      recordsCommitted: moved(stream.records, committed),
      bytesCommitted: moved(stream.bytes, committed),
    };
  });
}

/** The figures of streams or attempts, summed up. */
export function sumFigures(all: readonly Figures[]): Figures {
  const sum = (name: keyof Figures): number => all.reduce((total, figures) => total + figures[name], 0);
  return {
    recordsEmitted: sum('recordsEmitted'),
    bytesEmitted: sum('bytesEmitted'),
    recordsCommitted: sum('recordsCommitted'),
    bytesCommitted: sum('bytesCommitted'),
  };
}

function progressOf({ startsAtMs, endsAtMs }: ScriptedAttempt, atMs: number): number {
  return atMs >= endsAtMs ? 1 : Math.max(0, (atMs - startsAtMs) / (endsAtMs - startsAtMs));
}

/** How much of the stream at `index` is moved when `share` of the whole job is. */
function partOf(amount: number, share: number, index: number, count: number): number {
  return Math.floor(amount * Math.min(1, Math.max(0, share * count - index)));
}
