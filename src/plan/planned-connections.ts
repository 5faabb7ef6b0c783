import { compareConnection, newConnectionFields } from '../diff/compare.ts';
import { uncheckedStreams } from '../diff/connection-form.ts';
import { type Locate, originAt } from '../model/issue.ts';
import type { LiveConnection } from '../model/live.ts';
import type { Change, FieldChange, PlannedConnection, PlannedStreams } from '../model/plan.ts';
import type { DesiredConnection, ResourceKey } from '../model/resource.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';
import { streamId } from '../model/stream.ts';
import { checkStream } from './check-streams.ts';
import { protection } from './deletions.ts';
import { type Finding, fileAndLine } from './findings.ts';
import { expandRules, plannedRules } from './stream-rules.ts';

/** A connection of the files, what it is now, and what is known of its source's streams. */
export interface ConnectionCase {
  readonly desired: DesiredConnection;
  readonly live?: LiveConnection;
  /** Absent: its source has to be created or changed first, so that the streams are checked when applied. */
  readonly catalog?: DiscoveredCatalog;
  /** What the destination's specification lists; empty means that it does not say. */
  readonly destinationSyncModes: readonly string[];
}

/** What a connection refers to, seen from all resources of the files. */
export interface Ends {
  readonly ids: Readonly<Partial<Record<ResourceKey, string>>>;
  /** Keys of sources and destinations that the same plan creates or updates. */
  readonly changing: ReadonlySet<ResourceKey>;
  /** Keys of sources and destinations that the same plan replaces, by the id of the old one. */
  readonly replaced?: ReadonlyMap<string, ResourceKey>;
}

/** Finds and checks the streams of a connection. */
export function plannedStreams(connection: ConnectionCase): {
  readonly streams: PlannedStreams;
  readonly findings: readonly Finding[];
} {
  const { desired, live, catalog, destinationSyncModes } = connection;
  if (catalog === undefined) {
    return { streams: { state: 'checked-when-applied', rules: plannedRules(desired.streams) }, findings: [] };
  }
  const { found, findings } = expandRules(desired.streams, catalog.streams);
  const liveStreams = new Map(live?.streams.map((stream) => [streamId(stream.description), stream]));
  const checks = found.flatMap((stream) => {
    const liveStream = liveStreams.get(streamId(stream.description));
    const knowsAllFields = stream.description !== liveStream?.description || !liveStream.selection.selectedFields;
    return checkStream(stream, { destinationSyncModes, live: liveStream, knowsAllFields });
  });
  return {
    streams: { state: 'known', selections: found.map(({ selection }) => selection) },
    findings: [...findings, ...checks].map((finding) => ({
      ...finding,
      message: `${desired.key}: ${finding.message}`,
    })),
  };
}

/** The change that a connection needs; undefined when it is as it should be. */
export function connectionChange(
  { desired, live }: ConnectionCase,
  streams: PlannedStreams,
  { ends, locate }: { readonly ends: Ends; readonly locate: Locate },
): Change | undefined {
  const { key, kind, name, source, destination, settings } = desired;
  const planned: PlannedConnection = { kind, key, name, source, destination, settings, streams };
  const dependsOn = [source, destination].filter((end) => ends.changing.has(end));
  const common = { key, kind, name, desired: planned, dependsOn, effects: [], notes: streamNotes(streams) };
  if (live === undefined) {
    return {
      action: 'create',
      ...common,
      place: fileAndLine(locate(desired.origin)),
      fields: newConnectionFields(planned),
    };
  }
  const moved = [...movedEnd('source', desired, live, ends), ...movedEnd('destination', desired, live, ends)];
  const fields = moved.length === 0 ? fieldsOfUpdate(planned, live) : [...moved, ...compareConnection(planned, live)];
  if (fields.length === 0) return undefined;
  const whole = { ...common, id: live.id, place: fileAndLine(locate(desired.origin)), fields };
  if (moved.length === 0) return { action: 'update', ...whole };
  return {
    action: 'replace',
    ...whole,
    notes: [replaceNote(live), ...common.notes],
    ...protection(desired.isProtected),
  };
}

/** Streams that are only known when applied have to be sent then: equal names may stand for other fields. */
function fieldsOfUpdate(planned: PlannedConnection, live: LiveConnection): readonly FieldChange[] {
  const fields = compareConnection(planned, live);
  const { streams } = planned;
  if (streams.state === 'known' || fields.some(({ path }) => path[0] === 'streams')) return fields;
  return [...fields, uncheckedStreams(live, streams.rules)];
}

function replaceNote({ streams }: LiveConnection): string {
  const lost = streams.length === 1 ? '1 stream' : `${streams.length} streams`;
  return `loses the state of ${lost}: every stream is read again from the start`;
}

function streamNotes(streams: PlannedStreams): readonly string[] {
  return streams.state === 'known' ? [] : ['streams are checked when applied: their source comes first'];
}

/** The server cannot move a connection to another source or destination. */
function movedEnd(
  end: 'source' | 'destination',
  desired: DesiredConnection,
  live: LiveConnection,
  { ids, replaced }: Ends,
): readonly FieldChange[] {
  const key = desired[end];
  const liveId = live[`${end}Id`];
  if (ids[key] === liveId) return [];
  const old = replaced?.get(liveId);
  const before =
    old === undefined ? (Object.entries(ids).find(([, id]) => id === liveId)?.[0] ?? liveId) : `${old} (the old one)`;
  return [{ path: [end], before, after: key }];
}

/** A connection that needs something which is neither live nor part of the plan. */
export function missingEndFindings(desired: DesiredConnection, { ids, changing }: Ends): readonly Finding[] {
  return (['source', 'destination'] as const)
    .filter((end) => ids[desired[end]] === undefined && !changing.has(desired[end]))
    .map((end) => ({
      rule: 'unselected-dependency',
      message: `${desired.key} needs ${desired[end]}, which is not on the server and not selected`,
      origin: originAt(desired.origin, end),
      hint: `add --select ${desired[end]}`,
    }));
}
