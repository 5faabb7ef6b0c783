import { readSpecification } from '../airbyte/definitions.ts';
import type { DraftSource } from '../airbyte/discovery.ts';
import { readServerVersion } from '../airbyte/server-version.ts';
import { inOrder } from '../desired/finding.ts';
import { type LiveReading, readLive } from '../live/read-live.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue, Locate } from '../model/issue.ts';
import type { Live, Specification } from '../model/live.ts';
import type { Change, Plan } from '../model/plan.ts';
import { type ResourceKey, resourceKey } from '../model/resource.ts';
import { hideSecrets, revealed } from '../model/secrets.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';
import { buildPlan } from '../plan/build-plan.ts';
import {
  type DefinitionCase,
  matchDefinitions,
  plannedSpecifications,
  unknownVersion,
} from '../plan/custom-definitions.ts';
import { type DefinedActor, findDefinitions } from '../plan/definitions.ts';
import { type Finding, RefusedFindingsError, toIssues } from '../plan/findings.ts';
import { mapperSupportFindings, usesMappers } from '../plan/mapper-support.ts';
import { connectionCases, type Matched, matchAll } from '../plan/match-all.ts';
import { withNextRuns } from '../plan/next-runs.ts';
import { type ActorCase, actorChange } from '../plan/planned-actors.ts';
import type { ConnectionCase } from '../plan/planned-connections.ts';
import { assertConfigurations } from './check-live.ts';
import { type LoadedFiles, loadFiles } from './load.ts';
import type { Ports } from './ports.ts';
import { type CatalogQuestion, readCatalogs } from './read-catalogs.ts';
import { withManifests } from './read-manifests.ts';
import { createRotation, createSelector, type Selection } from './selection.ts';
import { openSession, type Session } from './session.ts';
import { refreshFindings, withSizes } from './stream-steps.ts';
import { readVersionNotes } from './version-notes.ts';
import { assertNotAnotherWorkspace } from './wrong-workspace.ts';

export interface PlanRequest extends Selection {
  /** The environment's name; absent: the default one. */
  readonly environment?: string;
  /** Whether to run the connectors of all sources, instead of asking as little as possible. */
  readonly discover?: boolean;
  /** Whether to make do with what is known of streams: for what looks often, and only looks. */
  readonly runsNoConnector?: boolean;
  /** Overrides the environment's own number. */
  readonly parallelism?: number;
  /** Whether the plan is to say what looks different and is not. */
  readonly explain?: boolean;
  /** Sources and destinations whose secrets are sent though nothing else changed: globs like those of `select`. */
  readonly rotateSecrets?: readonly string[];
  /** Deletes the selected live objects that no file names. */
  readonly prune?: boolean;
  /** Lists live objects that no file names. */
  readonly showUnmanaged?: boolean;
  /** A commit, branch or tag: what the files said there tells the cause of each change, and protects as it did. */
  readonly base?: string;
}

/** A plan with everything that applying it takes. */
export interface PlannedWork {
  readonly plan: Plan;
  readonly live: Live;
  /** Selected ones, with what is known of their manifests. */
  readonly definitions: readonly DefinitionCase[];
  /** Selected ones. */
  readonly actors: readonly ActorCase[];
  /** Selected ones, with what is known of their streams. */
  readonly connections: readonly ConnectionCase[];
  readonly catalogs: ReadonlyMap<ResourceKey, DiscoveredCatalog>;
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
  /** What is odd in the files, and no reason to stop. */
  readonly warnings: readonly Issue[];
}

/** What planning starts from, kept for the check after applying. */
export interface PlanningBase {
  readonly session: Session;
  readonly files: LoadedFiles;
  readonly isSelected: (key: ResourceKey) => boolean;
  /** As asked for; what is only for the first plan of a run is in members of its own. */
  readonly request: Pick<PlanRequest, 'explain' | 'prune' | 'showUnmanaged' | 'base'>;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly discovers: boolean;
  readonly runsNoConnector: boolean;
  /** True for what is to get its secrets again. */
  readonly isRotated: (key: ResourceKey) => boolean;
}

/** Loads the files and connects to the server. */
export async function openPlanning(ports: Ports, request: PlanRequest): Promise<PlanningBase> {
  const loaded = await loadFiles(ports, request.environment);
  const isSelected = createSelector(request, loaded.desired);
  const isRotated = createRotation(request.rotateSecrets, loaded.desired);
  const environment = withParallelism(loaded.environment, request.parallelism);
  const session = await openSession(ports, environment, loaded.locate);
  const { discover: discovers = false, runsNoConnector = false } = request;
  const files = { ...loaded, environment };
  return { session, files, isSelected, isRotated, request, discovers, runsNoConnector, nowMs: ports.nowMs };
}

