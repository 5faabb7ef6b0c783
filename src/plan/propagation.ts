import { matchesPattern } from '../diff/stream-patterns.ts';
import type { LiveConnection, LiveStream } from '../model/live.ts';
import type { DesiredConnection } from '../model/resource.ts';
import { type FieldPath, type StreamRule, type StreamSelection, streamId, streamName } from '../model/stream.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import type { FoundStream } from './stream-rules.ts';

/*
 * Under `propagate_columns` and `propagate_fully` the server adds fields, and streams, to a connection by itself (API
 * §2.10). It does not say which; what is there, is as the server would have added it, and is not excluded by name,
 * counts as its work and stays.
 */

/** Selections that leave alone what the server has added by itself, and notes that say so. */
export function withPropagated(
  found: readonly FoundStream[],
  desired: DesiredConnection,
  live: LiveConnection | undefined,
): { readonly selections: readonly StreamSelection[]; readonly notes: readonly string[] } {
  const preference = live && preferenceOf(desired, live);
  if (live === undefined || preference === undefined) {
    return { selections: found.map(({ selection }) => selection), notes: [] };
  }
  const liveStreams = new Map(live.streams.map((stream) => [streamId(stream.description), stream]));
  const widened = found.map((stream) => withAddedFields(stream, liveStreams.get(streamId(stream.description))));
  const foundIds = new Set(found.map(({ description }) => streamId(description)));
  const others = preference === 'propagate_fully' ? live.streams.filter((it) => !foundIds.has(idOf(it))) : [];
  const added = others.filter((stream) => isAsAdded(stream) && !isExcepted(stream, desired.streams));
  const selections = [...widened.map(({ selection }) => selection), ...added.map(keptSelection)];
  return {
    selections: sortedBy(selections, (selection) => `${streamName(selection)}\n${streamId(selection)}`),
    notes: [...widened.flatMap(({ note }) => note ?? []), ...streamsNote(added)].map(
      (note) => `${note} (${preference})`,
    ),
  };
}

/** What the server does now, unless the file tells it to stop. */
function preferenceOf(desired: DesiredConnection, live: LiveConnection): string | undefined {
  const { nonBreakingChangesPreference: now } = live.settings;
  const { nonBreakingChangesPreference: wanted = now } = desired.settings;
  return now === wanted && (now === 'propagate_columns' || now === 'propagate_fully') ? now : undefined;
}

interface Widened {
  readonly selection: StreamSelection;
  readonly note?: string;
}

/** Fields that the live selection has on top, and that the file does not exclude by name. */
function withAddedFields({ rule, selection }: FoundStream, live: LiveStream | undefined): Widened {
  const { selectedFields } = selection;
  const liveFields = live?.selection.selectedFields;
  if (selectedFields === undefined || liveFields === undefined) return { selection };
  const known = new Set([...selectedFields, ...excludedFields(rule)]);
  const added = liveFields.filter((name) => !known.has(name));
  if (added.length === 0) return { selection };
  const fields = added.length === 1 ? `field ${added[0]}` : `fields ${added.join(', ')}`;
  return {
    selection: { ...selection, selectedFields: [...selectedFields, ...added].sort(compareText) },
    note: `stream ${streamName(selection)} keeps ${fields}, which the server adds by itself unless "fields" excludes it`,
  };
}

function excludedFields({ fields }: StreamRule): readonly string[] {
  return fields === undefined || fields === 'all' ? [] : (fields.exclude ?? []);
}

/** True for the settings that the server gives to a stream which it adds (API §3.3). */
function isAsAdded({ selection, description }: LiveStream): boolean {
  const { syncMode, destinationSyncMode, cursorField = [], primaryKey = [], selectedFields, mappers = [] } = selection;
  const { defaultCursorField, sourceDefinedPrimaryKey } = description;
  return (
    `${syncMode}/${destinationSyncMode}` === proposedModes(description) &&
    isNoneOr(cursorField, defaultCursorField) &&
    isNoneOr(sorted(primaryKey), sorted(sourceDefinedPrimaryKey)) &&
    selectedFields === undefined &&
    mappers.length === 0
  );
}

function proposedModes({
  isCursorSourceDefined,
  sourceDefinedPrimaryKey,
  supportedSyncModes,
}: LiveStream['description']): string {
  if (!isCursorSourceDefined) return 'full_refresh/overwrite';
  if (sourceDefinedPrimaryKey.length > 0) return 'incremental/append_dedup';
  return supportedSyncModes.includes('full_refresh') ? 'full_refresh/overwrite' : 'incremental/append';
}

function isNoneOr(value: readonly unknown[], proposed: readonly unknown[]): boolean {
  return value.length === 0 || JSON.stringify(value) === JSON.stringify(proposed);
}

function sorted(key: readonly FieldPath[]): readonly FieldPath[] {
  return sortedBy(key, (path) => JSON.stringify(path));
}

function isExcepted({ description }: LiveStream, rules: readonly StreamRule[]): boolean {
  return rules.some(({ except = [] }) => except.some((pattern) => matchesPattern(pattern, description)));
}

/** Nothing but what tells it apart and how it runs: the rest goes back as it is. */
function keptSelection({ selection }: LiveStream): StreamSelection {
  const { name, namespace, syncMode, destinationSyncMode } = selection;
  return { name, ...(namespace === undefined ? {} : { namespace }), syncMode, destinationSyncMode };
}

function idOf({ description }: LiveStream): string {
  return streamId(description);
}

function streamsNote(added: readonly LiveStream[]): readonly string[] {
  if (added.length === 0) return [];
  const names = added.slice(0, 5).map(({ description }) => streamName(description));
  const more = added.length > 5 ? ` and ${added.length - 5} more` : '';
  const [subject, verb] = added.length === 1 ? ['stream', 'stays'] : ['streams', 'stay'];
  return [
    `${subject} ${names.join(', ')}${more} ${verb}: the server adds streams by itself unless "except" names them`,
  ];
}
