import type { Client } from '../airbyte/client.ts';
import { listJobs, readJob } from '../airbyte/job-list.ts';
import { readLastSync, readRefreshSupport, startStep } from '../airbyte/jobs.ts';
import { InvalidFlagsError, RefusedError } from '../errors.ts';
import { isClearing, type Job } from '../model/job.ts';
import type { LiveStream } from '../model/live.ts';
import type { StreamStep } from '../model/plan.ts';
import { streamName } from '../model/stream.ts';
import type { PlannedStreamJob } from '../model/stream-job.ts';
import type { SyncReport } from '../model/sync.ts';
import { withoutUndefined } from '../util/decode.ts';
import { globMatcher } from '../util/glob.ts';
import { compareText } from '../util/sort.ts';
import { findClosest } from '../util/suggest.ts';
import { type ConnectionTarget, findTargets, openConnections } from './connection-targets.ts';
import type { Ports } from './ports.ts';
import type { Session } from './session.ts';
import { type StartJob, startOnce, toName } from './start-jobs.ts';
import { runJobs, type SyncRequest, type SyncWatcher } from './sync.ts';

type Action = StreamStep['action'];

export interface StreamJobRequest extends SyncRequest {
  readonly action: Action;
  /** Globs over `orders` and `public.orders`; empty: all streams. */
  readonly streams: readonly string[];
}

export interface StreamJobWatcher extends SyncWatcher {
  /** Shown before anything is started; false stops here. */
  readonly confirm: (planned: readonly PlannedStreamJob[]) => Promise<boolean>;
}

/**
 * Has streams read again from their beginning, or what was written of them deleted, once somebody agrees.
 *
 * @returns undefined when nobody does
 * @throws {InvalidFlagsError} when no stream is meant
 * @throws {RefusedError} for a refresh that a destination cannot do
 */
export async function runStreamJobs(
  ports: Ports,
  request: StreamJobRequest,
  watcher: StreamJobWatcher,
): Promise<SyncReport | undefined> {
  const base = await openConnections(ports, request);
  const { session, files } = base;
  const { action, wait } = request;
  const targets = withStreams(findTargets(base, request), request.streams);
  if (action === 'refresh') await assertRefreshable(session.client, targets);
  const planned = await withCosts(session, targets, action);
  if (!(await watcher.confirm(planned))) return undefined;
  const streams = new Map(planned.map((one) => [one.connection.key, one.streams]));
  const start: StartJob = (target, knownId) =>
    startStreamJob(
      { action, streams: streams.get(target.key) ?? [] },
      { target, knownId, client: session.client, ports },
    );
  const { parallelism } = files.environment;
  return runJobs(targets, start, { session, ports, watcher, parallelism, wait });
}

type StreamTarget = ConnectionTarget & Pick<PlannedStreamJob, 'streams' | 'names'>;

/** Connections that have a stream that is meant. */
function withStreams(targets: readonly ConnectionTarget[], globs: readonly string[]): readonly StreamTarget[] {
  const all = targets.flatMap(({ live }) => live.streams.flatMap(namesOf));
  for (const glob of globs) assertMatches(glob, all);
  const isMeant = (stream: LiveStream) => globs.some((glob) => namesOf(stream).some(globMatcher(glob)));
  return targets.flatMap((target) => {
    const meant = globs.length === 0 ? target.live.streams : target.live.streams.filter(isMeant);
    if (meant.length === 0) return [];
    const streams = meant.map(({ selection: { name, namespace } }) => withoutUndefined({ name, namespace }));
    const names = streams.map(streamName).toSorted(compareText);
    return [{ ...target, names, streams: globs.length === 0 ? [] : streams }];
  });
}

/** With and without its namespace. */
function namesOf({ selection }: LiveStream): readonly string[] {
  return [...new Set([selection.name, streamName(selection)])];
}

function assertMatches(glob: string, known: readonly string[]): void {
  if (known.some(globMatcher(glob))) return;
  const closest = findClosest(glob, known);
  const shown = [...new Set(known)].sort(compareText).slice(0, 8).join(', ');
  throw new InvalidFlagsError(`no selected stream of these connections matches "${glob}"`, {
    hint: closest === undefined ? `there are ${shown}` : `did you mean "${closest}"?`,
  });
}

/** One question for each destination; where it is asked all the same, servers answer with nothing (API §1.6). */
async function assertRefreshable(client: Client, targets: readonly ConnectionTarget[]): Promise<void> {
  const ids = [...new Set(targets.map(({ live }) => live.destinationId))];
  const support = new Map(
    await Promise.all(ids.map(async (id) => [id, await readRefreshSupport(client, id)] as const)),
  );
  const refused = targets.filter(({ live }) => support.get(live.destinationId) === false);
  if (refused.length > 0) throw unsupported(refused);
}

function unsupported(refused: readonly Pick<ConnectionTarget, 'key'>[]): RefusedError {
  const keys = refused.map(({ key }) => key).join(', ');
  const whose = refused.length === 1 ? 'its destination does' : 'their destinations do';
  return new RefusedError(`${keys}: the connector of ${whose} not support refreshes`, {
    hint: '"airplan clear" deletes what was written of streams, and the next sync reads them again',
  });
}

/** So many connections are asked for their last sync; beyond that nothing is said. */
const mostQuestions = 25;
const unfinished = ['pending', 'running', 'incomplete'];

async function withCosts(
  { client, workspace }: Session,
  targets: readonly StreamTarget[],
  action: Action,
): Promise<readonly PlannedStreamJob[]> {
  const ids = new Set(targets.map(({ connectionId }) => connectionId));
  const isWanted = ({ connectionId }: Job) => ids.has(connectionId);
  const search = { workspaceId: workspace.id, statuses: unfinished };
  const { jobs: running } = await listJobs(client, search, { most: ids.size, isWanted });
  const runningIds = new Map(running.map(({ connectionId, id }) => [connectionId, id]));
  return Promise.all(
    targets.map(async (target, index) => {
      const { connectionId, streams, names } = target;
      // Figures are a courtesy: nobody is stopped by a server that does not tell them.
      const last = index < mostQuestions ? await readLastSync(client, connectionId).catch(() => undefined) : undefined;
      const runningId = runningIds.get(connectionId);
      return withoutUndefined({ connection: toName(target), action, streams, names, last, runningId });
    }),
  );
}

interface StartPlace {
  readonly target: ConnectionTarget;
  readonly knownId: number;
  readonly client: Client;
  readonly ports: Ports;
}

async function startStreamJob(step: StreamStep, { target, knownId, client, ports }: StartPlace) {
  const { connectionId, about } = target;
  const isOurs = (job: Job) => isClearing(job) === (step.action === 'clear') && job.type !== 'sync';
  const start = async (): Promise<Job> => {
    const id = await startStep(client, connectionId, step, about);
    if (id === undefined) throw unsupported([target]);
    return readJob(client, id);
  };
  return { job: await startOnce(start, { client, connectionId, about, knownId, ports, isOurs }), isJoined: false };
}
