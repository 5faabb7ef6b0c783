import type { Json, JsonObject } from '../../src/model/json.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import type { SandboxStore } from '../../src/sandbox/store.ts';
import type { StoredActor, StoredConnection, StoredStream } from '../../src/sandbox/stored.ts';
import { ruleFor } from './random-streams.ts';
import { type Draft, isDraft } from './written-value.ts';

/** One edit behind airplan's back. */
export interface Flip {
  /** The key of the resource that it is done to. */
  readonly key: string;
  /** The path that a plan has to show; absent where the files do not manage what is changed. */
  readonly path?: readonly string[];
  /** Does it. */
  readonly apply: () => void;
}

/** Documents by key, and where they are live. */
export interface LiveProject {
  readonly documents: readonly Draft[];
  readonly ids: Readonly<Record<string, string | undefined>>;
  readonly store: SandboxStore;
  readonly profile: SandboxProfile;
}

/** Every single edit that this list knows, to everything that a project has made. */
export function possibleFlips(live: LiveProject): readonly Flip[] {
  return live.documents.flatMap((document) => {
    const { kind } = document;
    const key = `${kind}/${document.key}`;
    const id = live.ids[key] ?? '';
    if (kind === 'connection') return connectionFlips(key, document, live, live.store.connections.find(id));
    if (kind !== 'source' && kind !== 'destination') return [];
    return actorFlips(key, document, live.store, live.store.actors[kind].find(id));
  });
}

function actorFlips(
  key: string,
  document: Draft,
  store: SandboxStore,
  actor: StoredActor | undefined,
): readonly Flip[] {
  if (actor === undefined || actor.configuration === null) return [];
  const table = store.actors[actor.kind];
  const { configuration } = actor;
  const edits = [
    ...leafEdits(configuration),
    { path: ['zz_by_hand'], configuration: { ...configuration, zz_by_hand: 1 } },
  ];
  const named =
    'id' in document ? [{ key, path: ['name'], apply: () => table.put({ ...actor, name: 'by hand' }) }] : [];
  return [
    ...named,
    ...edits.map((edit) => ({
      key,
      path: ['configuration', ...edit.path],
      apply: () => table.put({ ...actor, configuration: edit.configuration }),
    })),
  ];
}

interface LeafEdit {
  readonly path: readonly string[];
  readonly configuration: JsonObject;
}

/** Each leaf changed, and each leaf removed unless it is the only one of its object. */
function leafEdits(object: JsonObject): readonly LeafEdit[] {
  const isOnly = Object.keys(object).length === 1;
  return Object.entries(object).flatMap(([name, value]) => {
    const put = (inner: Json): JsonObject => Object.fromEntries([...Object.entries(object), [name, inner]]);
    if (isInner(value)) {
      return leafEdits(value).map((edit) => ({ path: [name, ...edit.path], configuration: put(edit.configuration) }));
    }
    const removed = Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
    const changed = isPointer(value) ? [] : [{ path: [name], configuration: put(otherValue(value)) }];
    return [...changed, ...(isOnly ? [] : [{ path: [name], configuration: removed }])];
  });
}

function isInner(value: Json): value is JsonObject {
  return isObject(value) && !isPointer(value) && Object.keys(value).length > 0;
}

