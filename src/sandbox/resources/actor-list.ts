import type { JsonObject } from '../../model/json.ts';
import { compareText } from '../../util/sort.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { Handler, SandboxContext } from '../context.ts';
import { cutPage } from '../pagination.ts';
import { notFound } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import {
  failMissing,
  findBoolean,
  findEnum,
  findInteger,
  findList,
  findObject,
  findText,
  findUuid,
  findUuids,
  getUuid,
} from '../request-body.ts';
import type { StoredActor } from '../stored.ts';
import { toWireActor } from './actor-store.ts';
import { findConnector } from './connector-lookup.ts';

const sortKeys = [
  'actorName_asc',
  'actorName_desc',
  'actorDefinitionName_asc',
  'actorDefinitionName_desc',
  'lastSync_asc',
  'lastSync_desc',
] as const;
type SortKey = (typeof sortKeys)[number];

const usualPageSize = 20;

interface ListedActor {
  readonly actor: StoredActor;
  readonly connections: number;
  readonly status: 'active' | 'inactive';
}

/** All actors of a workspace, or one page of them on newer servers (API §6). */
export function listActors(kind: ActorKind): Handler {
  return (body, context) => {
    const workspaceId = getUuid(body, 'workspaceId');
    const actors = context.store.actors[kind]
      .list()
      .filter((actor) => actor.workspaceId === workspaceId && actor.configuration !== null);
    return context.rules.pagesActors ? pageReply(kind, actors, body, context) : wholeReply(kind, actors, context);
  };
}

/** Pages of a list without an order: what one page shows, the next may show again (API §1.4). */
export function listPage(kind: ActorKind): Handler {
  return (body, context) => {
    const workspaceIds = findUuids(body, 'workspaceIds') ?? failMissing('workspaceIds');
    const pagination = findObject(body, 'pagination') ?? failMissing('pagination');
    const withDeleted = findBoolean(body, 'includeDeleted') ?? false;
    const part = findText(body, 'nameContains')?.toLowerCase() ?? '';
    const found = context.store.actors[kind]
      .list()
      .filter(
        ({ workspaceId, configuration }) =>
          workspaceIds.includes(workspaceId) && (withDeleted || configuration !== null),
      )
      .filter(({ name }) => name.toLowerCase().includes(part));
    const page = cutPage(context.shuffle(found), pagination);
    return jsonReply({ [`${kind}s`]: page.map((actor) => toWireActor(actor, context)) });
  };
}

/** The server compares what it searches for with reads that have more members: nothing is ever equal (API §1.4). */
export function searchActors(kind: ActorKind): Handler {
  return () => jsonReply({ [`${kind}s`]: [] });
}

function wholeReply(kind: ActorKind, actors: readonly StoredActor[], context: SandboxContext) {
  const sorted = [...actors].sort(comparisonOf('actorName_asc', context));
  return jsonReply({ [`${kind}s`]: sorted.map((actor) => toWireActor(actor, context)) });
}

function pageReply(kind: ActorKind, actors: readonly StoredActor[], body: JsonObject, context: SandboxContext) {
  const pageSize = findInteger(body, 'pageSize') ?? usualPageSize;
  const compare = comparisonOf(findEnum(body, 'sortKey', sortKeys) ?? 'actorName_asc', context);
  const cursor = findCursor(kind, body, actors);
  const wanted = filterListed(countConnections(actors, context), findObject(body, 'filters'));
  const sorted = [...wanted].sort((left, right) => compare(left.actor, right.actor));
  const rest = cursor === undefined ? sorted : sorted.filter(({ actor }) => compare(actor, cursor) > 0);
  return jsonReply({
    [`${kind}s`]: rest.slice(0, Math.max(0, pageSize)).map((listed) => toListed(listed, context)),
    page_size: pageSize,
    // The name is the server's; what it counts are sources or destinations.
    num_connections: wanted.length,
  });
}

/** The last actor of the page before; 404 once it is deleted. */
function findCursor(kind: ActorKind, body: JsonObject, actors: readonly StoredActor[]): StoredActor | undefined {
  const id = findUuid(body, 'cursor');
  if (id === undefined) return undefined;
  const actor = actors.find((other) => other.id === id);
  if (actor === undefined) throw notFound(`${kind.toUpperCase()}_CONNECTION`, id);
  return actor;
}

function countConnections(actors: readonly StoredActor[], { store }: SandboxContext): readonly ListedActor[] {
  const counts = new Map<string, { all: number; active: number }>();
  for (const { sourceId, destinationId, status } of store.connections.list()) {
    if (status === null || status === 'deprecated') continue;
    for (const id of [sourceId, destinationId]) {
      const count = counts.get(id) ?? { all: 0, active: 0 };
      counts.set(id, { all: count.all + 1, active: count.active + (status === 'active' ? 1 : 0) });
    }
  }
  return actors.map((actor) => {
    const { all, active } = counts.get(actor.id) ?? { all: 0, active: 0 };
    return { actor, connections: all, status: active > 0 ? 'active' : 'inactive' };
  });
}

function filterListed(actors: readonly ListedActor[], filters: JsonObject | undefined): readonly ListedActor[] {
  if (filters === undefined) return actors;
  const states = findList(filters, 'states') ?? [];
  const term = findText(filters, 'searchTerm')?.toLowerCase() ?? '';
  return actors.filter(
    ({ actor, status }) => (states.length === 0 || states.includes(status)) && actor.name.toLowerCase().includes(term),
  );
}

/** Nothing syncs yet, so the order by last sync is the order by name. */
function comparisonOf(key: SortKey, context: SandboxContext): (left: StoredActor, right: StoredActor) => number {
  const direction = key.endsWith('_desc') ? -1 : 1;
  const toText = key.startsWith('actorDefinitionName')
    ? (actor: StoredActor) => findConnector(actor.kind, actor.definitionId, context)?.name.toLowerCase() ?? ''
    : (actor: StoredActor) => actor.name.toLowerCase();
  return (left, right) => direction * (compareText(toText(left), toText(right)) || compareText(left.id, right.id));
}

function toListed({ actor, connections, status }: ListedActor, context: SandboxContext) {
  return { ...toWireActor(actor, context), status, numConnections: connections };
}
