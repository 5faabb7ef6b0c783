import { inNameOrder } from '../diff/name-order.ts';
import {
  type Change,
  desiredOf,
  type PlannedActor,
  type PlannedConnection,
  type PlannedDefinition,
  type PlannedResource,
} from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import { openConfiguration } from '../model/secrets.ts';
import { streamName } from '../model/stream.ts';
import { type DefinitionCase, manifestSpecification, plannedDefinition } from '../plan/custom-definitions.ts';
import { plannedStreams } from '../plan/find-streams.ts';
import type { ActorCase } from '../plan/planned-actors.ts';
import type { ConnectionCase } from '../plan/planned-connections.ts';
import type { Precondition, SavedPlan } from '../plan/saved-plan.ts';
import { plannedRules } from '../plan/stream-rules.ts';
import type { PlannedWork } from './plan.ts';
import { changedPaths, digestOf, indexLive, type LiveIndex } from './preconditions.ts';

/** How a saved plan fits what there is now. */
export interface Comparison {
  /** In words, one for each change that does not fit. */
  readonly stale: readonly string[];
  /** Keys of changes that are already carried out. */
  readonly done: readonly ResourceKey[];
}

/** Compares a saved plan, change by change, with one that was made just now. */
export function compareWithSaved(saved: SavedPlan, work: PlannedWork): Comparison {
  const fresh = new Map(work.plan.changes.map((change) => [change.key, change]));
  const known = new Set(saved.plan.changes.map(({ key }) => key));
  const present = lookUpPresent(work);
  const verdicts = saved.plan.changes.map((change) => {
    const before = saved.preconditions[change.key] ?? 'absent';
    return { key: change.key, verdict: judge({ change, before, now: fresh.get(change.key), present }) };
  });
  const added = work.plan.changes.filter(({ key }) => !known.has(key));
  return {
    stale: [
      ...verdicts.flatMap(({ key, verdict }) => (Array.isArray(verdict) ? verdict.map((it) => `${key}: ${it}`) : [])),
      ...added.map(({ key, action }) => `${key}: needs ${withArticle(action)} that the plan does not have`),
    ],
    done: verdicts.flatMap(({ key, verdict }) => (verdict === 'done' ? [key] : [])),
  };
}

/** What there is now, on the server and in the files. */
interface Present {
  readonly ids: PlannedWork['plan']['ids'];
  readonly live: LiveIndex;
  readonly definitions: ReadonlyMap<ResourceKey, DefinitionCase>;
  readonly actors: ReadonlyMap<ResourceKey, ActorCase>;
  readonly connections: ReadonlyMap<ResourceKey, ConnectionCase>;
}

function lookUpPresent(work: PlannedWork): Present {
  return {
    ids: work.plan.ids,
    live: indexLive(work),
    definitions: new Map(work.definitions.map((definition) => [definition.desired.key, definition])),
    actors: new Map(work.actors.map((actor) => [actor.planned.key, actor])),
    connections: new Map(work.connections.map((connection) => [connection.desired.key, connection])),
  };
}

interface Case {
  /** As saved. */
  readonly change: Change;
  readonly before: Precondition;
  /** Absent: nothing has to happen any more. */
  readonly now: Change | undefined;
  readonly present: Present;
}

type Verdict = 'fits' | 'done' | readonly string[];

function judge(it: Case): Verdict {
  const files = fileReasons(it);
  if (it.now === undefined) return isCarriedOut(it) && files.length === 0 ? 'done' : orElse(files, notNeeded);
  if (isHalfReplaced(it) && files.length === 0) return 'fits';
  const reasons = [...liveReasons(it), ...files];
  if (reasons.length > 0) return reasons;
  if (it.now.action !== it.change.action) {
    return [`needs ${withArticle(it.now.action)} in place of ${withArticle(it.change.action)}`];
  }
  const others = otherFields(it.change, it.now);
  return others.length === 0 ? 'fits' : [`needs another change of ${listed(others)} than the plan has`];
}

/**
 * Same files, same live object, but not the same fields: another version of airplan, or a plan that somebody has
 * edited.
 */
function otherFields(change: Change, now: Change): readonly string[] {
  const desired = desiredOf(change);
  const unknown = unknownMember(desired);
  const pathsOf = ({ fields }: Change): Readonly<Record<string, string>> =>
    Object.fromEntries(
      fields
        .filter(({ path }) => path[0] !== unknown)
        .map(({ path, before = null, after = null }) => [path.join('.'), textOf([before, after])]),
    );
  return changedPaths(pathsOf(change), pathsOf(now));
}

/** The member of a resource that only applying told. */
function unknownMember(desired: PlannedResource | undefined): string | undefined {
  if (desired?.kind === 'connection') return desired.streams.state === 'checked-when-applied' ? 'streams' : undefined;
  return desired !== undefined && 'definition' in desired ? 'configuration' : undefined;
}

const notNeeded = 'the files do not ask for this any more';

function orElse(reasons: readonly string[], reason: string): readonly string[] {
  return reasons.length > 0 ? reasons : [reason];
}

/** A deletion has taken place when nothing is left; anything else, when nothing has to be done for the same files. */
function isCarriedOut({ change, present }: Case): boolean {
  return change.action !== 'delete' || !present.live.byId.has(change.id);
}

