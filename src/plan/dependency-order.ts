import type { Change } from '../model/plan.ts';
import { resourceKinds } from '../model/resource.ts';
import { sortedBy } from '../util/sort.ts';

/**
 * Sources, then destinations, then connections; by key within a kind. What depends on nothing else can run at once.
 * Deletions come after everything else, the other way round.
 */
export function inDependencyOrder(changes: readonly Change[]): readonly Change[] {
  return sortedBy(changes, (change) => `${rank(change)} ${change.key}`);
}

function rank({ action, kind }: Change): number {
  const level = resourceKinds.indexOf(kind);
  return action === 'delete' ? 2 * resourceKinds.length - level : level;
}
