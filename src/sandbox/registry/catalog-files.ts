import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { withoutUndefined } from '../../util/decode.ts';
import type { DiscoveredStream } from './connector.ts';
import { type JsonFile, RegistryFileError, readJsonFiles } from './json-files.ts';

/**
 * Catalogs to discover, by the name of their file: a source's name, `airbyte__source-postgres` or `source-postgres`.
 *
 * A file is `{ "streams": […] }`. Its streams are spelt as in the API or as in the connector protocol, and may stand
 * each inside a `stream` member, as they do in configured catalogs.
 */
export async function readCatalogFiles(folder: string): Promise<ReadonlyMap<string, readonly DiscoveredStream[]>> {
  const files = await readJsonFiles(folder);
  return new Map(files.map((file) => [file.name, decodeCatalog(file)]));
}

function decodeCatalog(file: JsonFile): readonly DiscoveredStream[] {
  const { streams } = file.content;
  if (!Array.isArray(streams)) throw noCatalog(file);
  return streams.map((entry) => {
    const stream = isJsonObject(entry) && isJsonObject(entry.stream) ? entry.stream : entry;
    if (!isJsonObject(stream) || typeof stream.name !== 'string') throw noCatalog(file);
    return toDiscovered(stream.name, stream);
  });
}

function toDiscovered(name: string, stream: JsonObject): DiscoveredStream {
  const jsonSchema = stream.jsonSchema ?? stream.json_schema;
  return withoutUndefined({
    name,
    namespace: typeof stream.namespace === 'string' ? stream.namespace : undefined,
    jsonSchema: isJsonObject(jsonSchema) ? jsonSchema : {},
    supportedSyncModes: texts(stream.supportedSyncModes ?? stream.supported_sync_modes),
    sourceDefinedCursor: (stream.sourceDefinedCursor ?? stream.source_defined_cursor) === true,
    defaultCursorField: texts(stream.defaultCursorField ?? stream.default_cursor_field),
    sourceDefinedPrimaryKey: lists(stream.sourceDefinedPrimaryKey ?? stream.source_defined_primary_key).map(texts),
    isResumable: (stream.isResumable ?? stream.is_resumable) === true ? true : undefined,
  });
}

function noCatalog(file: JsonFile): RegistryFileError {
  return new RegistryFileError(`"${file.path}" is no catalog`, {
    hint: 'it must hold a list "streams", each with a name',
  });
}

function lists(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: Json | undefined): readonly string[] {
  return lists(value).filter((item) => typeof item === 'string');
}