/** The old one is gone, and the new one did not come: what is left of a replacement is a creation. */
function isHalfReplaced({ change, now, present }: Case): boolean {
  return change.action === 'replace' && now?.action === 'create' && !present.live.byId.has(change.id);
}

function liveReasons({ change, before, present: { ids, live } }: Case): readonly string[] {
  const id = change.action === 'create' ? ids[change.key] : change.id;
  return explainLive(before, digestOf(live.byId.get(id ?? ''), live.specifications));
}

/** What happened to a live object between two looks at it, in words; empty when nothing did. */
export function explainLive(before: Precondition, now: Precondition): readonly string[] {
  const paths = changedPaths(before, now);
  if (paths.length === 0) return [];
  if (now === 'absent') return ['someone deleted it'];
  if (before === 'absent') return ['someone created it'];
  return [`someone changed ${listed(paths)} on the server`];
}

function fileReasons({ change, now, present }: Case): readonly string[] {
  const wanted = desiredOf(change);
  if (wanted === undefined) return now === undefined || now.action === 'delete' ? [] : [notNeeded];
  const desired = desiredNow(wanted, present);
  if (desired === undefined || now?.action === 'delete') return [notNeeded];
  const paths = [...changedPaths(partsOf(wanted), partsOf(desired)), ...changedSteps(change, now)];
  return paths.length === 0 ? [] : [`the files changed ${listed(paths)}`];
}

/** The same resource as the files have it now, its streams in the state in which they were planned. */
function desiredNow(wanted: PlannedResource, present: Present): PlannedResource | undefined {
  if (wanted.kind === 'definition') {
    const definition = present.definitions.get(wanted.key);
    return definition && definitionAsThen(definition, wanted);
  }
  if (wanted.kind !== 'connection') {
    const actor = present.actors.get(wanted.key);
    return actor && plannedAsThen(actor, wanted, present);
  }
  const found = present.connections.get(wanted.key);
  if (found === undefined) return undefined;
  const { key, kind, name, source, destination, settings, streams: rules } = found.desired;
  const streams: PlannedConnection['streams'] =
    wanted.streams.state === 'known'
      ? plannedStreams(found).streams
      : { state: 'checked-when-applied', rules: plannedRules(rules) };
  return { kind, key, name, source, destination, settings, streams };
}

/** A manifest that was to be published counts by its fingerprint, whether it is live by now or not. */
function definitionAsThen(definition: DefinitionCase, { manifest }: PlannedDefinition): PlannedDefinition {
  const { manifest: _open, ...planned } = plannedDefinition(definition);
  const { fingerprint } = definition;
  if (manifest === undefined || fingerprint === undefined) return planned;
  return { ...planned, manifest: { ...manifest, fingerprint } };
}

/** The connector of a saved plan may be there by now, and known better than then: it is compared by its key. */
function plannedAsThen(
  { desired, planned, definitionKey }: ActorCase,
  { definition }: PlannedActor,
  { definitions }: Present,
): PlannedActor {
  if (definition === undefined || definition !== definitionKey) return planned;
  const manifest = definitions.get(definition)?.desired.manifest;
  return {
    ...planned,
    definitionId: definition,
    definition,
    configuration: openConfiguration(
      desired.configuration,
      manifest === undefined ? {} : manifestSpecification(manifest),
    ),
  };
}

/** What follows on a change; not yet known where the streams were not. */
function changedSteps(change: Change, now: Change | undefined): readonly string[] {
  if (change.action !== 'update' || now?.action !== 'update') return [];
  const { desired } = change;
  if (desired.kind === 'connection' && desired.streams.state === 'checked-when-applied') return [];
  return textOf(change.afterwards ?? null) === textOf(now.afterwards ?? null) ? [] : ['whenStreamsChange'];
}

/** Secrets count by their label only: what they are is not in a plan. */
function partsOf(planned: PlannedResource): Readonly<Record<string, string>> {
  const { name } = planned;
  if (planned.kind === 'definition') {
    const { actorKind, image = {}, manifest } = planned;
    return texts({ name, for: actorKind, ...image, manifest: manifest?.fingerprint ?? null });
  }
  if (planned.kind !== 'connection') {
    const { definitionId, configuration } = planned;
    return texts({ name, definition: definitionId, ...under('configuration', configuration) });
  }
  const { source, destination, settings, streams } = planned;
  const known = streams.state === 'known' ? streams.selections.map((it) => [streamName(it), it] as const) : [];
  const rules = streams.state === 'known' ? {} : { streams: streams.rules };
  return texts({ name, source, destination, ...settings, ...rules, ...under('streams', Object.fromEntries(known)) });
}

function under(root: string, values: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${root}.${name}`, value]));
}

function texts(values: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [path, textOf(value)]));
}

function textOf(value: unknown): string {
  return JSON.stringify(inNameOrder(value));
}

function withArticle(action: Change['action']): string {
  return action === 'update' ? 'an update' : `a ${action}`;
}

const mostPaths = 8;

function listed(paths: readonly string[]): string {
  const rest = paths.length - mostPaths;
  return [...paths.slice(0, mostPaths), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
