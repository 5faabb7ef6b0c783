import { type Issue, originAt } from '../model/issue.ts';
import type { Desired, DesiredActor, DesiredConnection } from '../model/resource.ts';
import type { Places } from './places.ts';
import { findSharedTables, type IsWaived } from './shared-tables.ts';

/** What is odd about resources that are valid, each by itself. */
export function findLints(desired: Desired, places: Places, isWaived: IsWaived): readonly Issue[] {
  return [...findUnusedEnds(desired, places), ...findSharedTables(desired.connections, places, isWaived)];
}

/** A project without connections has just been begun, and is left in peace. */
function findUnusedEnds({ sources, destinations, connections }: Desired, places: Places): readonly Issue[] {
  if (connections.length === 0) return [];
  const used = new Set(connections.flatMap(endsOf));
  return [...sources, ...destinations]
    .filter(({ key, removal }) => removal === undefined && !used.has(key))
    .map((actor) => unusedEnd(actor, places));
}

function endsOf({ source, destination }: DesiredConnection) {
  return [source, destination];
}

function unusedEnd({ kind, key, origin }: DesiredActor, places: Places): Issue {
  const rule = `unused-${kind}`;
  return {
    rule,
    severity: 'warning',
    message: `no connection uses ${key}`,
    place: places.ofValue(originAt(origin, 'kind')),
    hint: `waive it if that is meant: # airplan-ignore ${rule}: reason`,
  };
}