/** The plan as things stand now. */
export async function planFrom(base: PlanningBase): Promise<PlannedWork> {
  const { session, files } = base;
  const { desired, environment, locate } = files;
  const reading = readLive(session.client, session.workspace);
  const [connectors, live] = await Promise.all([defineActors(base, reading), reading.live]);
  const { defined, specifications, custom } = connectors;
  const selected = defined.filter(({ desired: { key, removal } }) => removal === undefined && base.isSelected(key));
  const warnings = [...files.issues, ...assertConfigurations(files, selected, withoutUnknown(connectors))];
  const matched = matchAll({ desired, defined, specifications, live });
  assertNotAnotherWorkspace(desired, matched, { environment, workspace: live.workspace });
  if (matched.findings.length > 0) throw new RefusedFindingsError(inOrder(toIssues(matched.findings, locate)));
  const actors = matched.actors
    .filter(({ desired: { key } }) => base.isSelected(key))
    .map((actor) => (base.isRotated(actor.desired.key) ? { ...actor, isRotated: true } : actor));
  const definitions = custom.filter(({ desired: { key } }) => base.isSelected(key));
  const connections = matched.connections.filter(({ desired: { key } }) => base.isSelected(key));
  const staying = connections.filter(({ desired: { removal } }) => removal === undefined);
  const open = connectionCases(connections, matched, specifications).map((connection) => ({
    ...connection,
    isMoving: isMoving(connection, matched.ids),
  }));
  assertNone(await mapperFindings(staying, base), locate);
  const asked = open.filter(({ desired: { removal } }) => removal === undefined);
  const questions = catalogQuestions(asked, { matched, specifications }, base);
  const { catalogs: found, notes } = await readCatalogs(session.client, questions, base);
  const cases = open.map((connection) => ({ ...connection, ...found.get(connection.desired.key) }));
  const built = buildPlan({
    environment: environment.name,
    server: environment.server,
    live,
    definitions,
    actors,
    connections: cases,
    ids: { ...definitionIds(custom), ...matched.ids },
    unmanaged: matched.unmanaged,
    notes,
    isPruned: ({ kind, id }) => base.request.prune === true && base.isSelected(resourceKey(kind, id)),
    showsUnmanaged: base.request.showUnmanaged === true,
    locate,
    explain: base.request.explain,
  });
  const { plan, findings, refusals } = built;
  assertNone([...findings, ...(await refreshFindings(session.client, plan, desired.connections))], locate);
  if (refusals.length > 0) throw new RefusedFindingsError(inOrder(refusals));
  const catalogs = new Map([...found].map(([key, { catalog }]) => [key, catalog]));
  const versions = await readVersionNotes(session, withPlannedTags(defined, definitions), actors);
  const told = withNextRuns(await withSizes(session.client, plan), base.nowMs());
  const whole = { ...told, notes: [...selectionNotes(base), ...told.notes, ...versions] };
  return { plan: whole, live, definitions, actors, connections: cases, catalogs, specifications, warnings };
}

/** A plan of a part says so: that there is nothing to do is not said of the rest. */
function selectionNotes({ files: { desired }, isSelected }: PlanningBase): readonly string[] {
  const all = [...(desired.definitions ?? []), ...desired.sources, ...desired.destinations, ...desired.connections];
  const selected = all.filter(({ key }) => isSelected(key)).length;
  return selected === all.length ? [] : [`selected: ${selected} of ${all.length} resources of the files`];
}

function withParallelism(environment: Environment, parallelism: number | undefined): Environment {
  return parallelism === undefined ? environment : { ...environment, parallelism };
}

interface Connectors {
  readonly defined: readonly DefinedActor[];
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
  /** Custom connectors of the files; selected ones with what is known of their manifests. */
  readonly custom: readonly DefinitionCase[];
  /** Ids of connectors that will run another version than the one whose specification is known. */
  readonly unknown: ReadonlySet<string>;
}

/** Finds the connectors of the files and reads their specifications, while the rest of the workspace is on its way. */
export async function defineActors(
  { files, session, isSelected }: Pick<PlanningBase, 'files' | 'session' | 'isSelected'>,
  reading: LiveReading,
): Promise<Connectors> {
  const { desired, locate } = files;
  const actors = [...desired.sources, ...desired.destinations];
  const definitions = await reading.definitions;
  const { cases, findings: undecided } = matchDefinitions(desired.definitions ?? [], definitions);
  if (undecided.length > 0) throw new RefusedFindingsError(inOrder(toIssues(undecided, locate)));
  const custom = await withManifests(session, cases, isSelected);
  const { defined, findings } = findDefinitions(actors, definitions, custom);
  assertNone(findings, locate);
  const planned = plannedSpecifications(custom);
  return {
    defined,
    specifications: new Map([...(await readSpecifications(session, defined, planned)), ...planned]),
    custom,
    unknown: new Set(custom.filter(({ desired: { key } }) => isSelected(key)).flatMap(unknownVersion)),
  };
}

