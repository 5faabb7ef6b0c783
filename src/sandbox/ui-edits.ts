import { InternalError } from '../errors.ts';
import type { JsonObject } from '../model/json.ts';
import type { ActorKind } from './actor-kind.ts';
import { toJsonb } from './jsonb.ts';
import type { SandboxStore } from './store.ts';
import type { StoredActor, StoredConnection } from './stored.ts';

/** What somebody may do to a source or destination behind airplan's back. */
export type ActorEdit = Partial<Pick<StoredActor, 'name' | 'configuration'>>;

/** What somebody may do to a connection behind airplan's back. */
export type ConnectionEdit = Partial<
  Pick<
    StoredConnection,
    'name' | 'status' | 'prefix' | 'schedule' | 'namespaceDefinition' | 'nonBreakingChangesPreference' | 'tagIds'
  >
>;

/**
 * Changes a source or destination directly in the store, as an edit in Airbyte's UI would. `configuration` is merged
 * one level deep; secrets stay as they are.
 */
export async function editActorInUi(store: SandboxStore, kind: ActorKind, id: string, edit: ActorEdit): Promise<void> {
  const actor = store.actors[kind].find(id);
  if (actor === undefined) throw new InternalError(`no ${kind} ${id}`);
  const merged: JsonObject = { ...actor.configuration, ...edit.configuration };
  store.actors[kind].put({ ...actor, ...edit, configuration: toJsonb(merged) });
  await store.flush();
}

/** Changes a connection directly in the store, as an edit in Airbyte's UI would. */
export async function editConnectionInUi(store: SandboxStore, id: string, edit: ConnectionEdit): Promise<void> {
  const connection = store.connections.find(id);
  if (connection === undefined) throw new InternalError(`no connection ${id}`);
  store.connections.put({ ...connection, ...edit });
  await store.flush();
}
