import { readSpecification } from '../airbyte/definitions.ts';
import { inOrder } from '../desired/finding.ts';
import { type LiveReading, readLive } from '../live/read-live.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Locate } from '../model/issue.ts';
import type { Live, Specification } from '../model/live.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets } from '../model/secrets.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { type DefinitionCase, matchDefinitions } from '../plan/custom-definitions.ts';
import { type DefinedActor, findDefinitions } from '../plan/definitions.ts';
import { type Finding, RefusedFindingsError, toIssues } from '../plan/findings.ts';
import { connectionCases, type Matched, matchAll } from '../plan/match-all.ts';
import { setsCron, withNextRuns } from '../plan/next-runs.ts';
import { actorChange } from '../plan/planned-actors.ts';
import type { ConnectionCase } from '../plan/planned-connections.ts';
import { type LoadedFiles, loadFiles } from './load.ts';
import type { Ports } from './ports.ts';
import { type CatalogQuestion, readCatalogs } from './read-catalogs.ts';
import { fingerprintOf, readManifests } from './read-manifests.ts';
import { createSelector, type Selection } from './selection.ts';
import { openSession, type Session } from './session.ts';
import { readVersionNotes } from './version-notes.ts';

export interface PlanRequest extends Selection {
  /** The environment's name; absent: the default one. */
  readonly environment?: string;
  /** Overrides the environment's own number. */
  readonly parallelism?: number;
}

/** A plan with everything that applying it takes. */
export interface PlannedWork {
  readonly plan: Plan;
  readonly live: Live;
  /** Selected ones, with what is known of their streams. */
  readonly connections: readonly ConnectionCase[];
  readonly catalogs: ReadonlyMap<ResourceKey, DiscoveredCatalog>;
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
}

/** What planning starts from, kept for the check after applying. */
export interface PlanningBase {
  readonly session: Session;
  readonly files: LoadedFiles;
  readonly isSelected: (key: ResourceKey) => boolean;
  readonly nowMs: () => number;
}

/**
 * Reads files and server, and says what would change. Writes nothing.
 *
 * @throws {InvalidFilesError} with every finding in the files, those included that only the server can tell
 * @throws {RefusedError | RefusedFindingsError} when it is the wrong target, or a match is ambiguous
 * @throws {RequestError} when the server cannot be read
 */
export async function planWorkspace(ports: Ports, request: PlanRequest): Promise<PlannedWork> {
  return planFrom(await openPlanning(ports, request));
}

/** Loads the files and connects to the server. */
export async function openPlanning(ports: Ports, request: PlanRequest): Promise<PlanningBase> {
  const loaded = await loadFiles(ports, request.environment);
  const isSelected = createSelector(request, loaded.desired);
  const environment = withParallelism(loaded.environment, request.parallelism);
  const session = await openSession(ports, environment, loaded.locate);
  return { session, files: { ...loaded, environment }, isSelected, nowMs: ports.nowMs };
}

/** The plan as things stand now. */
export async function planFrom(base: PlanningBase): Promise<PlannedWork> {
  const { session, files } = base;
  const { desired, environment, locate } = files;
  const reading = readLive(session.client, session.workspace);
  const [{ defined, specifications, custom }, live] = await Promise.all([defineActors(base, reading), reading.live]);
  const matched = matchAll({ desired, defined, specifications, live });
  if (matched.findings.length > 0) throw new RefusedFindingsError(inOrder(toIssues(matched.findings, locate)));
  const actors = matched.actors.filter(({ desired: { key } }) => base.isSelected(key));
  const definitions = custom.filter(({ desired: { key } }) => base.isSelected(key));
  const manifests = { manifests: await readManifests(session, definitions), fingerprintOf };
  const connections = matched.connections.filter(({ desired: { key } }) => base.isSelected(key));
  const questions = catalogQuestions(connections, matched, base);
  const catalogs = await readCatalogs(session.client, questions);
  const cases = connectionCases(connections, { catalogs, matched, specifications });
  const { plan, findings: planFindings } = buildPlan({
    environment: environment.name,
    server: environment.server,
    live,
    definitions,
    manifests,
    actors,
    connections: cases,
    ids: { ...definitionIds(custom), ...matched.ids },
    unmanaged: matched.unmanaged,
    locate,
  });
  assertNone(planFindings, locate);
  const versions = await readVersionNotes(session, defined, actors);
  const told = { ...plan, notes: [...plan.notes, ...versions] };
  return { plan: await withTimes(told, base.nowMs), live, connections: cases, catalogs, specifications };
}