/** Without those that say nothing of how a configuration has to look once the plan is applied. */
function withoutUnknown({ specifications, unknown }: Connectors): Connectors['specifications'] {
  return new Map([...specifications].filter(([id]) => !unknown.has(id)));
}

/** The versions of connectors that will run once the plan is applied. */
function withPlannedTags(
  defined: readonly DefinedActor[],
  definitions: readonly DefinitionCase[],
): readonly DefinedActor[] {
  const tags = new Map(definitions.map(({ desired: { key, image } }) => [key, image?.dockerImageTag]));
  return defined.map((actor) => {
    const dockerImageTag =
      tags.get(actor.definitionKey ?? resourceKey('definition', '')) ?? actor.definition.dockerImageTag;
    return { ...actor, definition: { ...actor.definition, dockerImageTag } };
  });
}

/** Where each custom connector of the files is live. */
export function definitionIds(custom: readonly DefinitionCase[]): Plan['ids'] {
  return Object.fromEntries(
    custom.flatMap(({ desired: { key }, live }) => (live === undefined ? [] : [[key, live.id]])),
  );
}

/** The specifications of these connectors, by definition id. */
export async function readSpecifications(
  { client, workspace }: Session,
  defined: readonly DefinedActor[],
  known: ReadonlyMap<string, Specification> = new Map(),
): Promise<ReadonlyMap<string, Specification>> {
  const kinds = new Map(
    defined
      .filter(({ definition }) => !known.has(definition.id))
      .map(({ desired, definition }) => [definition.id, desired.kind]),
  );
  const read = [...kinds].map(async ([definitionId, kind]) => {
    const specification = await readSpecification(client, kind, { definitionId, workspaceId: workspace.id });
    return [definitionId, specification] as const;
  });
  return new Map(await Promise.all(read));
}

/** Only files with mappers need to know which server it is. */
async function mapperFindings(
  connections: Matched['connections'],
  { session: { client } }: PlanningBase,
): Promise<readonly Finding[]> {
  const mapping = connections.map(({ desired }) => desired).filter(usesMappers);
  return mapping.length === 0 ? [] : mapperSupportFindings(mapping, await readServerVersion(client));
}

/** What was read and matched. */
interface Known {
  readonly matched: Matched;
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
}

function catalogQuestions(
  connections: readonly ConnectionCase[],
  { matched: { actors, ids }, specifications }: Known,
  { files: { locate }, isSelected, session: { workspace } }: PlanningBase,
): readonly CatalogQuestion[] {
  const draftOf = (source: ActorCase): DraftSource => {
    const { definitionId, configuration } = source.planned;
    const { connectionSpecification = {} } = specifications.get(definitionId) ?? {};
    return { definitionId, workspaceId: workspace.id, configuration: revealed(configuration, connectionSpecification) };
  };
  const cases = new Map(actors.map((actor) => [actor.desired.key, actor]));
  return connections.map((connection) => {
    const key = connection.desired.source;
    const source = cases.get(key);
    const sourceId = ids[key];
    return {
      ...connection,
      ...(sourceId === undefined ? {} : { sourceId }),
      about: { key, hideSecrets: (words) => hideSecrets(words, source?.planned.configuration ?? {}) },
      draft: () =>
        source && isAskable(source) && isSelected(key) && isConfigured(actorChange(source, locate))
          ? draftOf(source)
          : undefined,
    };
  });
}

/** A connector that is still to be created answers nobody. */
function isAskable({ planned }: ActorCase): boolean {
  return planned.definition === undefined;
}

/** True when a connection is to have another source or destination than it has. */
export function isMoving({ desired, live }: ConnectionCase, ids: Plan['ids']): boolean {
  if (live === undefined) return false;
  return live.sourceId !== ids[desired.source] || live.destinationId !== ids[desired.destination];
}

function isConfigured(change: Change | undefined): boolean {
  return change?.action === 'create' || (change?.fields.some(({ path }) => path[0] === 'configuration') ?? false);
}

function assertNone(findings: readonly Finding[], locate: Locate): void {
  if (findings.length > 0) throw new InvalidFilesError(inOrder(toIssues(findings, locate)));
}
