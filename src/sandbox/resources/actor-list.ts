import type { JsonObject } from '../../model/json.ts';
import { compareText } from '../../util/sort.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { Handler, SandboxContext } from '../context.ts';
import { cutPage, findRows } from '../pagination.ts';
import { notFound } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import {
  failMissing,
  findBoolean,
  findEnum,
  findList,
  findObject,
  findText,
  findUuid,
  findUuids,
  getUuid,
} from '../request-body.ts';
import type { StoredActor } from '../stored.ts';
import { type ActorActivity, actorActivities, noActivity } from './actor-activity.ts';
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
  readonly activity: ActorActivity;
}

type Activities = ReadonlyMap<string, ActorActivity>;

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
  const sorted = [...actors].sort(comparisonOf('actorName_asc', new Map(), context));
  return jsonReply({ [`${kind}s`]: sorted.map((actor) => toWireActor(actor, context)) });
}

function pageReply(kind: ActorKind, actors: readonly StoredActor[], body: JsonObject, context: SandboxContext) {
  const pageSize = findRows(body, 'pageSize') ?? usualPageSize;
  const activities = actorActivities(context);
  const compare = comparisonOf(findEnum(body, 'sortKey', sortKeys) ?? 'actorName_asc', activities, context);
  const cursor = findCursor(kind, body, actors);
  const listed = actors.map((actor) => ({ actor, activity: activities.get(actor.id) ?? noActivity }));
  const wanted = filterListed(listed, findObject(body, 'filters'));
  const sorted = [...wanted].sort((left, right) => compare(left.actor, right.actor));
  const rest = cursor === undefined ? sorted : sorted.filter(({ actor }) => compare(actor, cursor) > 0);
  return jsonReply({
    [`${kind}s`]: rest.slice(0, pageSize).map((listed) => toListed(listed, context)),
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

function filterListed(actors: readonly ListedActor[], filters: JsonObject | undefined): readonly ListedActor[] {
  if (filters === undefined) return actors;
  const states = findList(filters, 'states') ?? [];
  const term = findText(filters, 'searchTerm')?.toLowerCase() ?? '';
  return actors.filter(
    ({ actor, activity: { status } }) =>
      (states.length === 0 || states.includes(status)) && actor.name.toLowerCase().includes(term),
  );
}

function comparisonOf(
  key: SortKey,
  activities: Activities,
  context: SandboxContext,
): (left: StoredActor, right: StoredActor) => number {
  const direction = key.endsWith('_desc') ? -1 : 1;
  const toText = sortTexts(activities, context)[key.split('_')[0] ?? key] ?? nameText;
  return (left, right) => direction * (compareText(toText(left), toText(right)) || compareText(left.id, right.id));
}

/** What is compared, by the first part of a sort key. */
function sortTexts(
  activities: Activities,
  context: SandboxContext,
): Readonly<Record<string, (actor: StoredActor) => string>> {
  return {
    actorDefinitionName: ({ kind, definitionId }) =>
      findConnector(kind, definitionId, context)?.name.toLowerCase() ?? '',
    // Whoever never synced comes before the first second of all.
    lastSync: ({ id }) => String(activities.get(id)?.lastSync ?? 0).padStart(12, '0'),
  };
}

function nameText({ name }: StoredActor): string {
  return name.toLowerCase();
}

function toListed({ actor, activity }: ListedActor, context: SandboxContext) {
  return {
    ...toWireActor(actor, context),
    status: activity.status,
    numConnections: activity.connections,
    lastSync: activity.lastSync,
    connectionJobStatuses: activity.jobStatuses,
  };
}
