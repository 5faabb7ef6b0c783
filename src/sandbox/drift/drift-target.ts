import { AirplanError } from '../../errors.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { SandboxStore } from '../store.ts';
import type { StoredActor, StoredConnection } from '../stored.ts';

/** An edit of something that is not there. */
export class DriftError extends AirplanError {
  readonly code = 'request-failed';
}

/** A source or destination by id or name; deleted ones do not count. */
export function getActorTarget(store: SandboxStore, kind: ActorKind, target: string): StoredActor {
  const actors = store.actors[kind].list().filter(({ configuration }) => configuration !== null);
  return getOnly(actors, kind, target);
}

/** A connection by id or name; deleted ones do not count. */
export function getConnectionTarget(store: SandboxStore, target: string): StoredConnection {
  const connections = store.connections.list().filter(({ status }) => status !== 'deprecated');
  return getOnly(connections, 'connection', target);
}

function getOnly<Row extends { readonly id: string; readonly name: string }>(
  rows: readonly Row[],
  kind: string,
  target: string,
): Row {
  const found = rows.filter(({ id, name }) => id === target || name === target);
  const [only, ...more] = found;
  if (only === undefined) throw new DriftError(`there is no ${kind} "${target}"`);
  if (more.length > 0) {
    throw new DriftError(`${found.length} ${kind}s are called "${target}"`, { hint: 'say which by its id' });
  }
  return only;
}
