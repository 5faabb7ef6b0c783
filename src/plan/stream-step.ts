import { fieldChanges } from '../diff/field-changes.ts';
import { memberPairs } from '../diff/stream-form.ts';
import type { LiveConnection, LiveStream } from '../model/live.ts';
import type { FieldChange, PlannedStreams, StreamStep } from '../model/plan.ts';
import type { DesiredConnection } from '../model/resource.ts';
import { type StreamSelection, streamId, streamName } from '../model/stream.ts';
import { sortedBy } from '../util/sort.ts';

/**
 * What the file of a connection asks for behind a change of its streams: of those that stay and are read or written in
 * another way, and of those for which an earlier apply could not ask any more.
 *
 * @returns undefined when nothing is asked for; without streams when only applying will tell which they are
 */
export function stepBehind(
  { desired, live }: { readonly desired: DesiredConnection; readonly live: LiveConnection },
  planned: PlannedStreams,
  fields: readonly FieldChange[],
): StreamStep | undefined {
  const { whenStreamsChange: action = 'none' } = desired;
  if (action === 'none') return undefined;
  if (planned.state !== 'known') {
    return fields.some(({ path }) => path[0] === 'streams') ? { action, streams: [] } : undefined;
  }
  const suspects = suspectsAmong(planned.selections, live, fields);
  const streams = isNamedApart(planned.selections, live) ? namesOf(suspects) : changedStreams(live.streams, suspects);
  return streams.length === 0 ? undefined : { action, streams };
}

/** Streams that stay and have a changed member, as far as a name tells, and those that wait for a step. */
function suspectsAmong(
  selections: readonly StreamSelection[],
  { streams }: LiveConnection,
  fields: readonly FieldChange[],
): readonly StreamSelection[] {
  const named = new Set(
    fields.flatMap(({ path }) => (path[0] === 'streams' && path.length > 2 ? (path[1] ?? []) : [])),
  );
  const waiting = new Map(streams.map((stream) => [streamId(stream.description), isPending(stream)]));
  return selections.filter((one) => {
    const isWaiting = waiting.get(streamId(one));
    return isWaiting === true || (isWaiting === false && named.has(streamName(one)));
  });
}

/** False when two streams read alike, so that a path of a field does not tell which of them changes. */
function isNamedApart(selections: readonly StreamSelection[], { streams }: LiveConnection): boolean {
  const all = [...selections, ...streams.map(({ description }) => description)];
  return new Set(all.map(streamName)).size === new Set(all.map(streamId)).size;
}

/** Which streams of a live connection are read or written in another way by these selections, or wait for a step. */
export function changedStreams(
  live: readonly LiveStream[],
  selections: readonly StreamSelection[],
): StreamStep['streams'] {
  const liveById = new Map(live.map((stream) => [streamId(stream.description), stream]));
  const changed = selections.filter((selection) => {
    const stream = liveById.get(streamId(selection));
    return stream !== undefined && (isPending(stream) || isChanged(stream, selection));
  });
  return namesOf(changed);
}

function namesOf(selections: readonly StreamSelection[]): StreamStep['streams'] {
  return sortedBy(selections, streamName).map(({ name, namespace }) =>
    namespace === undefined ? { name } : { name, namespace },
  );
}

/** What a reader should know of a step that is left over from an earlier apply. */
export function stepNotes({ streams }: LiveConnection, step: StreamStep | undefined): readonly string[] {
  const isLeftOver = step !== undefined && streams.some(isPending);
  return isLeftOver ? [`an earlier apply changed streams, but could not ask for the ${step.action} behind it`] : [];
}

function isPending({ isStepPending }: LiveStream): boolean {
  return isStepPending === true;
}

function isChanged(stream: LiveStream, selection: StreamSelection): boolean {
  return fieldChanges(memberPairs(selection, stream)).length > 0;
}
