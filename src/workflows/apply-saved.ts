import { RefusedError, StalePlanError } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import { withSavedCauses } from '../plan/causes.ts';
import type { SavedPlan } from '../plan/saved-plan.ts';
import { type ApplyRequest, type ApplyResult, type ApplyWatcher, applyWork } from './apply.ts';
import { createFreshnessCheck } from './freshness.ts';
import { openPlanning, type PlannedWork, planFrom } from './plan.ts';
import type { Ports } from './ports.ts';
import { savedRequest } from './saved-plan.ts';
import { compareWithSaved } from './staleness.ts';

export interface SavedApplyRequest extends Pick<ApplyRequest, 'allowed' | 'overridesLimits' | 'parallelism'> {
  /** Where the plan comes from, for errors. */
  readonly file: string;
}

/**
 * Applies a saved plan and nothing else: plans again as it was planned then, and goes on only if that gives the same.
 * What is already carried out, by an earlier run that was cut short, counts as done.
 *
 * @throws {StalePlanError} with everything that has changed meanwhile, before anything is written
 * @throws {RefusedError} when the environment is another workspace or server than the one planned for
 * @throws what `applyWorkspace` throws
 */
export async function applySavedPlan(
  ports: Ports,
  saved: SavedPlan,
  { file, parallelism, ...request }: SavedApplyRequest,
  watcher: ApplyWatcher,
): Promise<ApplyResult> {
  const planRequest = savedRequest(saved, file);
  const base = await openPlanning(ports, parallelism === undefined ? planRequest : { ...planRequest, parallelism });
  const { environment } = base.files;
  assertSameTarget(saved.plan, { server: environment.server, workspace: base.session.workspace });
  const planned = await planFrom(base);
  const work = { ...planned, plan: withSavedCauses(planned.plan, saved.plan) };
  const { stale, done } = compareWithSaved(saved, work);
  if (stale.length > 0) throw stalePlan(stale);
  const assertFresh = createFreshnessCheck({ client: base.session.client, work, nowMs: ports.nowMs });
  return applyWork({ ports, base, work: withNote(work, done), watcher, assertFresh }, request);
}

function assertSameTarget(plan: Plan, now: Pick<Plan, 'server' | 'workspace'>): void {
  const where = ({ server, workspace }: typeof now): string =>
    `workspace "${workspace.name}" (${workspace.id}) on ${server}`;
  if (plan.server === now.server && plan.workspace.id === now.workspace.id) return;
  throw new RefusedError(
    `the plan was made for ${where(plan)}, but environment "${plan.environment}" is ${where(now)}`,
    { hint: 'this looks like the wrong target: check "server" and "workspace" of the environment, or make a new plan' },
  );
}

function stalePlan(reasons: readonly string[]): StalePlanError {
  return new StalePlanError(
    `the saved plan is stale, and nothing was written: since it was made\n${reasons.map((it) => `  ${it}`).join('\n')}`,
    { hint: 'make a new plan with "airplan plan --out", and look at it' },
  );
}

function withNote(work: PlannedWork, done: readonly string[]): PlannedWork {
  if (done.length === 0) return work;
  const { plan } = work;
  const note = `the saved plan is carried out in part: ${done.join(', ')} ${done.length === 1 ? 'is' : 'are'} done`;
  const all = 'the saved plan is carried out already: nothing is left of it';
  return { ...work, plan: { ...plan, notes: [...plan.notes, plan.changes.length === 0 ? all : note] } };
}
