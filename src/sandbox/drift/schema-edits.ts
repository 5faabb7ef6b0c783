import { isJsonObject } from '../../model/json.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import { tableStream } from '../registry/streams.ts';
import type { SchemaEdit } from '../stored.ts';

/** What a source has once these things have happened to it. Edits of what is not there do nothing. */
export function withSchemaEdits(
  streams: readonly DiscoveredStream[],
  edits: readonly SchemaEdit[],
): readonly DiscoveredStream[] {
  return edits.reduce(withSchemaEdit, streams);
}

/** True for the stream that an edit names; without a namespace in whichever it is. */
export function isStream(
  stream: { readonly name?: unknown; readonly namespace?: unknown },
  edit: Pick<SchemaEdit, 'stream' | 'namespace'>,
): boolean {
  return stream.name === edit.stream && (edit.namespace === undefined || stream.namespace === edit.namespace);
}

function withSchemaEdit(streams: readonly DiscoveredStream[], edit: SchemaEdit): readonly DiscoveredStream[] {
  switch (edit.type) {
    case 'add-stream':
      return [...streams.filter((stream) => !isStream(stream, edit)), newTable(streams, edit)];
    case 'drop-stream':
      return streams.filter((stream) => !isStream(stream, edit));
    case 'add-column':
    case 'drop-column':
      return streams.map((stream) => (isStream(stream, edit) ? withColumn(stream, edit.column, edit.type) : stream));
  }
}

/** A small table beside those that are there. */
function newTable(streams: readonly DiscoveredStream[], { stream, namespace }: SchemaEdit): DiscoveredStream {
  const home = namespace ?? streams[0]?.namespace;
  const { namespace: _, ...table } = tableStream('', stream, { id: 'integer', name: 'text', updated_at: 'timestamp' });
  return home === undefined ? table : { ...table, namespace: home };
}

function withColumn(stream: DiscoveredStream, column: string, type: 'add-column' | 'drop-column'): DiscoveredStream {
  const known = isJsonObject(stream.jsonSchema.properties) ? stream.jsonSchema.properties : {};
  const { [column]: _, ...others } = known;
  const properties = type === 'add-column' ? { ...known, [column]: { type: 'string' } } : others;
  return { ...stream, jsonSchema: { ...stream.jsonSchema, properties } };
}