/** What a store has in the place of a secret. */
function isPointer(value: Json): boolean {
  return isObject(value) && '_secret' in value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function otherValue(value: Json): Json {
  if (typeof value === 'string') return `${value}~`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? [...value, 'by hand'] : 'by hand';
}

function connectionFlips(
  key: string,
  document: Draft,
  live: LiveProject,
  connection: StoredConnection | undefined,
): readonly Flip[] {
  if (connection === undefined) return [];
  const table = live.store.connections;
  const settings = Object.entries(settingEdits(connection, live.store)).map(([name, edit]) => ({
    key,
    ...(isManaged(name, document, connection) ? { path: [name] } : {}),
    apply: () => table.put({ ...connection, ...edit() }),
  }));
  const streams = streamEdits(document, connection, live).map(({ path, streams: edited }) => ({
    key,
    ...(path === undefined ? {} : { path }),
    apply: () => table.put({ ...connection, catalog: { streams: edited } }),
  }));
  const named = { key, path: ['name'], apply: () => table.put({ ...connection, name: 'by hand' }) };
  return ['id' in document ? [named] : [], settings, streams].flat();
}

function isManaged(name: string, document: Draft, connection: StoredConnection): boolean {
  const usesFormat = (document.namespaceDefinition ?? connection.namespaceDefinition) === 'customformat';
  return document[name] !== undefined && (name !== 'namespaceFormat' || usesFormat);
}

/** For each setting something else than what is there, and than what any random project says. */
function settingEdits(
  connection: StoredConnection,
  store: SandboxStore,
): Readonly<Record<string, () => Partial<StoredConnection>>> {
  const other = <T>(now: T, one: T, two: T): T => (now === one ? two : one);
  return {
    schedule: () => ({ schedule: { type: 'basic', data: { basicSchedule: { units: 77, timeUnit: 'hours' } } } }),
    namespaceDefinition: () => ({
      namespaceDefinition: other(connection.namespaceDefinition, 'source', 'destination'),
    }),
    namespaceFormat: () => ({ namespaceFormat: 'by_hand' }),
    prefix: () => ({ prefix: 'by_hand_' }),
    status: () => ({ status: other(connection.status, 'active', 'inactive') }),
    tags: () => ({ tagIds: connection.tagIds.length > 0 ? connection.tagIds.slice(1) : [tagByHand(store)] }),
    nonBreakingChangesPreference: () => ({
      nonBreakingChangesPreference: other(connection.nonBreakingChangesPreference, 'ignore', 'disable'),
    }),
    backfillPreference: () => ({
      backfillPreference: other(connection.backfillPreference, 'enabled', 'disabled'),
    }),
    notifySchemaChanges: () => ({ notifySchemaChanges: !connection.notifySchemaChanges }),
    notifySchemaChangesByEmail: () => ({
      notifySchemaChangesByEmail: !(connection.notifySchemaChangesByEmail ?? false),
    }),
    resourceRequirements: () => ({ resourceRequirements: { cpu_request: '77' } }),
  };
}

function tagByHand(store: SandboxStore): string {
  const id = '00000000-0000-4000-8000-00000000aaaa';
  const workspaceId = store.workspaces.list()[0]?.id ?? '';
  store.tags.put({ id, workspaceId, name: 'by hand', color: '000000' });
  return id;
}

interface StreamEdit {
  readonly path?: readonly string[];
  readonly streams: readonly StoredStream[];
}

function streamEdits(document: Draft, connection: StoredConnection, live: LiveProject): readonly StreamEdit[] {
  const list = live.documents.find(({ kind, key }) => kind === 'catalog' && key === document.catalog) ?? document;
  const { streams } = connection.catalog;
  const changed = streams.flatMap((stream) => {
    const others = streams.filter((other) => other !== stream);
    const inside = fieldEdits(stream, ruleFor(list, identityOf(stream)) ?? {}).filter(
      // Before 1.7 servers know nothing of files.
      ({ name }) => name !== 'includeFiles' || live.profile !== '1.6',
    );
    return [
      { path: ['streams', nameOf(stream)], streams: others },
      ...inside.map(({ name, isManaged: isShown, edit }) => ({
        ...(isShown ? { path: ['streams', nameOf(stream), name] } : {}),
        streams: [...others, { ...stream, ...edit }],
      })),
    ];
  });
  const [first] = streams;
  if (first === undefined) return changed;
  // Under "propagate_fully" the server adds streams by itself, but none that runs like this.
  const modes = { syncMode: 'full_refresh', destinationSyncMode: 'append' };
  const added: StoredStream = { ...first, ...modes, stream: { ...first.stream, name: 'by_hand' } };
  return [...changed, { path: ['streams', nameOf(added)], streams: [added, ...streams] }];
}

interface FieldEdit {
  readonly name: string;
  readonly isManaged: boolean;
  readonly edit: Partial<StoredStream>;
}

function fieldEdits(stream: StoredStream, rule: Draft): readonly FieldEdit[] {
  const isIncremental = (rule.syncMode ?? 'full_refresh') === 'incremental';
  const isDeduplicated = rule.destinationSyncMode === 'append_dedup';
  return [
    {
      name: 'syncMode',
      isManaged: true,
      edit: { syncMode: isIncremental ? 'full_refresh' : 'incremental' },
    },
    {
      name: 'destinationSyncMode',
      isManaged: true,
      edit: { destinationSyncMode: stream.destinationSyncMode === 'append' ? 'overwrite' : 'append' },
    },
    {
      name: 'cursorField',
      isManaged: isIncremental && rule.cursorField !== undefined,
      edit: { cursorField: ['by_hand'] },
    },
    {
      name: 'primaryKey',
      isManaged: isDeduplicated && rule.primaryKey !== undefined,
      edit: { primaryKey: [['by_hand'], ['id']] },
    },
    ...deselections(stream).map((edit) => ({ name: 'fields', isManaged: rule.fields !== undefined, edit })),
    { name: 'mappers', isManaged: rule.mappers !== undefined, edit: { mappers: otherMappers(stream.mappers) } },
    { name: 'includeFiles', isManaged: rule.includeFiles !== undefined, edit: { includeFiles: true } },
  ];
}

/** Servers keep cursors and keys from being deselected. */
const fixedFields = ['id', 'updated_at', '_ab_cdc_lsn'];

function deselections({ jsonSchema }: StoredStream): readonly Partial<StoredStream>[] {
  const fields = isObject(jsonSchema.properties ?? null) ? Object.entries(jsonSchema.properties ?? {}) : [];
  const [dropped] = fields.find(([name]) => !fixedFields.includes(name)) ?? [];
  if (dropped === undefined) return [];
  const properties = Object.fromEntries(fields.filter(([name]) => name !== dropped));
  return [{ isFieldSelectionEnabled: true, jsonSchema: { ...jsonSchema, properties } }];
}

function otherMappers(mappers: StoredStream['mappers']): StoredStream['mappers'] {
  const byHand = { id: '00000000-0000-4000-8000-00000000bbbb', type: 'row-filtering' };
  const conditions = { type: 'EQUAL', fieldName: 'id', comparisonValue: 'by hand' };
  // The first one: those after it may take the field away.
  return [{ ...byHand, mapperConfiguration: { conditions } }, ...mappers];
}

function identityOf({ stream: { name, namespace } }: StoredStream): {
  readonly name: string;
  readonly namespace?: string;
} {
  return { name: String(name), ...(typeof namespace === 'string' ? { namespace } : {}) };
}

function nameOf(stream: StoredStream): string {
  const { name, namespace } = identityOf(stream);
  return namespace === undefined ? name : `${namespace}.${name}`;
}

/** The documents with the ids of what they made, so that a name can be changed behind their back. */
export function pinned(documents: readonly Draft[], ids: LiveProject['ids']): readonly Draft[] {
  return documents.map((document) => {
    const id = ids[`${document.kind}/${document.key}`];
    return id === undefined || !isDraft(document) ? document : { ...document, id };
  });
}
