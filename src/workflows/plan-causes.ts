import type { ProjectFiles } from '../desired/files.ts';
import { InvalidFlagsError } from '../errors.ts';
import type { Plan, PlanBase } from '../model/plan.ts';
import type { Desired, DesiredResource } from '../model/resource.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { catalogOf } from '../plan/catalog-need.ts';
import { type BaseFiles, distanceOf, type FilesPlan, noFiles, stricterLimits, withCauses } from '../plan/causes.ts';
import { type DefinitionCase, matchDefinitions, plannedSpecifications } from '../plan/custom-definitions.ts';
import { findDefinitions } from '../plan/definitions.ts';
import { connectionCases, matchAll } from '../plan/match-all.ts';
import type { ConnectionCase } from '../plan/planned-connections.ts';
import type { ProjectHistory } from './history.ts';
import {
  definitionIds,
  isMoving,
  openPlanning,
  type PlannedWork,
  type PlanningBase,
  type PlanRequest,
  planFrom,
  readSpecifications,
} from './plan.ts';
import type { Ports } from './ports.ts';
import { type ReadCommit, readCommit } from './read-base.ts';
import { fingerprintOf } from './read-manifests.ts';

/** How many commits before the base are looked at for what was applied last. */
const mostCommits = 20;

/** A commit that a plan is compared with. */
interface BaseCommit extends Pick<PlanBase, 'ref' | 'commit'> {
  readonly history: ProjectHistory;
}

/**
 * Reads files and server, and says what would change. Writes nothing.
 *
 * @throws {InvalidFilesError} with every finding in the files, those included that only the server can tell
 * @throws {InvalidFlagsError} for a base that there is not
 * @throws {RefusedError | RefusedFindingsError} when it is the wrong target, or a match is ambiguous
 * @throws {RequestError} when the server cannot be read
 */
export async function planWorkspace(ports: Ports, request: PlanRequest): Promise<PlannedWork> {
  return (await openAndPlan(ports, request)).work;
}

/** The same, with what planning again starts from. */
export async function openAndPlan(
  ports: Ports,
  request: PlanRequest,
): Promise<{ readonly base: PlanningBase; readonly work: PlannedWork }> {
  // Asked before the server is: a slip of the pen in a name should not take long.
  const commit = await findBase(ports, request);
  const planning = await openPlanning(ports, request);
  const work = await planFrom(planning);
  if (commit === undefined) return { base: planning, work };
  return { base: planning, work: { ...work, plan: await withCausesSince(commit, { ports, planning, work }) } };
}

async function findBase({ history }: Ports, { base: ref }: PlanRequest): Promise<BaseCommit | undefined> {
  if (ref === undefined) return undefined;
  if (history === undefined) throw new InvalidFlagsError('--base needs a project in a git repository');
  return { ref, commit: await history.commitOf(ref), history };
}

interface Comparing {
  readonly ports: Ports;
  readonly planning: PlanningBase;
  readonly work: PlannedWork;
}

async function withCausesSince(commit: BaseCommit, comparing: Comparing): Promise<Plan> {
  const { base, notes } = await readBase(commit, comparing);
  const { plan } = comparing.work;
  const first = withNotes(withCauses(plan, base), notes);
  if ((first.base?.counts.drift ?? 0) === 0) return first;
  const applied = await appliedLast(commit, base.files, comparing);
  const cutOff = (await commit.history.isCutOff()) ? [cutOffNote] : [];
  return withNotes(applied === undefined ? first : withNotes(withCauses(plan, { ...base, applied }), notes), cutOff);
}

const cutOffNote = 'this clone has only the last commits: what an earlier one was to change may be shown as drift';

function withNotes(plan: Plan, notes: readonly string[]): Plan {
  return { ...plan, notes: [...plan.notes, ...notes] };
}

interface ReadBase {
  readonly base: BaseFiles;
  /** What could not be read, in words. */
  readonly notes: readonly string[];
}

