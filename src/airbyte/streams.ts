import { secretLabel, serverMask } from '../model/configuration.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { LiveStream } from '../model/live.ts';
import { revealed } from '../model/secrets.ts';
import {
  type DiscoveredCatalog,
  destinationSyncModes,
  type FieldPath,
  type Mapper,
  type StreamDescription,
  type StreamSelection,
  streamName,
  syncModes,
} from '../model/stream.ts';
import {
  type Decoder,
  decodeBoolean,
  decodeString,
  listOf,
  member,
  openSet,
  optionalMember,
  withoutUndefined,
} from '../util/decode.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import { decodeObject } from './definitions.ts';
import { withoutStepMark } from './step-mark.ts';
import type { WireMapper, WireStream, WireStreamAndConfiguration } from './wire.ts';

const decodePath: Decoder<FieldPath> = listOf(decodeString);

/** A stream as the server describes it, with what is needed to send it back unchanged. */
export const decodeStreamDescription: Decoder<StreamDescription> = (value, where) =>
  withoutUndefined({
    name: member(value, where, 'name', decodeString),
    namespace: optionalMember(value, where, 'namespace', decodeString),
    supportedSyncModes: optionalMember(value, where, 'supportedSyncModes', listOf(decodeString)) ?? [],
    isCursorSourceDefined: optionalMember(value, where, 'sourceDefinedCursor', decodeBoolean) ?? false,
    defaultCursorField: optionalMember(value, where, 'defaultCursorField', decodePath) ?? [],
    sourceDefinedPrimaryKey: optionalMember(value, where, 'sourceDefinedPrimaryKey', listOf(decodePath)) ?? [],
    fieldNames: fieldNames(optionalMember(value, where, 'jsonSchema', decodeObject)),
    verbatim: decodeObject(value, where),
  });

function fieldNames(jsonSchema: JsonObject | undefined): readonly string[] {
  const properties = jsonSchema?.properties;
  return isJsonObject(properties) ? Object.keys(properties).sort(compareText) : [];
}

/** The `catalog` and `catalogId` of `sources/discover_schema`; its own choices of sync modes are left out. */
export const decodeDiscoveredCatalog: Decoder<DiscoveredCatalog> = (value, where) =>
  withoutUndefined({
    catalogId: optionalMember(value, where, 'catalogId', decodeString),
    streams: member(value, where, 'catalog', (catalog, inside) =>
      member(catalog, inside, 'streams', listOf(memberStream)),
    ),
  });

const memberStream: Decoder<StreamDescription> = (value, where) =>
  member(value, where, 'stream', decodeStreamDescription);

/** The streams of a connection's `syncCatalog`, sorted by namespace and name; only selected ones are stored. */
export const decodeSyncCatalog: Decoder<readonly LiveStream[]> = (value, where) => {
  const streams = member(value, where, 'streams', listOf(decodeLiveStream));
  return sortedBy(streams, ({ description }) => `${streamName(description)}\n${description.name}`);
};

const decodeLiveStream: Decoder<LiveStream> = (value, where) => {
  const stored = memberStream(value, where);
  const description = withoutStepMark(stored);
  const selection = member(value, where, 'config', decodeSelection(description));
  return { description, selection, ...(description === stored ? {} : { isStepPending: true }) };
};

function decodeSelection({ name, namespace }: StreamDescription): Decoder<LiveStream['selection']> {
  return (value, where) => {
    const mappers = optionalMember(value, where, 'mappers', listOf(decodeMapper)) ?? [];
    return withoutUndefined({
      name,
      namespace,
      syncMode: member(value, where, 'syncMode', openSet(syncModes)),
      destinationSyncMode: member(value, where, 'destinationSyncMode', openSet(destinationSyncModes)),
      cursorField: optionalMember(value, where, 'cursorField', decodePath) ?? [],
      primaryKey: optionalMember(value, where, 'primaryKey', listOf(decodePath)) ?? [],
      selectedFields: decodeSelectedFields(value, where),
      mappers: mappers.map(({ type, mapperConfiguration }) => ({ type, mapperConfiguration })),
      mapperIds: mappers.map(({ id }) => id ?? ''),
      includeFiles: optionalMember(value, where, 'includeFiles', decodeBoolean),
      unmanaged: decodeUnmanaged(value, where),
    });
  };
}

/** Servers before 1.2 hash by `hashedFields`; later ones derive it from the mappers (API §3.1). */
function decodeUnmanaged(value: unknown, where: string): JsonObject | undefined {
  const { destinationObjectName, hashedFields, mappers } = decodeObject(value, where);
  const isHashing = Array.isArray(hashedFields) && hashedFields.length > 0 && !filled(mappers as Json[] | undefined);
  const unmanaged = {
    ...(typeof destinationObjectName === 'string' ? { destinationObjectName } : {}),
    ...(isHashing ? { hashedFields } : {}),
  };
  return Object.keys(unmanaged).length > 0 ? unmanaged : undefined;
}

