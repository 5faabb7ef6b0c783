import type { DiscoveredStream } from '../../registry/connector.ts';
import { columnType } from './column-types.ts';
import type { Table } from './tables.ts';

/** A table as the connector finds it where the user chooses the cursor. */
export function toStream({ namespace, name, columns, primaryKey, isStored }: Table): DiscoveredStream {
  const described = columns.map((column) => ({ ...column, ...columnType(column) }));
  const properties = Object.fromEntries(described.map((column) => [column.name, column.jsonSchema]));
  const canGrow = described.some(({ isCursor }) => isCursor);
  return {
    name,
    namespace,
    jsonSchema: { type: 'object', properties },
    supportedSyncModes: canGrow ? ['full_refresh', 'incremental'] : ['full_refresh'],
    sourceDefinedCursor: false,
    defaultCursorField: [],
    sourceDefinedPrimaryKey: (primaryKey ?? []).map((column) => [column]),
    ...(isStored ? { isResumable: true } : {}),
  };
}
