import type { WireCatalog } from '../../airbyte/wire.ts';
import type { ActorKind } from '../actor-kind.ts';
import { type KnownStreams, mergeCatalog } from '../catalog/merged-catalog.ts';
import { toWireCatalog } from '../catalog/read-catalog.ts';
import type { SandboxContext } from '../context.ts';
import { findCurrentJob } from '../jobs/job-store.ts';
import { viewJob } from '../jobs/job-view.ts';
import { toSeconds } from '../jobs/wire-job.ts';
import type { StoredActor, StoredConnection } from '../stored.ts';
import { getActor, toWireActor } from './actor-store.ts';
import { toWireHead } from './connection-read.ts';
import { findConnector, unknownDefinition } from './connector-lookup.ts';
import { newestCatalogId } from './discovery.ts';
import { operationsOf, toWireOperation } from './operations.ts';
import { toWireVersion } from './versions.ts';

/** A connection as Airbyte's own UI reads it: with both ends, all streams of the source, and the last sync (API §1.7). */
export function toWebConnection(connection: StoredConnection, context: SandboxContext, refreshed?: KnownStreams) {
  const {
    sourceCatalogId: catalogId,
    created_at: createdAt,
    breakingChange: _,
    ...shared
  } = toWireHead(connection, context);
  const operations = operationsOf(connection, context).map(toWireOperation);
  return {
    ...shared,
    onDemandEnabled: false,
    ...toLatestSync(connection, context),
    ...toVersions(connection, context),
    catalogId,
    createdAt,
    syncCatalog: toMergedCatalog(connection, context, refreshed),
    source: toWireActor(getEnd('source', connection, context), context),
    destination: toWireActor(getEnd('destination', connection, context), context),
    operations,
    schemaChange: toSchemaChange(connection, context),
  };
}

export function toLatestSync({ id }: StoredConnection, context: SandboxContext) {
  const last = context.store.jobs.list().findLast((job) => job.connectionId === id && job.type !== 'reset_connection');
  const current = findCurrentJob(id, context);
  return {
    isSyncing: current !== undefined && current.type !== 'reset_connection',
    latestSyncJobCreatedAt: last && toSeconds(last.createdAtMs),
    latestSyncJobStatus: last && viewJob(last, context.clock()).status,
  };
}

/** Whether the source was seen to have something else than the connection was made with. */
export function toSchemaChange(
  { breakingChange, sourceId, sourceCatalogId }: StoredConnection,
  context: SandboxContext,
) {
  if (breakingChange) return 'breaking';
  const newest = newestCatalogId(sourceId, context);
  const isOther = newest !== undefined && sourceCatalogId !== undefined && newest !== sourceCatalogId;
  return isOther ? 'non_breaking' : 'no_change';
}

export function toVersions(connection: StoredConnection, context: SandboxContext) {
  return {
    sourceActorDefinitionVersion: toVersion('source', connection, context),
    destinationActorDefinitionVersion: toVersion('destination', connection, context),
  };
}

export function getEnd(kind: ActorKind, connection: StoredConnection, context: SandboxContext): StoredActor {
  const { sourceId, destinationId } = connection;
  return getActor(kind, { sourceId, destinationId }, context);
}

function toMergedCatalog(
  { catalog, sourceCatalogId = '' }: StoredConnection,
  { store, rules }: SandboxContext,
  refreshed: KnownStreams | undefined,
): WireCatalog {
  const configured = toWireCatalog(catalog, rules);
  const known = store.discoveries.find(sourceCatalogId)?.streams ?? [];
  return mergeCatalog(configured, refreshed ?? { before: known, now: known });
}

function toVersion(kind: ActorKind, connection: StoredConnection, context: SandboxContext) {
  const { definitionId } = getEnd(kind, connection, context);
  const connector = findConnector(kind, definitionId, context);
  if (connector === undefined) throw unknownDefinition(kind, definitionId);
  return toWireVersion(connector);
}
