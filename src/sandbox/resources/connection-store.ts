import type { JsonObject } from '../../model/json.ts';
import type { SandboxContext } from '../context.ts';
import { cancelCurrentJob } from '../jobs/job-store.ts';
import { notFound } from '../refusal.ts';
import { getUuid } from '../request-body.ts';
import type { StoredConnection } from '../stored.ts';

/** The connection that a request names; deleted ones count (API §2.9). */
export function getConnection(body: JsonObject, { store }: SandboxContext): StoredConnection {
  const id = getUuid(body, 'connectionId');
  const connection = store.connections.find(id);
  if (connection === undefined) throw notFound('STANDARD_SYNC', id);
  return connection;
}

/** Deletes a connection as the server does: the row stays, what runs for it does not (API §2.9). */
export function deprecateConnection(connection: StoredConnection, context: SandboxContext): void {
  cancelCurrentJob(connection.id, context);
  context.store.connections.put({ ...connection, status: 'deprecated', isEnded: true });
}
