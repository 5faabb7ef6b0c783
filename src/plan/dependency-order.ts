import type { Change } from '../model/plan.ts';
import { resourceKinds } from '../model/resource.ts';
import { sortedBy } from '../util/sort.ts';

/** Sources, then destinations, then connections; by key within a kind. What depends on nothing else can run at once. */
export function inDependencyOrder(changes: readonly Change[]): readonly Change[] {
  return sortedBy(changes, ({ kind, key }) => `${resourceKinds.indexOf(kind)} ${key}`);
}
