import type { WireCatalog, WireStreamAndConfiguration, WireStreamConfiguration } from '../../airbyte/wire.ts';
import type { JsonObject } from '../../model/json.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import { aliasName } from './alias-name.ts';

/** A discovered catalog with the settings that the server proposes for each stream (API §3.3). */
export function toDiscoveredCatalog(streams: readonly DiscoveredStream[]): WireCatalog {
  return { streams: streams.map((stream) => withDefaults(stream, streams.length === 1)) };
}

/** The same in the spelling of the connector protocol. */
export function toProtocolCatalog(streams: readonly DiscoveredStream[]): JsonObject {
  return { streams: streams.map(toProtocolStream) };
}

function withDefaults(stream: DiscoveredStream, isOnlyOne: boolean): WireStreamAndConfiguration {
  const { sourceDefinedCursor = false, defaultCursorField = [], sourceDefinedPrimaryKey = [] } = stream;
  return {
    stream: { ...stream, sourceDefinedCursor, defaultCursorField, sourceDefinedPrimaryKey },
    config: {
      ...defaultModes(stream),
      cursorField: defaultCursorField,
      primaryKey: sourceDefinedPrimaryKey,
      aliasName: aliasName(stream.name),
      selected: isOnlyOne,
      suggested: isOnlyOne,
      selectedFields: [],
      hashedFields: [],
      mappers: [],
    },
  };
}

function defaultModes(stream: DiscoveredStream): Pick<WireStreamConfiguration, 'syncMode' | 'destinationSyncMode'> {
  const hasKey = (stream.sourceDefinedPrimaryKey ?? []).length > 0;
  const hasCursor = stream.sourceDefinedCursor === true;
  if (hasCursor && hasKey) return { syncMode: 'incremental', destinationSyncMode: 'append_dedup' };
  if (hasCursor && !stream.supportedSyncModes.includes('full_refresh')) {
    return { syncMode: 'incremental', destinationSyncMode: 'append' };
  }
  return { syncMode: 'full_refresh', destinationSyncMode: 'overwrite' };
}

function toProtocolStream(stream: DiscoveredStream): JsonObject {
  return {
    name: stream.name,
    ...(stream.namespace === undefined ? {} : { namespace: stream.namespace }),
    json_schema: stream.jsonSchema,
    supported_sync_modes: stream.supportedSyncModes,
    source_defined_cursor: stream.sourceDefinedCursor ?? false,
    default_cursor_field: stream.defaultCursorField ?? [],
    source_defined_primary_key: stream.sourceDefinedPrimaryKey ?? [],
    ...(stream.isResumable === undefined ? {} : { is_resumable: stream.isResumable }),
  };
}