function decodeSelectedFields(value: unknown, where: string): readonly string[] | undefined {
  const isEnabled = optionalMember(value, where, 'fieldSelectionEnabled', decodeBoolean) ?? false;
  const decodeFirstStep: Decoder<string> = (field, inside) => member(field, inside, 'fieldPath', decodePath)[0] ?? '';
  const fields = optionalMember(value, where, 'selectedFields', listOf(decodeFirstStep)) ?? [];
  return isEnabled ? fields : undefined;
}

const decodeMapper: Decoder<WireMapper> = (value, where) =>
  withoutUndefined({
    id: optionalMember(value, where, 'id', decodeString),
    type: member(value, where, 'type', decodeString),
    mapperConfiguration: member(value, where, 'mapperConfiguration', decodeObject),
  });

/**
 * A stream of a catalog to send: `stream` as the server said it, `config` from the files, and from the live
 * connection where the files say nothing.
 *
 * @see API §3.1, §3.2: `selected` and `stream.jsonSchema` must be there
 */
export function toWireStream(
  selection: StreamSelection,
  description: StreamDescription,
  live: LiveStream['selection'] | undefined,
): WireStreamAndConfiguration {
  const selectedFields = selection.selectsAllFields ? undefined : (selection.selectedFields ?? live?.selectedFields);
  return {
    stream: description.verbatim as unknown as WireStream,
    config: withoutUndefined({
      ...withoutOldHashing(live?.unmanaged, selection),
      syncMode: selection.syncMode,
      destinationSyncMode: selection.destinationSyncMode,
      cursorField: cursorField(selection, description, live),
      primaryKey: selection.primaryKey ?? filled(live?.primaryKey) ?? description.sourceDefinedPrimaryKey,
      selected: true,
      fieldSelectionEnabled: selectedFields !== undefined,
      selectedFields: selectedFields?.map((name) => ({ fieldPath: [name] })),
      mappers: toWireMappers(selection, live),
      includeFiles: selection.includeFiles ?? (live?.includeFiles ? true : undefined),
    }),
  };
}

/** A file that names mappers says all there is to hash. */
function withoutOldHashing(unmanaged: JsonObject = {}, { mappers }: StreamSelection): JsonObject {
  const { hashedFields: _old, ...others } = unmanaged;
  return mappers === undefined ? unmanaged : others;
}

/** Undeclared: what runs now, else what the source proposes, as the web interface does (API §3.6). */
function cursorField(
  { syncMode, cursorField: desired }: StreamSelection,
  description: StreamDescription,
  live: LiveStream['selection'] | undefined,
): FieldPath {
  if (desired !== undefined) return desired;
  return filled(live?.cursorField) ?? (syncMode === 'incremental' ? description.defaultCursorField : []);
}

/**
 * Mappers that stay keep their ids, and the mask of their key with it, for which the server puts the key that it has
 * stored (API §3.4, §3.6). Mappers that are new or changed are sent with their true key.
 */
function toWireMappers(
  selection: StreamSelection,
  live: LiveStream['selection'] | undefined,
): readonly WireMapper[] | undefined {
  const mappers = selection.mappers ?? live?.mappers;
  if (mappers === undefined || (mappers.length === 0 && (live?.mappers?.length ?? 0) === 0)) return undefined;
  const free = (live?.mappers ?? []).map((mapper, index) => ({
    text: canonical(mapper),
    id: live?.mapperIds[index],
    key: mapper.mapperConfiguration.key,
  }));
  return mappers.map(({ type, mapperConfiguration }) => {
    const at = free.findIndex(({ text }) => text === canonical({ type, mapperConfiguration }));
    const [match] = at === -1 ? [] : free.splice(at, 1);
    if (!match?.id) return { type, mapperConfiguration: revealed(mapperConfiguration, {}) };
    const stored = match.key === serverMask ? { ...mapperConfiguration, key: serverMask } : mapperConfiguration;
    return { id: match.id, type, mapperConfiguration: revealed(stored, {}) };
  });
}

/** A mapper by what it does: neither the order of its members nor a key counts, which servers mask. */
function canonical(mapper: Mapper): string {
  return JSON.stringify(mapper, (name, inner) => {
    if (name === 'key' && mapper.type === 'encryption') return secretLabel;
    return isJsonObject(inner) ? Object.fromEntries(sortedBy(Object.entries(inner), ([each]) => each)) : inner;
  });
}

function filled<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list !== undefined && list.length > 0 ? list : undefined;
}
