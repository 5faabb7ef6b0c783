import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { SandboxContext } from '../context.ts';
import { chance, chanceBetween } from '../jobs/chance.ts';
import { internal } from '../refusal.ts';
import { findObject, findObjects, getUuid } from '../request-body.ts';
import { routes } from '../routes.ts';
import {
  destinationParts,
  sourceParts,
  type WorldPart,
  worldPlaces,
  worldSchedules,
  worldTags,
  worldTopics,
} from './world-parts.ts';

/** A source, ready to be connected. */
interface WorldSource {
  readonly id: string;
  readonly name: string;
  readonly catalogId: string;
  readonly streams: readonly JsonObject[];
}

type Created = { readonly id: string; readonly name: string };

/**
 * Fills the first workspace with a company's pipelines: so many connections, half as many sources, a tenth as many
 * destinations. Everything is made by the handlers that requests go to; the same seed makes the same world, ids apart.
 */
export async function seedWorld(connections: number, context: SandboxContext): Promise<void> {
  const [workspace] = context.store.workspaces.list();
  if (workspace === undefined) throw internal('there is no workspace');
  const world = { context, workspaceId: workspace.id };
  const tags = await createTags(world);
  const sources = await inTurn(Math.ceil(connections / 2), (index) => createSource(world, index));
  const destinations = await inTurn(Math.ceil(connections / 10), (index) => createActor(world, 'destination', index));
  await inTurn(connections, (index) =>
    createConnection(world, index, { source: pick(sources, index), destination: pick(destinations, index), tags }),
  );
}

interface ConnectionEnds {
  readonly source: WorldSource;
  readonly destination: Created;
  readonly tags: readonly Json[];
}

interface World {
  readonly context: SandboxContext;
  readonly workspaceId: string;
}

function createTags(world: World): Promise<readonly JsonObject[]> {
  const colors = ['CD7F32', '3366CC', '109618', 'DC3912'];
  return inTurn(worldTags.length, (index) =>
    call(world, 'tags/create', {
      workspaceId: world.workspaceId,
      name: pick(worldTags, index),
      color: pick(colors, index),
    }),
  );
}

async function createSource(world: World, index: number): Promise<WorldSource> {
  const { id, name } = await createActor(world, 'source', index);
  const found = await call(world, 'sources/discover_schema', { sourceId: id });
  const streams = findObjects(findObject(found, 'catalog') ?? {}, 'streams') ?? [];
  return { id, name, streams, catalogId: getUuid(found, 'catalogId') };
}

async function createActor(world: World, kind: ActorKind, index: number): Promise<Created> {
  const { connector, noun, configure }: WorldPart = pick(kind === 'source' ? sourceParts : destinationParts, index);
  const name = `${titleOf(index)} ${noun}`;
  const created = await call(world, `${kind}s/create`, {
    workspaceId: world.workspaceId,
    [`${kind}DefinitionId`]: connector.definitionId,
    name,
    connectionConfiguration: configure(titleOf(index).toLowerCase().replaceAll(' ', '-')),
  });
  return { id: getUuid(created, `${kind}Id`), name };
}

function createConnection(world: World, index: number, { source, destination, tags }: ConnectionEnds) {
  const { seed } = world.context.jobs;
  return call(world, 'connections/create', {
    name: `${source.name} → ${destination.name}${index < 2 ? '' : ` ${index}`}`,
    sourceId: source.id,
    destinationId: destination.id,
    sourceCatalogId: source.catalogId,
    status: chance(seed, 'status', index) < 0.9 ? 'active' : 'inactive',
    prefix: `${titleOf(index).toLowerCase().replaceAll(' ', '_')}_`,
    tags: tags.filter((_tag, nth) => chance(seed, 'tag', index, nth) < 0.4),
    ...pick(worldSchedules, chanceBetween(0, worldSchedules.length - 1, seed, 'schedule', index)),
    syncCatalog: {
      streams: source.streams.map((stream, nth) =>
        toSelected(stream, nth === 0 || chance(seed, 'stream', index, nth) < 0.7),
      ),
    },
  });
}

/** Incremental where there is a column that tells what is new. */
function toSelected({ stream, config }: JsonObject, selected: boolean): JsonObject {
  const head = isJsonObject(stream) ? stream : {};
  const properties = findObject(findObject(head, 'jsonSchema') ?? {}, 'properties') ?? {};
  const mode = Object.hasOwn(properties, 'updated_at')
    ? { syncMode: 'incremental', destinationSyncMode: 'append', cursorField: ['updated_at'] }
    : { syncMode: 'full_refresh', destinationSyncMode: 'overwrite' };
  return { stream: head, config: { ...(isJsonObject(config) ? config : {}), ...mode, selected } };
}

async function call({ context }: World, name: string, body: JsonObject): Promise<JsonObject> {
  const reply = await routes[name]?.handle(body, context);
  const answer: unknown = JSON.parse([reply?.text ?? 'null'].flat().join(''));
  if (!isJsonObject(answer)) throw internal(`${name} gave no object`);
  return answer;
}

/** Different for every index: topics first, then places, then numbers. */
function titleOf(index: number): string {
  const round = Math.floor(index / worldTopics.length);
  const number = Math.floor(round / worldPlaces.length);
  return `${pick(worldTopics, index)} ${pick(worldPlaces, round)}${number === 0 ? '' : ` ${number + 1}`}`;
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const found = items[index % items.length];
  if (found === undefined) throw internal('nothing to choose from');
  return found;
}

async function inTurn<Result>(count: number, make: (index: number) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < count; index += 1) results.push(await make(index));
  return results;
}
