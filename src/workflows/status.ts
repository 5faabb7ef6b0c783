import { isMissing } from '../airbyte/api-error.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import { listJobs } from '../airbyte/job-list.ts';
import { type ConnectionSummary, listSummaries } from '../airbyte/summaries.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Job } from '../model/job.ts';
import type { LiveConnection } from '../model/live.ts';
import type { Change } from '../model/plan.ts';
import type { DesiredConnection } from '../model/resource.ts';
import type { ConnectionState, JobState, PendingSchema, WorkspaceStatus } from '../model/status.ts';
import { RefusedFindingsError } from '../plan/findings.ts';
import { nextRunMs } from '../plan/next-run.ts';
import { withoutUndefined } from '../util/decode.ts';
import { groupedBy } from '../util/group.ts';
import { sortedBy } from '../util/sort.ts';
import { openPlanning, type PlanningBase, planFrom } from './plan.ts';
import type { Ports } from './ports.ts';

export interface StatusRequest {
  /** The environment's name; absent: the default one. */
  readonly environment?: string;
  /** Overrides the environment's own number. */
  readonly parallelism?: number | undefined;
}

const dayMs = 86_400_000;

/**
 * Loads the files and connects to the server.
 *
 * @returns reads how things stand, as often as it is called; writes nothing
 */
export async function openStatus(ports: Ports, request: StatusRequest): Promise<() => Promise<WorkspaceStatus>> {
  const base = await openPlanning(
    ports,
    withoutUndefined({ ...request, select: [], exclude: [], runsNoConnector: true }),
  );
  return async () => (await readStatus(base)).status;
}

/** How things stand, and what a plan would do about it. */
export interface StatusWork {
  readonly status: WorkspaceStatus;
  /** Empty where no plan can be made, which the notes say. */
  readonly changes: readonly Change[];
}

/** Reads how things stand, for whoever has loaded the files and connected to the server already. */
export async function readStatus(base: PlanningBase): Promise<StatusWork> {
  const { client, workspace } = base.session;
  const { environment } = base.files;
  const atMs = base.nowMs();
  const [compared, summaries, lastDay] = await Promise.all([
    compareWithFiles(base),
    ifThere(listSummaries(client, workspace.id)),
    ifThere(
      listJobs(client, { workspaceId: workspace.id, createdFromMs: atMs - dayMs }, wanted).then(({ jobs }) => jobs),
    ),
  ]);
  const jobs = groupedBy(lastDay ?? [], ({ connectionId }) => connectionId);
  const connections = compared.pairs.map((pair) => {
    const id = pair.live?.id ?? '';
    return toState(pair, { summary: summaries?.get(id), jobs: jobs.get(id) ?? [], atMs });
  });
  const status: WorkspaceStatus = {
    formatVersion: '1.0',
    environment: environment.name,
    server: environment.server,
    workspace,
    atMs,
    connections,
    notes: [...compared.notes, ...gaps({ summaries, lastDay })],
  };
  return { status, changes: compared.changes };
}

/** Twenty-five pages of them; who has more wants to see the failing ones, and not to wait. */
const mostJobs = 5000;
const wanted = { most: mostJobs, isWanted: () => true };

/** What servers of another age may not have, and credentials not be allowed to see. */
async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

interface Read {
  readonly summaries: object | undefined;
  readonly lastDay: readonly Job[] | undefined;
}

/** In words, what is not known. */
function gaps({ summaries, lastDay }: Read): readonly string[] {
  return [
    ...(summaries === undefined
      ? ['schema changes and runs before the last day are not known: the server does not list them for us']
      : []),
    ...(lastDay === undefined ? ['rows and bytes are not known: the server does not list its jobs for us'] : []),
    ...(lastDay?.length === mostJobs
      ? [`rows and bytes are those of the newest ${mostJobs} jobs of the last day only`]
      : []),
  ];
}

/** A connection of the files, of the server, or both. */
interface Pair {
  readonly desired?: DesiredConnection;
  readonly live?: LiveConnection;
  readonly drift?: number;
}

