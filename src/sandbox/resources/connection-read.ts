import type { WireConnection } from '../../airbyte/wire.ts';
import { renderCatalog } from '../catalog/read-catalog.ts';
import type { SandboxContext } from '../context.ts';
import type { StoredConnection } from '../stored.ts';
import { toWireTag } from './tags.ts';

/**
 * A connection as reads show it, as JSON text. What is `undefined` is left out, as the server leaves out nulls.
 */
export function renderConnection(connection: StoredConnection, context: SandboxContext): string {
  return connectionParts(connection, context).join('');
}

/** The same in parts: the catalog is by far the largest one, and its text is at hand. */
export function connectionParts(connection: StoredConnection, context: SandboxContext): readonly string[] {
  const head = JSON.stringify(toWireHead(connection, context));
  return [`${head.slice(0, -1)},"syncCatalog":`, renderCatalog(connection.catalog, context.rules), '}'];
}

type WireHead = { readonly [Name in keyof WireConnection | 'geography' | 'onDemandEnabled']?: unknown };

/** The same without the catalog, as a value. */
export function toWireHead(connection: StoredConnection, { store, rules }: SandboxContext): WireHead {
  const { schedule } = connection;
  return {
    connectionId: connection.id,
    name: connection.name,
    namespaceDefinition: connection.namespaceDefinition,
    namespaceFormat: connection.namespaceFormat,
    prefix: connection.prefix,
    sourceId: connection.sourceId,
    destinationId: connection.destinationId,
    operationIds: connection.operationIds ?? [],
    // The legacy mirror; updates refuse it.
    schedule: schedule.data?.basicSchedule,
    scheduleType: schedule.type,
    scheduleData: schedule.data,
    status: connection.status ?? undefined,
    resourceRequirements: connection.resourceRequirements,
    sourceCatalogId: connection.sourceCatalogId,
    breakingChange: connection.breakingChange,
    notifySchemaChanges: connection.notifySchemaChanges,
    notifySchemaChangesByEmail: connection.notifySchemaChangesByEmail ?? false,
    nonBreakingChangesPreference: connection.nonBreakingChangesPreference,
    backfillPreference: connection.backfillPreference,
    created_at: connection.createdAt,
    geography: rules.hasGeography ? (connection.geography ?? 'auto') : undefined,
    onDemandEnabled: rules.locksConnections ? false : undefined,
    tags: connection.tagIds.flatMap((id) => store.tags.find(id) ?? []).map(toWireTag),
  };
}
