import type { JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { SandboxContext } from '../context.ts';
import { findCurrentJob } from '../jobs/job-store.ts';
import { viewJob } from '../jobs/job-view.ts';
import { toSeconds } from '../jobs/wire-job.ts';
import type { StoredConnection } from '../stored.ts';
import { getActor, toWireActor } from './actor-store.ts';
import { renderConnection } from './connection-read.ts';
import { getConnector } from './connector-lookup.ts';
import { toWireVersion } from './versions.ts';

/** A connection as Airbyte's own UI reads it: with both ends, their versions and the last sync (API §1.7). */
export function toWebConnection(connection: StoredConnection, context: SandboxContext) {
  const read: JsonObject = JSON.parse(renderConnection(connection, context));
  const { sourceCatalogId: catalogId, created_at: createdAt, breakingChange, ...shared } = read;
  return {
    onDemandEnabled: false,
    ...shared,
    ...toLatestSync(connection, context),
    catalogId,
    createdAt,
    source: toEnd('source', connection, context),
    destination: toEnd('destination', connection, context),
    operations: [],
    schemaChange: breakingChange === true ? 'breaking' : 'no_change',
    sourceActorDefinitionVersion: toVersion('source', connection, context),
    destinationActorDefinitionVersion: toVersion('destination', connection, context),
  };
}

function toLatestSync({ id }: StoredConnection, context: SandboxContext) {
  const last = context.store.jobs.list().findLast((job) => job.connectionId === id && job.type !== 'reset_connection');
  const current = findCurrentJob(id, context);
  return {
    isSyncing: current !== undefined && current.type !== 'reset_connection',
    latestSyncJobCreatedAt: last && toSeconds(last.createdAtMs),
    latestSyncJobStatus: last && viewJob(last, context.clock()).status,
  };
}

function toEnd(kind: ActorKind, connection: StoredConnection, context: SandboxContext) {
  return toWireActor(getEnd(kind, connection, context), context);
}

function toVersion(kind: ActorKind, connection: StoredConnection, context: SandboxContext) {
  return toWireVersion(getConnector(kind, getEnd(kind, connection, context).definitionId, context));
}

function getEnd(kind: ActorKind, { sourceId, destinationId }: StoredConnection, context: SandboxContext) {
  return getActor(kind, { sourceId, destinationId }, context);
}
