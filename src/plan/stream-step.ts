import { streamForms } from '../diff/connection-form.ts';
import { fieldChanges } from '../diff/field-changes.ts';
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
  const named = new Set(
    fields.flatMap(({ path }) => (path[0] === 'streams' && path.length > 2 ? (path[1] ?? []) : [])),
  );
  const pending = new Set(live.streams.filter(isPending).map(({ description }) => streamId(description)));
  const suspects = planned.selections.filter((one) => named.has(streamName(one)) || pending.has(streamId(one)));
  const streams = changedStreams(live.streams, suspects);
  return streams.length === 0 ? undefined : { action, streams };
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
  return sortedBy(changed, streamName).map(({ name, namespace }) =>
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
  const forms = streamForms([stream], [selection]);
  return fieldChanges(forms.live, forms.desired).length > 0;
}
