import type { JsonObject } from '../model/json.ts';
import type { LiveActor } from '../model/live.ts';
import type { ActorKind } from '../model/resource.ts';
import {
  type Decoder,
  decodeBoolean,
  decodeNothing,
  decodeNumber,
  decodeString,
  listOf,
  member,
  optionalMember,
  withoutUndefined,
} from '../util/decode.ts';
import { sortedBy } from '../util/sort.ts';
import { type About, ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { decodeObject } from './definitions.ts';

/** A source or destination as it is to be stored. */
export interface ActorWrite {
  readonly name: string;
  /** With true secrets, or the mask where the server takes it back. */
  readonly configuration: JsonObject;
  readonly resourceAllocation?: JsonObject | undefined;
}

/** Asked for on every page; servers before 1.8 ignore it and give all. */
const pageSize = 1000;

/** The calls for one of the two kinds of actors; they differ in the names of paths and members only. */
export function actorHandler<Kind extends ActorKind>(kind: Kind) {
  const decode = decodeActor(kind);

  return {
    /**
     * Every source or destination of a workspace, all pages.
     *
     * @returns sorted by name, then id; never deleted ones
     * @see API §6: a page that is full may have a next one, which starts behind the last id
     */
    list: async (client: Client, workspaceId: string): Promise<readonly LiveActor<Kind>[]> => {
      try {
        return await listPages(client, kind, workspaceId);
      } catch (error) {
        // The last one of a page was deleted while we read: its id is no place to go on from.
        if (error instanceof ApiError && error.status === 404) return listPages(client, kind, workspaceId);
        throw error;
      }
    },

    create: (
      client: Client,
      { workspaceId, definitionId, ...write }: ActorWrite & { workspaceId: string; definitionId: string },
      about?: About,
    ): Promise<LiveActor<Kind>> =>
      client.call({
        path: `${kind}s/create`,
        body: { [`${kind}DefinitionId`]: definitionId, workspaceId, ...toWire(write) },
        effect: 'create',
        decode,
        about,
      }),

    /** Replaces the whole configuration (API §2.2). */
    update: (client: Client, { id, ...write }: ActorWrite & { id: string }, about?: About): Promise<LiveActor<Kind>> =>
      client.call({
        path: `${kind}s/update`,
        body: { [`${kind}Id`]: id, ...toWire(write) },
        effect: 'write',
        decode,
        about,
      }),

    delete: (client: Client, id: string, about?: About): Promise<undefined> =>
      client.call({
        path: `${kind}s/delete`,
        body: { [`${kind}Id`]: id },
        effect: 'write',
        decode: decodeNothing,
        about,
      }),
  };
}

function toWire({ name, configuration, resourceAllocation }: ActorWrite): object {
  return withoutUndefined({ name, connectionConfiguration: configuration, resourceAllocation });
}

async function listPages<Kind extends ActorKind>(
  client: Client,
  kind: Kind,
  workspaceId: string,
): Promise<readonly LiveActor<Kind>[]> {
  const seen = new Map<string, LiveActor<Kind>>();
  let cursor: string | undefined;
  do {
    const page = await readPage(client, kind, { workspaceId, pageSize, ...(cursor === undefined ? {} : { cursor }) });
    const fresh = page.actors.filter(({ id }) => !seen.has(id));
    for (const actor of fresh) seen.set(actor.id, actor);
    // A server without pages gives the same list again.
    cursor = page.actors.length === page.size && fresh.length > 0 ? page.actors.at(-1)?.id : undefined;
  } while (cursor !== undefined);
  return sortedBy(seen.values(), ({ name, id }) => `${name}\n${id}`);
}

interface Page<Kind extends ActorKind> {
  readonly actors: readonly LiveActor<Kind>[];
  /** How many fill a page: as the server says it, for it may give fewer than were asked for. */
  readonly size: number;
}

function readPage<Kind extends ActorKind>(client: Client, kind: Kind, body: object): Promise<Page<Kind>> {
  return client.call({
    path: `${kind}s/list`,
    body,
    effect: 'read',
    decode: (value, where) => ({
      actors: member(value, where, `${kind}s`, listOf(decodeActor(kind))),
      size: optionalMember(value, where, 'page_size', decodeNumber) ?? pageSize,
    }),
  });
}

function decodeActor<Kind extends ActorKind>(kind: Kind): Decoder<LiveActor<Kind>> {
  return (value, where) =>
    withoutUndefined({
      kind,
      id: member(value, where, `${kind}Id`, decodeString),
      name: member(value, where, 'name', decodeString),
      definitionId: member(value, where, `${kind}DefinitionId`, decodeString),
      configuration: optionalMember(value, where, 'connectionConfiguration', decodeObject) ?? {},
      createdAt: optionalMember(value, where, 'createdAt', decodeNumber),
      resourceAllocation: optionalMember(value, where, 'resourceAllocation', decodeObject),
      isVersionOverrideApplied: optionalMember(value, where, 'isVersionOverrideApplied', decodeBoolean),
    }) as LiveActor<Kind>;
}
