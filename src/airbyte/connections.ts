import type { LiveConnection, LiveConnectionSettings, Tag } from '../model/live.ts';
import {
  backfillPreferences,
  type ConnectionSettings,
  namespaceDefinitions,
  nonBreakingChangesPreferences,
} from '../model/resource.ts';
import {
  type Decoder,
  decodeBoolean,
  decodeNothing,
  decodeNumber,
  decodeString,
  listOf,
  member,
  openSet,
  optionalMember,
  withoutUndefined,
} from '../util/decode.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import { type About, ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { decodeObject } from './definitions.ts';
import { decodeSaid } from './said.ts';
import { decodeSchedule, toWireSchedule } from './schedules.ts';
import { decodeSyncCatalog } from './streams.ts';
import type { WireConnectionCreate, WireConnectionUpdate, WireStreamAndConfiguration } from './wire.ts';

/** The members of a connection to write; an update sends those that are there and leaves the others alone. */
export interface ConnectionWrite {
  readonly name?: string;
  readonly settings: Omit<ConnectionSettings, 'tags'>;
  readonly tags?: readonly Tag[];
  readonly streams?: readonly WireStreamAndConfiguration[];
  /** The discovered catalog that the streams come from. */
  readonly sourceCatalogId?: string;
}

/** The calls for connections. */
export const connectionHandler = {
  /**
   * Every connection of a workspace with its streams, in one answer.
   *
   * @returns sorted by name, then id; never deleted ones
   */
  list: async (client: Client, workspaceId: string): Promise<readonly LiveConnection[]> => {
    const connections = await client.call({
      path: 'connections/list',
      body: { workspaceId },
      effect: 'read',
      decode: (value, where) => member(value, where, 'connections', listOf(decodeConnection)),
    });
    const living = connections.filter(({ settings }) => settings.status !== 'deprecated');
    return sortedBy(living, ({ name, id }) => `${name}\n${id}`);
  },

  /** @returns undefined when it is deleted: the server still answers then (API §2.9) */
  find: async (client: Client, id: string, about?: About): Promise<LiveConnection | undefined> => {
    const body = { connectionId: id };
    try {
      const found = await client.call({
        path: 'connections/get',
        body,
        effect: 'read',
        decode: decodeConnection,
        about,
      });
      return found.settings.status === 'deprecated' ? undefined : found;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  },

  /** Sends what the server takes on create, then once more what it ignores there (API §2.3). */
  create: async (
    client: Client,
    { workspaceId, ...ends }: { workspaceId: string; sourceId: string; destinationId: string },
    write: ConnectionWrite,
    about?: About,
  ): Promise<LiveConnection> => {
    const body: WireConnectionCreate = {
      ...ends,
      ...toWire(write, workspaceId),
      status: write.settings.status ?? 'active',
      // The server drops a backfillPreference that comes without it.
      nonBreakingChangesPreference: write.settings.nonBreakingChangesPreference ?? 'ignore',
    };
    const created = await client.call({
      path: 'connections/create',
      body,
      effect: 'create',
      decode: decodeConnection,
      about,
    });
    return withEmailNotification(client, created, write.settings.notifySchemaChangesByEmail, about);
  },

  /** Patches: what is not sent stays as it is (API §2.4). */
  update: async (
    client: Client,
    { id, workspaceId }: { readonly id: string; readonly workspaceId: string },
    write: ConnectionWrite,
    about?: About,
  ): Promise<LiveConnection> => {
    const updated = await patch(client, { connectionId: id, ...toWire(write, workspaceId) }, about);
    return withEmailNotification(client, updated, write.settings.notifySchemaChangesByEmail, about);
  },

  delete: (client: Client, id: string, about?: About): Promise<undefined> =>
    client.call({
      path: 'connections/delete',
      body: { connectionId: id },
      effect: 'write',
      decode: decodeNothing,
      about,
    }),
};

function patch(client: Client, body: WireConnectionUpdate, about?: About): Promise<LiveConnection> {
  return client.call({ path: 'connections/update', body, effect: 'write', decode: decodeConnection, about });
}

/**
 * Sets the e-mail notification where a plain update did not.
 *
 * The server touches it only while it differs from `notifySchemaChanges` (API §2.4), so that flag is turned once and
 * turned back.
 */
async function withEmailNotification(
  client: Client,
  connection: LiveConnection,
  desired: boolean | undefined,
  about?: About,
): Promise<LiveConnection> {
  const { notifySchemaChangesByEmail, notifySchemaChanges } = connection.settings;
  if (desired === undefined || notifySchemaChangesByEmail === desired) return connection;
  const connectionId = connection.id;
  const first = await patch(client, { connectionId, notifySchemaChangesByEmail: desired }, about);
  if (first.settings.notifySchemaChangesByEmail === desired) return first;
  await patch(client, { connectionId, notifySchemaChanges: desired, notifySchemaChangesByEmail: desired }, about);
  const body = { connectionId, notifySchemaChanges: notifySchemaChanges ?? false, notifySchemaChangesByEmail: desired };
  return patch(client, body, about);
}

function toWire(write: ConnectionWrite, workspaceId: string): Omit<WireConnectionUpdate, 'connectionId'> {
  const { schedule, ...settings } = write.settings;
  return withoutUndefined({
    name: write.name,
    ...settings,
    ...(schedule === undefined ? {} : toWireSchedule(schedule)),
    syncCatalog: write.streams === undefined ? undefined : { streams: write.streams },
    sourceCatalogId: write.sourceCatalogId,
    tags: write.tags?.map(({ id, name }) => ({ tagId: id, workspaceId, name, color: '000000' })),
  });
}

const decodeConnection: Decoder<LiveConnection> = (value, where) => {
  const streams = optionalMember(value, where, 'syncCatalog', decodeSyncCatalog) ?? [];
  return withoutUndefined({
    kind: 'connection' as const,
    id: member(value, where, 'connectionId', decodeString),
    name: member(value, where, 'name', decodeString),
    sourceId: member(value, where, 'sourceId', decodeString),
    destinationId: member(value, where, 'destinationId', decodeString),
    createdAt: optionalMember(value, where, 'created_at', decodeNumber),
    streams,
    settings: decodeSettings(value, where),
    said: decodeSaid(value, where, streams),
  });
};

function decodeSettings(value: unknown, where: string): LiveConnectionSettings {
  return withoutUndefined({
    schedule: decodeSchedule(value, where).schedule,
    status: optionalMember(value, where, 'status', decodeString) ?? 'active',
    namespaceDefinition: optionalMember(value, where, 'namespaceDefinition', openSet(namespaceDefinitions)) ?? 'source',
    namespaceFormat: optionalMember(value, where, 'namespaceFormat', decodeString) ?? '',
    prefix: optionalMember(value, where, 'prefix', decodeString) ?? '',
    tags: optionalMember(value, where, 'tags', decodeTagNames) ?? [],
    nonBreakingChangesPreference:
      optionalMember(value, where, 'nonBreakingChangesPreference', openSet(nonBreakingChangesPreferences)) ?? 'ignore',
    backfillPreference: optionalMember(value, where, 'backfillPreference', openSet(backfillPreferences)) ?? 'disabled',
    notifySchemaChanges: optionalMember(value, where, 'notifySchemaChanges', decodeBoolean) ?? false,
    notifySchemaChangesByEmail: optionalMember(value, where, 'notifySchemaChangesByEmail', decodeBoolean) ?? false,
    resourceRequirements: optionalMember(value, where, 'resourceRequirements', decodeObject),
  });
}

const decodeTagNames: Decoder<readonly string[]> = (value, where) =>
  listOf((tag, inside) => member(tag, inside, 'name', decodeString))(value, where).toSorted(compareText);
