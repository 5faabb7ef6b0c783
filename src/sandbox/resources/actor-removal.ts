import type { SandboxContext } from '../context.ts';
import { secretTree } from '../secrets/secret-tree.ts';
import { listCoordinates } from '../secrets/split-secrets.ts';
import type { StoredActor } from '../stored.ts';
import { deprecateConnection } from './connection-store.ts';
import { findConnector } from './connector-lookup.ts';

/** Deletes a source or destination: its connections go with it; the row stays, emptied (API §2.9). */
export function removeActor(actor: StoredActor, context: SandboxContext): void {
  const { store } = context;
  for (const connection of store.connections.list()) {
    const usesActor = connection.sourceId === actor.id || connection.destinationId === actor.id;
    if (usesActor) deprecateConnection(connection, context);
  }
  forgetSecrets(actor, context);
  store.actors[actor.kind].put({ ...actor, configuration: null });
}

function forgetSecrets({ kind, definitionId, configuration }: StoredActor, context: SandboxContext): void {
  const connector = findConnector(kind, definitionId, context);
  if (configuration === null || connector === undefined) return;
  const tree = secretTree(connector.connectionSpecification);
  for (const id of listCoordinates(configuration, tree)) context.store.secrets.delete(id);
}
