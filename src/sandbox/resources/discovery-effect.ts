import type { JsonObject } from '../../model/json.ts';
import { toCatalogDiff } from '../catalog/catalog-diff.ts';
import type { SandboxContext } from '../context.ts';
import { isBreaking } from '../drift/react-to-schema.ts';
import { diffSchemas, isEmpty, selectedPart } from '../drift/schema-diff.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import type { StoredConnection, StoredDiscovery } from '../stored.ts';

/**
 * What a run of discovery does to the connection that it is made for (API §1.5): a change that breaks the connection
 * disables it, and so does any other where its preference says so.
 *
 * @returns what the answer says of it
 */
export function applyDiscovery(
  connection: StoredConnection,
  found: StoredDiscovery,
  context: SandboxContext,
): JsonObject {
  const { catalog, nonBreakingChangesPreference } = connection;
  const before = knownStreams(connection, found, context);
  const diff = diffSchemas(before, found.streams);
  const breakingChange = isBreaking(selectedPart(diff, catalog.streams), connection);
  const isDisabled = breakingChange || (nonBreakingChangesPreference === 'disable' && !isEmpty(diff));
  const status = isDisabled ? 'inactive' : connection.status;
  context.store.connections.put({ ...connection, breakingChange, status });
  return {
    catalogDiff: toCatalogDiff(before, found.streams, catalog.streams),
    breakingChange,
    ...(status === null ? {} : { connectionStatus: status }),
  };
}

/** The catalog that the connection was made with; without one there is nothing to compare with. */
export function knownStreams(
  { sourceCatalogId = '' }: StoredConnection,
  found: StoredDiscovery,
  { store }: SandboxContext,
): readonly DiscoveredStream[] {
  return (store.discoveries.find(sourceCatalogId) ?? found).streams;
}
