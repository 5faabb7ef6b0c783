import type { LiveActor } from '../model/live.ts';
import type { DesiredActor, ResourceKey } from '../model/resource.ts';
import { groupedBy } from '../util/group.ts';

/**
 * Live objects that resources of the files are to take the place of, because their connector changed: no server can
 * change that in place. Only where nobody can take it for something else: the one live object of its name, which no
 * other resource is.
 *
 * @param unmatched - resources that nothing live is
 * @param unclaimed - live objects that no resource is
 */
export function findReplaced(
  unmatched: readonly DesiredActor[],
  live: readonly LiveActor[],
  unclaimed: readonly LiveActor[],
): ReadonlyMap<ResourceKey, LiveActor> {
  const candidates = unmatched.filter(({ id, removal }) => id === undefined && removal === undefined);
  if (candidates.length === 0) return new Map();
  const byName = groupedBy(live, ({ name }) => name);
  const free = new Set(unclaimed.map(({ id }) => id));
  const found = candidates.flatMap((desired) => {
    const only = onlyOne(byName.get(desired.name) ?? byName.get(desired.renamedFrom ?? ''));
    return only !== undefined && free.has(only.id) ? [[desired.key, only] as const] : [];
  });
  const takers = groupedBy(found, ([, { id }]) => id);
  return new Map(found.filter(([, { id }]) => takers.get(id)?.length === 1));
}

function onlyOne<Item>(items: readonly Item[] = []): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}