async function readBase({ ref, commit, history }: BaseCommit, comparing: Comparing): Promise<ReadBase> {
  const { limits } = comparing.planning.files.environment;
  const read = await readAt(comparing, history.filesAt(commit));
  const { desired, environment, faults } = read;
  const files = await planOf(comparing, read);
  const base = { ref, commit, protectedIds: protectedIds(desired, files.ids) };
  const notes = faults.map((fault) => `the files at ${ref}: ${fault}; what they lack counts as this change set`);
  // Without an environment nothing is known of values; what is protected is known all the same.
  if (environment === undefined) return { base: { ...base, files: noFiles, limits }, notes };
  return { base: { ...base, files, limits: stricterLimits(limits, environment.limits) }, notes };
}

function readAt({ ports, planning }: Comparing, files: ProjectFiles): Promise<ReadCommit> {
  return readCommit(ports, files, planning.files.environment.name);
}

/** What the files of a commit would change on the server as it was read for the plan. */
async function planOf({ planning: { session }, work }: Comparing, { desired, locate }: ReadCommit): Promise<FilesPlan> {
  const { live, catalogs } = work;
  const definitions = definitionsOf(desired, work);
  const { defined } = findDefinitions([...desired.sources, ...desired.destinations], live.definitions, definitions);
  const known = new Map([...work.specifications, ...plannedSpecifications(definitions)]);
  const specifications = new Map([...known, ...(await readSpecifications(session, defined, known))]);
  const matched = matchAll({ desired, defined, specifications, live });
  const connections = connectionCases(matched.connections, matched, specifications).map(
    (connection): ConnectionCase => {
      const catalog = catalogs.get(connection.desired.key) ?? (connection.live && catalogOf(connection.live));
      return {
        ...connection,
        isMoving: isMoving(connection, matched.ids),
        ...(catalog === undefined ? {} : { catalog }),
      };
    },
  );
  const { environment, server } = work.plan;
  const ids = { ...definitionIds(definitions), ...matched.ids };
  const { plan } = buildPlan({ ...matched, environment, server, live, definitions, connections, ids, locate });
  return { changes: plan.changes, ids: plan.ids, keys: new Set(resourcesOf(desired).map(({ key }) => key)) };
}

/** Custom connectors as a commit has them; what the server tells of manifests was read for the plan. */
function definitionsOf(
  { definitions = [] }: Desired,
  { live, definitions: read }: PlannedWork,
): readonly DefinitionCase[] {
  const known = new Map(read.flatMap(({ live: one }) => (one === undefined ? [] : [[one.id, one] as const])));
  return matchDefinitions(definitions, live.definitions).cases.map(({ desired, live: found }) => {
    const one = known.get(found?.id ?? '') ?? found;
    return {
      desired,
      ...(one === undefined ? {} : { live: one }),
      ...(desired.manifest === undefined ? {} : { fingerprint: fingerprintOf(desired.manifest) }),
    };
  });
}

/**
 * The files that fit the server best, of the base and the commits before it: what was applied last changed the server
 * to them.
 *
 * @returns `undefined` for those of the base
 */
async function appliedLast(commit: BaseCommit, base: FilesPlan, comparing: Comparing): Promise<FilesPlan | undefined> {
  let best: FilesPlan | undefined;
  let least = distanceOf(base, base);
  for await (const files of earlierFiles(commit, comparing)) {
    const distance = distanceOf(files, base);
    if (distance < least) [best, least] = [files, distance];
    if (least === 0) break;
  }
  return best;
}

/** Newest first; the last ones are none, where the history is told to its beginning. */
async function* earlierFiles({ history, commit }: BaseCommit, comparing: Comparing): AsyncGenerator<FilesPlan> {
  const commits = await history.commitsBefore(commit, mostCommits);
  for (const earlier of commits) {
    const read = await readAt(comparing, history.filesAt(earlier));
    if (read.environment !== undefined) yield await planOf(comparing, read);
  }
  if (commits.length < mostCommits && !(await history.isCutOff())) yield noFiles;
}

function protectedIds(desired: Desired, ids: Plan['ids']): ReadonlySet<string> {
  const kept = resourcesOf(desired).filter(({ isProtected }) => isProtected === true);
  return new Set(kept.flatMap(({ key }) => ids[key] ?? []));
}

function resourcesOf({ definitions = [], sources, destinations, connections }: Desired): readonly DesiredResource[] {
  return [...definitions, ...sources, ...destinations, ...connections];
}