interface Compared {
  readonly pairs: readonly Pair[];
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/** The plan says what differs; where none can be made, the rest is told all the same. */
async function compareWithFiles(base: PlanningBase): Promise<Compared> {
  try {
    const { plan, live, connections } = await planFrom(base);
    const fields = new Map(plan.changes.map(({ key, fields: { length } }) => [key, length]));
    const pairs = connections.map(({ desired, live: found }) =>
      withoutUndefined({ desired, live: found, drift: fields.get(desired.key) ?? 0 }),
    );
    return { pairs: withUnmanaged(pairs, live.connections), changes: plan.changes, notes: [] };
  } catch (error) {
    if (!(error instanceof InvalidFilesError || error instanceof RefusedFindingsError)) throw error;
    const live = await connectionHandler.list(base.session.client, base.session.workspace.id);
    const pairs = base.files.desired.connections.map((desired) =>
      withoutUndefined({ desired, live: findNamed(desired, live) }),
    );
    const [first] = error.issues;
    const note = `drift is not known, since no plan can be made: ${first?.message ?? error.message}; see "airplan plan"`;
    return { pairs: withUnmanaged(pairs, live), changes: [], notes: [note] };
  }
}

/** Only one of that name: of two, nobody knows which it is. */
function findNamed(desired: DesiredConnection, live: readonly LiveConnection[]): LiveConnection | undefined {
  const found = live.filter(({ id, name }) => (desired.id === undefined ? name === desired.name : id === desired.id));
  return found.length === 1 ? found[0] : undefined;
}

function withUnmanaged(pairs: readonly Pair[], live: readonly LiveConnection[]): readonly Pair[] {
  const known = new Set(pairs.map((pair) => pair.live?.id));
  const sorted = sortedBy(pairs, ({ desired }) => desired?.key ?? '');
  return [...sorted, ...live.filter(({ id }) => !known.has(id)).map((one) => ({ live: one }))];
}

interface Known {
  readonly summary: ConnectionSummary | undefined;
  /** Of the last day, the newest first. */
  readonly jobs: readonly Job[];
  readonly atMs: number;
}

function toState({ desired, live, drift }: Pair, { summary, jobs, atMs }: Known): ConnectionState {
  const newest = jobs[0];
  const lastSeconds = Math.max(newest?.createdAt ?? 0, summary?.lastCreatedAt ?? 0);
  const lastRunMs = lastSeconds === 0 ? undefined : lastSeconds * 1000;
  const schedule = live?.settings.schedule ?? desired?.settings.schedule;
  const runs = live?.settings.status === 'active' && schedule !== undefined;
  return withoutUndefined({
    key: desired?.key,
    name: live?.name ?? desired?.name ?? '',
    id: live?.id,
    status: live?.settings.status,
    schedule,
    lastRunMs,
    nextRunMs: runs ? nextRunMs(schedule, { nowMs: atMs, lastMs: lastRunMs }) : undefined,
    state: stateOf(summary, newest),
    records: jobs.reduce((sum, { written }) => sum + written.records, 0),
    bytes: jobs.reduce((sum, { written }) => sum + written.bytes, 0),
    schema: schemaOf(live, summary),
    drift,
  });
}

function stateOf(summary: ConnectionSummary | undefined, newest: Job | undefined): JobState {
  if (summary?.isSyncing) return 'running';
  const isNewer = newest !== undefined && newest.createdAt >= (summary?.lastCreatedAt ?? 0);
  const status = isNewer ? newest.status : summary?.lastStatus;
  return status === undefined ? 'never' : (states[status] ?? 'unknown');
}

/** `incomplete` waits for its next attempt (API §1.9). */
const states: Readonly<Record<string, JobState>> = {
  pending: 'running',
  queued: 'running',
  running: 'running',
  incomplete: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

const schemas: Readonly<Record<string, PendingSchema>> = {
  no_change: 'none',
  non_breaking: 'non-breaking',
  breaking: 'breaking',
};

function schemaOf(live: LiveConnection | undefined, summary: ConnectionSummary | undefined): PendingSchema {
  if (live === undefined) return 'none';
  return schemas[summary?.schemaChange ?? ''] ?? 'unknown';
}
