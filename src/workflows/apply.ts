import { ApiError } from '../airbyte/api-error.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import type { ApplyContext } from '../apply/context.ts';
import { ruleFor } from '../diff/stream-patterns.ts';
import { InternalError } from '../errors.ts';
import type { GuardedAction } from '../model/guarded-actions.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue, Locate } from '../model/issue.ts';
import { originAt } from '../model/issue.ts';
import type { Change, Plan, PlannedConnection } from '../model/plan.ts';
import type { Outcome, Report } from '../model/report.ts';
import type { Desired, DesiredResource, ResourceKey } from '../model/resource.ts';
import type { DiscoveredCatalog, StreamSelection } from '../model/stream.ts';
import { plannedStreams } from '../plan/find-streams.ts';
import { toIssues } from '../plan/findings.ts';
import { assertSafe } from '../plan/safety.ts';
import { changedStreams } from '../plan/stream-step.ts';
import type { LoadedFiles } from './load.ts';
import { type PlannedWork, type PlanningBase, type PlanRequest, planFrom } from './plan.ts';
import { openAndPlan } from './plan-causes.ts';
import type { Ports } from './ports.ts';

export interface ApplyRequest extends PlanRequest {
  readonly allowed: readonly GuardedAction[];
  readonly overridesLimits: boolean;
}

/** What someone watches, and decides, while a plan is applied. */
export interface ApplyWatcher {
  /** Shown before the first write; false stops here. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
  readonly onStart: (change: Change) => void;
  readonly onOutcome: (outcome: Outcome) => void;
  /** Told before anything is confirmed. */
  readonly onWarnings?: (warnings: readonly Issue[]) => void;
}

export type ApplyResult =
  | { readonly result: 'nothing-to-do'; readonly plan: Plan }
  | { readonly result: 'declined'; readonly plan: Plan }
  | {
      readonly result: 'incomplete' | 'interrupted';
      readonly plan: Plan;
      readonly report: Report;
      /** What failures say of the files, with places. */
      readonly issues: readonly Issue[];
    }
  | {
      readonly result: 'applied' | 'differs';
      readonly plan: Plan;
      readonly report: Report;
      /** Empty when everything is as it should be. */
      readonly after: Plan;
    };

/**
 * Plans, asks, applies, and plans again to see that nothing is left.
 *
 * @throws what `planWorkspace` throws, and {RefusedError} for a plan that is not safe
 */
export async function applyWorkspace(ports: Ports, request: ApplyRequest, watcher: ApplyWatcher): Promise<ApplyResult> {
  return applyWork({ ports, ...(await openAndPlan(ports, request)), watcher }, request);
}

/** What applying takes, once it is planned. */
export interface ApplyJob {
  readonly ports: Ports;
  readonly base: PlanningBase;
  readonly work: PlannedWork;
  readonly watcher: ApplyWatcher;
  readonly assertFresh?: ApplyContext['assertFresh'];
}

/**
 * Asks, applies, and plans again to see that nothing is left.
 *
 * @throws {RefusedError} for a plan that is not safe
 */
export async function applyWork(
  job: ApplyJob,
  request: Pick<ApplyRequest, 'allowed' | 'overridesLimits'>,
): Promise<ApplyResult> {
  const { ports, base, work, watcher } = job;
  const { plan } = work;
  watcher.onWarnings?.(work.warnings);
  if (plan.changes.length === 0) return { result: 'nothing-to-do', plan };
  assertSafe(plan, { ...request, limits: plan.base?.limits ?? base.files.environment.limits });
  if (!(await watcher.confirm(plan))) return { result: 'declined', plan };
  const report = await carryOut(job);
  const unfinished = ports.signal.aborted ? 'interrupted' : whatIsLeft(report);
  if (unfinished !== undefined) return { result: unfinished, plan, report, issues: issuesOf(report, base.files) };
  // Secrets that were sent again are the same as before, as far as anyone can see.
  // What was discovered for the plan is what the server remembers now.
  const after = (await planFrom({ ...base, isRotated: () => false, discovers: false })).plan;
  return { result: after.changes.length === 0 ? 'applied' : 'differs', plan, report, after };
}

function carryOut(job: ApplyJob): Promise<Report> {
  const { ports, base, work, watcher, assertFresh } = job;
  const { files, session } = base;
  return applyPlan({
    ...work,
    client: session.client,
    parallelism: files.environment.parallelism,
    clock: ports,
    signal: ports.signal,
    onStart: watcher.onStart,
    onOutcome: watcher.onOutcome,
    checkStreams: (connection, catalog) => checkStreams(connection, catalog, job),
    ruleFor,
    changedStreams,
    ...(assertFresh === undefined ? {} : { assertFresh }),
  });
}

/** @throws {InvalidFilesError} when the source does not offer what the files ask for */
function checkStreams(
  { key }: PlannedConnection,
  catalog: DiscoveredCatalog,
  { base, work }: ApplyJob,
): readonly StreamSelection[] {
  const connection = work.connections.find(({ desired }) => desired.key === key);
  if (connection === undefined) throw new InternalError(`${key} is applied without having been planned`);
  const { streams, findings } = plannedStreams({ ...connection, catalog });
  if (findings.length > 0) throw new InvalidFilesError(toIssues(findings, base.files.locate));
  return streams.state === 'known' ? streams.selections : [];
}

function whatIsLeft({ outcomes }: Report): 'incomplete' | undefined {
  return outcomes.every(({ result }) => result === 'applied') ? undefined : 'incomplete';
}

function issuesOf({ outcomes }: Report, { desired, locate }: LoadedFiles): readonly Issue[] {
  const resources = new Map<ResourceKey, DesiredResource>(allOf(desired).map((resource) => [resource.key, resource]));
  return outcomes.flatMap((outcome) => {
    if (outcome.result !== 'failed') return [];
    const { error, change } = outcome;
    if (error instanceof InvalidFilesError) return error.issues;
    const resource = resources.get(change.key);
    return error instanceof ApiError && error.status === 422 && resource ? violations(error, resource, locate) : [];
  });
}

function allOf({ definitions = [], sources, destinations, connections }: Desired): readonly DesiredResource[] {
  return [...definitions, ...sources, ...destinations, ...connections];
}

/** The server's words for what breaks a specification: `$.port: string found, integer expected` (API §2.7). */
function violations(error: ApiError, { key, origin }: DesiredResource, locate: Locate): readonly Issue[] {
  return [...(error.words ?? '').matchAll(/\$((?:\.[\w-]+|\[\d+\])*): (.+?)(?=, \$|$)/gm)].map(
    ([, path = '', text]) => {
      const steps = path
        .split(/[.[\]]+/)
        .filter((step) => step !== '')
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      return {
        rule: 'specification-violated',
        severity: 'error',
        message: `${key}: the connector does not accept this configuration: ${text}`,
        place: locate(originAt(origin, 'configuration', ...steps)),
        hint: "the connector's documentation says what it takes",
      };
    },
  );
}
