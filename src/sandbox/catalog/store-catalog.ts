import type { JsonObject } from '../../model/json.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { toJsonb } from '../jsonb.ts';
import type { ProfileRules } from '../profile.ts';
import { internal, known, problem } from '../refusal.ts';
import { failMissing, findBoolean, findEnum, findObject, findObjects, findText, findTexts } from '../request-body.ts';
import type { StoredCatalog, StoredStream } from '../stored.ts';
import { assertMapperFields } from './mapper-fields.ts';
import { decodeMappers } from './mappers.ts';
import { decodeFieldPaths, decodePaths, fieldNames, pruneToSelection } from './stream-fields.ts';

const syncModes = ['full_refresh', 'incremental'] as const;
const olderDestinationModes = ['append', 'overwrite', 'append_dedup', 'overwrite_dedup'] as const;
const destinationSyncModes = [...olderDestinationModes, 'update', 'soft_delete'] as const;
const maxFields = 20_000;

/** How a posted catalog is read. */
export interface CatalogRules {
  /** Older servers ignore what they do not know yet. */
  readonly profile: ProfileRules;
  readonly newId: () => string;
  /** The catalog that is being replaced, for the keys of its mappers. */
  readonly previous?: StoredCatalog;
}

/** A posted stream, its parts known to be there. */
interface PostedStream {
  readonly stream: JsonObject;
  readonly config: JsonObject;
  readonly name: string;
  readonly namespace: string | undefined;
}

/**
 * What the server keeps of a posted catalog: the selected streams, as posted but for API §3.1 and §3.2. Cursors, keys
 * and sync modes are not checked (API §3.4).
 *
 * @throws {Refusal} 500 for duplicates and for a missing `selected` or `jsonSchema`, 422 for odd field selections,
 * 400 for too many fields and for mappers that cannot do what they are told
 */
export function toStoredCatalog(catalog: JsonObject, rules: CatalogRules): StoredCatalog {
  const posted = (findObjects(catalog, 'streams') ?? []).map((entry) => decodePosted(entry, rules));
  assertNoDuplicates(posted);
  const selected = posted.filter(({ config }) => findBoolean(config, 'selected') ?? failMissing('selected'));
  assertFieldLimit(selected);
  const streams = selected.map((stream) => toStoredStream(stream, rules));
  assertMapperFields(streams);
  return { streams };
}

function decodePosted(entry: JsonObject, rules: CatalogRules): PostedStream {
  const stream = findObject(entry, 'stream') ?? failMissing('stream');
  const config = findObject(entry, 'config') ?? failMissing('config');
  // Enums are refused while the body is read, in streams that nobody selects as well.
  findEnum(config, 'syncMode', syncModes);
  findEnum(config, 'destinationSyncMode', destinationModes(rules));
  return {
    stream,
    config,
    name: findText(stream, 'name') ?? failMissing('name'),
    namespace: findText(stream, 'namespace'),
  };
}

function assertNoDuplicates(posted: readonly PostedStream[]): void {
  const names = new Set(posted.map(({ namespace, name }) => JSON.stringify([namespace, name])));
  if (names.size < posted.length) throw internal('the catalog has a stream twice');
}

function assertFieldLimit(selected: readonly PostedStream[]): void {
  const count = selected.reduce((total, stream) => total + countFields(stream), 0);
  if (count > maxFields) {
    throw known(400, `A connection cannot have more than ${maxFields} selected fields, this one has ${count}.`);
  }
}

function countFields({ stream, config }: PostedStream): number {
  const jsonSchema = findObject(stream, 'jsonSchema') ?? failMissing('jsonSchema');
  if (config.fieldSelectionEnabled !== true) return fieldNames(jsonSchema).length;
  return decodeFieldPaths(config, 'selectedFields')?.length ?? 0;
}

function toStoredStream(posted: PostedStream, rules: CatalogRules): StoredStream {
  const { stream, config } = posted;
  const isFieldSelectionEnabled = findBoolean(config, 'fieldSelectionEnabled') ?? false;
  const settings = {
    syncMode: findEnum(config, 'syncMode', syncModes) ?? failMissing('syncMode'),
    destinationSyncMode:
      findEnum(config, 'destinationSyncMode', destinationModes(rules)) ?? failMissing('destinationSyncMode'),
    cursorField: findTexts(config, 'cursorField') ?? [],
    primaryKey: decodePaths(config, 'primaryKey'),
  };
  const jsonSchema = findObject(stream, 'jsonSchema') ?? failMissing('jsonSchema');
  const kept = isFieldSelectionEnabled ? pruneToSelection({ ...settings, config, jsonSchema }) : jsonSchema;
  return {
    ...settings,
    stream: toStoredHead(posted, rules),
    jsonSchema: toJsonb(kept),
    isFieldSelectionEnabled,
    mappers: decodeMappers(config, rules, findPreviousMappers(posted, rules)),
    ...decodeFileSettings(config, rules),
  };
}

/** The `stream` half without its schema; it is believed as posted. */
function toStoredHead({ stream, name, namespace }: PostedStream, rules: CatalogRules): JsonObject {
  return withoutUndefined({
    name,
    namespace,
    supportedSyncModes: findTexts(stream, 'supportedSyncModes') ?? [],
    sourceDefinedCursor: findBoolean(stream, 'sourceDefinedCursor') ?? false,
    defaultCursorField: findTexts(stream, 'defaultCursorField') ?? [],
    sourceDefinedPrimaryKey: decodePaths(stream, 'sourceDefinedPrimaryKey'),
    isResumable: findBoolean(stream, 'isResumable'),
    isFileBased: rules.profile.hasFiles ? findBoolean(stream, 'isFileBased') : undefined,
  }) as JsonObject;
}

function destinationModes({ profile }: CatalogRules): readonly (typeof destinationSyncModes)[number][] {
  return profile.hasDataActivation ? destinationSyncModes : olderDestinationModes;
}

function findPreviousMappers({ name, namespace }: PostedStream, { previous }: CatalogRules): StoredStream['mappers'] {
  const same = previous?.streams.find(({ stream }) => stream.name === name && stream.namespace === namespace);
  return same?.mappers ?? [];
}

/** No connector here moves files, so asking for them is refused. */
function decodeFileSettings(config: JsonObject, { profile }: CatalogRules) {
  const includeFiles = profile.hasFiles && (findBoolean(config, 'includeFiles') ?? false);
  if (includeFiles) {
    const type = 'error:connection-validation/file-transfer/connection-unsupported';
    throw problem(400, type, 'Source and destination do not both support file transfer.');
  }
  return withoutUndefined({
    includeFiles,
    destinationObjectName: profile.hasDataActivation ? findText(config, 'destinationObjectName') : undefined,
  });
}
