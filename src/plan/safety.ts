import { RefusedError } from '../errors.ts';
import type { Limits } from '../model/environment.ts';
import { type GuardedAction, isForbidden, neededAllowances, needsAllowance } from '../model/guarded-actions.ts';
import type { Change, Delete, Plan } from '../model/plan.ts';
import { namesOf } from './name-list.ts';

export interface SafetyRequest {
  readonly limits: Limits;
  readonly allowed: readonly GuardedAction[];
  readonly overridesLimits: boolean;
}

/** What a plan does that has not been asked for. */
const guardWords: Readonly<Record<GuardedAction, (keys: string) => string>> = {
  replace: (keys) => `replaces ${keys}: what is replaced is deleted with its sync state and created anew`,
  delete: (keys) => `deletes ${keys}, which no file asks for`,
  refresh: (keys) => `refreshes streams of ${keys}, which no file asks for`,
  clear: (keys) => `clears streams of ${keys}, which no file asks for`,
};

/**
 * Stops a plan that loses more than was asked for.
 *
 * @throws {RefusedError} with the figures and the flag that lets it through
 */
export function assertSafe(plan: Plan, { limits, allowed, overridesLimits }: SafetyRequest): void {
  assertUnprotected(plan);
  assertAllowed(plan, allowed);
  if (overridesLimits) return;
  assertSomethingStays(plan);
  assertWithinLimits(plan, limits);
}

/** No flag gets past `protect`: whoever means it takes it out of the file, where a review sees that. */
function assertUnprotected({ changes }: Plan): void {
  const refused = changes.filter(isForbidden);
  const [first] = refused;
  if (first === undefined) return;
  const verb = first.action === 'delete' ? 'delete' : 'replace';
  const words = refused.length === 1 ? `the plan would ${verb} it` : 'the plan would delete or replace them';
  const places = refused.flatMap(({ place }) => (place === undefined ? [] : [`${place.file}:${place.line}`]));
  throw new RefusedError(`${keysOf(refused)} ${refused.length === 1 ? 'is' : 'are'} protected, and ${words}`, {
    hint: refused.some(({ isProtectedByBase }) => isProtectedByBase)
      ? 'no flag gets past "protect", and what takes it out of a file counts once that has landed: let that go first'
      : `no flag gets past "protect"; if it is right, take "protect" out of ${namesOf(places)} first`,
  });
}

function assertAllowed({ changes }: Plan, allowed: readonly GuardedAction[]): void {
  const missing = neededAllowances(changes).filter((action) => !allowed.includes(action));
  if (missing.length === 0) return;
  const sentences = missing.map((action) =>
    guardWords[action](keysOf(changes.filter((change) => needsAllowance(change, action)))),
  );
  throw new RefusedError(`the plan ${sentences.join('; and it ')}`, {
    hint: `apply with --allow ${missing.join(',')} if that is what you want`,
  });
}

/** An empty folder of files and `--prune` would otherwise end a workspace. */
function assertSomethingStays({ changes, ids, summary }: Plan): void {
  const deleted = changes.filter(isDelete);
  const managed = new Set(Object.values(ids));
  const staying = managed.size + summary.replace - deleted.filter(({ id }) => managed.has(id)).length;
  if (deleted.length === 0 || staying > 0) return;
  const count = deleted.length === 1 ? 'the only live object' : `${deleted.length} live objects`;
  throw new RefusedError(`the plan deletes ${count}, and leaves none of those that the files name`, {
    hint: 'check that this is the right workspace and folder; apply with --override-limits if it is to be emptied',
  });
}

function isDelete(change: Change): change is Delete {
  return change.action === 'delete';
}

function assertWithinLimits({ summary, changes }: Plan, limits: Limits): void {
  const lost = summary.replace + summary.delete;
  const touchable = summary.unchanged + summary.update + lost;
  if (touchable < limits.minObjects) return;
  const isPruning = changes.some(({ action, place }) => action === 'delete' && place === undefined);
  // What is pruned is in reach of the plan, but no file names it.
  const share = { of: touchable, noun: isPruning ? 'objects' : 'managed objects' };
  assertShare('changes', summary.update + lost, { ...share, percent: limits.changePercent });
  assertShare('deletes or replaces', lost, { ...share, percent: limits.deletePercent });
}

interface Share {
  readonly of: number;
  readonly noun: string;
  readonly percent: number;
}

function assertShare(verb: string, count: number, { of, noun, percent }: Share): void {
  if (100 * count <= percent * of) return;
  const share = (100 * count) / of;
  // 30.4 % would read as what a limit of 30 % allows.
  const shown = Math.round(share) > percent ? Math.round(share) : Math.ceil(share * 10) / 10;
  const figures = `${count} of ${of} ${noun} (${shown} %), and the limit is ${percent} %`;
  throw new RefusedError(`the plan ${verb} ${figures}`, {
    hint: 'look at the plan again; apply with --override-limits if it is right, or raise "limits" of the environment',
  });
}

function keysOf(changes: readonly Change[]): string {
  return namesOf(changes.map(labelOf));
}

/** What no file names has its id for a key, which tells people nothing. */
function labelOf(change: Change): string {
  const isPruned = change.action === 'delete' && change.place === undefined;
  return isPruned ? `${change.key} "${change.name}"` : change.key;
}
