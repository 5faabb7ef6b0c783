import { compareConnection, newConnectionFields } from '../diff/compare.ts';
import { uncheckedStreams } from '../diff/stream-form.ts';
import { type Locate, originAt } from '../model/issue.ts';
import type { LiveConnection } from '../model/live.ts';
import type { Change, FieldChange, PlannedConnection, PlannedStreams } from '../model/plan.ts';
import type { DesiredConnection, ResourceKey } from '../model/resource.ts';
import { protection } from './deletions.ts';
import type { StreamAnswer, StreamQuestion } from './find-streams.ts';
import { type Finding, fileAndLine } from './findings.ts';
import { stepBehind, stepNotes } from './stream-step.ts';

/** A connection of the files, what it is now, and what is known of its source's streams. */
export interface ConnectionCase extends StreamQuestion {
  /** What was found in the catalog. Absent: it is still to be looked for. */
  readonly answer?: StreamAnswer;
}

/** What a connection refers to, seen from all resources of the files. */
export interface Ends {
  readonly ids: Readonly<Partial<Record<ResourceKey, string>>>;
  /** Keys of sources and destinations that the same plan creates or updates. */
  readonly changing: ReadonlySet<ResourceKey>;
  /** Keys of sources and destinations that the same plan replaces, by the id of the old one. */
  readonly replaced?: ReadonlyMap<string, ResourceKey>;
  /** What is live and no file names. */
  readonly unmanaged?: Unmanaged;
}

export interface Unmanaged {
  /** Names of sources and destinations by id. */
  readonly actorNames: ReadonlyMap<string, string>;
  readonly connections: readonly Pick<LiveConnection, 'name' | 'sourceId' | 'destinationId'>[];
}

/** A connection of the files in the form that is planned. */
export function plannedConnection(desired: DesiredConnection, streams: PlannedStreams): PlannedConnection {
  const { key, kind, name, source, destination, settings } = desired;
  return { kind, key, name, source, destination, settings, streams };
}

/** The change that a connection needs; undefined when it is as it should be. */
export function connectionChange(
  { desired, live, answer }: ConnectionCase,
  streams: PlannedStreams,
  { ends, locate }: { readonly ends: Ends; readonly locate: Locate },
): Change | undefined {
  const planned = plannedConnection(desired, streams);
  const { key, kind, name, source, destination } = planned;
  const dependsOn = [source, destination].filter((end) => ends.changing.has(end));
  const common = { key, kind, name, desired: planned, dependsOn, effects: [], notes: streamNotes(streams) };
  if (live === undefined) {
    return {
      action: 'create',
      ...common,
      notes: [...twinNotes(desired, ends), ...common.notes, ...(answer?.expansions ?? [])],
      place: fileAndLine(locate(desired.origin)),
      fields: newConnectionFields(planned),
    };
  }
  const moved = [...movedEnd('source', desired, live, ends), ...movedEnd('destination', desired, live, ends)];
  const fields = moved.length === 0 ? fieldsOfUpdate(planned, live) : [...moved, ...compareConnection(planned, live)];
  const step = moved.length === 0 ? stepBehind({ desired, live }, streams, fields) : undefined;
  if (fields.length === 0 && step === undefined) return undefined;
  const notes = [
    ...lostEndNotes(desired, live, ends),
    ...common.notes,
    ...listNotes(answer, fields),
    ...stepNotes(live, step),
  ];
  const whole = { ...common, notes, id: live.id, place: fileAndLine(locate(desired.origin)), fields };
  return moved.length === 0
    ? { action: 'update', ...whole, ...(step && { afterwards: step, askedFor: step.action }) }
    : { action: 'replace', ...whole, ...protection(desired.isProtected) };
}

/** Streams that are only known when applied have to be sent then: equal names may stand for other fields. */
function fieldsOfUpdate(planned: PlannedConnection, live: LiveConnection): readonly FieldChange[] {
  const fields = compareConnection(planned, live);
  const { streams } = planned;
  if (streams.state === 'known' || fields.some(({ path }) => path[0] === 'streams')) return fields;
  return [...fields, uncheckedStreams(live, streams.rules)];
}

function streamNotes(streams: PlannedStreams): readonly string[] {
  if (streams.state === 'known') {
    return streams.isProvisional ? ['streams as the connector lists them now; looked up again when applied'] : [];
  }
  return ['streams are checked when applied: their source comes first'];
}

/** What patterns stand for is of interest where the streams change; what the server adds by itself always is. */
function listNotes(answer: StreamAnswer | undefined, fields: readonly FieldChange[]): readonly string[] {
  const { expansions = [], additions = [] } = answer ?? {};
  return fields.some(({ path: [first] }) => first === 'streams') ? [...expansions, ...additions] : additions;
}

/** The server cannot move a connection to another source or destination. */
function movedEnd(
  end: 'source' | 'destination',
  desired: DesiredConnection,
  live: LiveConnection,
  { ids, replaced, unmanaged }: Ends,
): readonly FieldChange[] {
  const key = desired[end];
  const liveId = live[`${end}Id`];
  if (ids[key] === liveId) return [];
  const old = replaced?.get(liveId);
  const named = Object.entries(ids).find(([, id]) => id === liveId)?.[0] ?? unmanaged?.actorNames.get(liveId);
  const before = old === undefined ? (named ?? liveId) : `${old} (the old one)`;
  return [{ path: [end], before, after: key }];
}

/** An end that no file names and one that is to be created are mostly the same, under two names. */
function lostEndNotes(desired: DesiredConnection, live: LiveConnection, ends: Ends): readonly string[] {
  return (['source', 'destination'] as const).flatMap((end) => {
    const liveId = live[`${end}Id`];
    const name = ends.unmanaged?.actorNames.get(liveId);
    if (name === undefined || ends.replaced?.has(liveId) || ends.ids[desired[end]] !== undefined) return [];
    return [`no file names its ${end} "${name}"; ${isSameThing(desired[end])}`];
  });
}

/** Two connections over the same pair write to the same tables. */
function twinNotes(desired: DesiredConnection, { ids, unmanaged }: Ends): readonly string[] {
  const twin = unmanaged?.connections.find(
    ({ sourceId, destinationId }) => sourceId === ids[desired.source] && destinationId === ids[desired.destination],
  );
  if (twin === undefined) return [];
  return [`"${twin.name}" has the same source and destination, and no file names it; ${isSameThing(desired.key)}`];
}

function isSameThing(key: ResourceKey): string {
  return `if that is ${key} under another name, give it as "renamedFrom" in its file`;
}

/** A connection that needs something which is neither live nor part of the plan. */
export function missingEndFindings(desired: DesiredConnection, { ids, changing }: Ends): readonly Finding[] {
  return (['source', 'destination'] as const)
    .filter((end) => ids[desired[end]] === undefined && !changing.has(desired[end]))
    .map((end) => ({
      rule: 'unselected-dependency',
      message: `${desired.key} needs ${desired[end]}, which is not on the server and not selected`,
      origin: originAt(desired.origin, end),
      hint: `--select +${desired.key} selects what it needs as well`,
    }));
}