/** Times to come take a library that most plans can do without. */
async function withTimes(plan: Plan, nowMs: () => number): Promise<Plan> {
  if (!setsCron(plan)) return plan;
  const { nextRuns } = await import('../util/next-runs.ts');
  return withNextRuns(plan, nowMs(), nextRuns);
}

function withParallelism(environment: Environment, parallelism: number | undefined): Environment {
  return parallelism === undefined ? environment : { ...environment, parallelism };
}

interface Defined {
  readonly defined: readonly DefinedActor[];
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
  /** Custom connectors of the files. */
  readonly custom: readonly DefinitionCase[];
}

/** Finds the connectors of the files and reads their specifications, while the rest of the workspace is on its way. */
async function defineActors({ files, session }: PlanningBase, reading: LiveReading): Promise<Defined> {
  const { desired, locate } = files;
  const actors = [...desired.sources, ...desired.destinations];
  const definitions = await reading.definitions;
  const { cases: custom, findings: undecided } = matchDefinitions(desired.definitions ?? [], definitions);
  if (undecided.length > 0) throw new RefusedFindingsError(inOrder(toIssues(undecided, locate)));
  const { defined, findings } = findDefinitions(actors, definitions, custom);
  assertNone(findings, locate);
  return { defined, specifications: await readSpecifications(session, defined), custom };
}

function definitionIds(custom: readonly DefinitionCase[]): Plan['ids'] {
  return Object.fromEntries(
    custom.flatMap(({ desired: { key }, live }) => (live === undefined ? [] : [[key, live.id]])),
  );
}

async function readSpecifications(
  { client, workspace }: Session,
  defined: readonly DefinedActor[],
): Promise<ReadonlyMap<string, Specification>> {
  const kinds = new Map(defined.map(({ desired, definition }) => [definition.id, desired.kind]));
  const toCome = new Set<string>(defined.flatMap(({ definitionKey }) => definitionKey ?? []));
  const read = [...kinds].map(async ([definitionId, kind]) => {
    if (toCome.has(definitionId)) return [definitionId, unknownSpecification(definitionId)] as const;
    const specification = await readSpecification(client, kind, { definitionId, workspaceId: workspace.id });
    return [definitionId, specification] as const;
  });
  return new Map(await Promise.all(read));
}

/** Of a connector that is still to be created: nothing but a reference is known to be a secret. */
function unknownSpecification(definitionId: string): Specification {
  return { definitionId, connectionSpecification: {}, supportedDestinationSyncModes: [] };
}

function catalogQuestions(
  connections: Matched['connections'],
  { actors, ids }: Matched,
  { files: { locate }, isSelected }: PlanningBase,
): readonly CatalogQuestion[] {
  const cases = new Map(actors.map((actor) => [actor.desired.key, actor]));
  return connections.map((connection) => {
    const key = connection.desired.source;
    const source = cases.get(key);
    const sourceId = ids[key];
    return {
      desired: connection.desired,
      ...(staysWhereItIs(connection, ids) ? connection : {}),
      ...(sourceId === undefined ? {} : { sourceId }),
      about: { key, hideSecrets: (words) => hideSecrets(words, source?.planned.configuration ?? {}) },
      isSourceChanging: () => source !== undefined && isSelected(key) && isConfigured(actorChange(source, locate)),
    };
  });
}

/** A connection that moves is made anew, so that what it holds of its streams is of no use. */
function staysWhereItIs({ desired, live }: Matched['connections'][number], ids: Plan['ids']): boolean {
  return live?.sourceId === ids[desired.source] && live?.destinationId === ids[desired.destination];
}

function isConfigured(change: Change | undefined): boolean {
  return change?.fields.some(({ path }) => path[0] === 'configuration') ?? false;
}

function assertNone(findings: readonly Finding[], locate: Locate): void {
  if (findings.length > 0) throw new InvalidFilesError(inOrder(toIssues(findings, locate)));
}
