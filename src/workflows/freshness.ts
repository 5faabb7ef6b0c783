import { actorHandler } from '../airbyte/actors.ts';
import type { Client } from '../airbyte/client.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import { definitionHandler } from '../airbyte/custom-definitions.ts';
import { StalePlanError } from '../errors.ts';
import type { LiveDefinition, LiveResource, Workspace } from '../model/live.ts';
import type { Change, Create, PlannedResource } from '../model/plan.ts';
import { actorKinds, type ResourceKind } from '../model/resource.ts';
import type { PlannedWork } from './plan.ts';
import { digestOf, indexLive, type LiveIndex, preconditionOf } from './preconditions.ts';
import { readManifest } from './read-manifests.ts';
import { explainLive } from './staleness.ts';

/** What is known of an object before the server is asked again. */
interface Known {
  readonly id: string;
  readonly workspace: Workspace;
  readonly before: LiveResource | undefined;
}

/** How the server is asked once more for one object, and for all of a kind. */
interface Reader {
  readonly find: (client: Client, known: Known) => Promise<LiveResource | undefined>;
  readonly list: (client: Client, workspaceId: string) => Promise<readonly LiveResource[]>;
}

const readers: { readonly [Kind in ResourceKind]: Reader } = {
  definition: { find: findDefinition, list: listCustom },
  source: byId(actorHandler('source')),
  destination: byId(actorHandler('destination')),
  connection: byId(connectionHandler),
};

function byId({
  find,
  list,
}: Pick<Reader, 'list'> & {
  readonly find: typeof connectionHandler.find | ReturnType<typeof actorHandler>['find'];
}): Reader {
  return { find: (client, { id }) => find(client, id), list };
}

async function listCustom(client: Client, workspaceId: string): Promise<readonly LiveDefinition[]> {
  const lists = await Promise.all(actorKinds.map((kind) => definitionHandler(kind).list(client, workspaceId)));
  return lists.flat();
}

/** No call gives one connector as its workspace sees it. Of its manifests only what was asked for before. */
async function findDefinition(client: Client, { id, workspace, before }: Known): Promise<LiveResource | undefined> {
  const found = (await listCustom(client, workspace.id)).find((one) => one.id === id);
  if (found === undefined || before?.kind !== 'definition' || before.manifest === undefined) return found;
  const manifest = await readManifest({ client, workspace }, id);
  return manifest === undefined ? found : { ...found, manifest };
}

/** A list of a kind serves all creations of so many milliseconds: a large plan would list again and again otherwise. */
const listingLastsMs = 2000;

interface Listing {
  readonly atMs: number;
  readonly resources: Promise<readonly LiveResource[]>;
}

export interface FreshnessParts {
  readonly client: Client;
  /** What was read last. */
  readonly work: PlannedWork;
  readonly nowMs: () => number;
}

/**
 * A last look at the live object of a change, just before it is written.
 *
 * @returns a function that throws `StalePlanError` when the object is no longer as it was read, and `RequestError` when
 *   it cannot be read
 */
export function createFreshnessCheck(parts: FreshnessParts): (change: Change) => Promise<void> {
  const { client, work } = parts;
  const list = createListing(parts);
  const live = indexLive(work);
  const known = (id: string): Known => ({ id, workspace: work.live.workspace, before: live.byId.get(id) });
  return async (change) => {
    const now =
      change.action === 'create'
        ? findTwin(change, await list(change.kind), live)
        : await readers[change.kind].find(client, known(change.id));
    const reasons = explainLive(preconditionOf(change, live), digestOf(now, live.specifications));
    if (reasons.length === 0) return;
    throw new StalePlanError(`${change.key}: since the plan was made, ${reasons.join('; ')}`, {
      hint: 'this change was not written; make a new plan with "airplan plan --out", and look at it',
    });
  };
}

/** What has the identity of something that is to be created, and was not there before. */
function findTwin(
  { name, desired }: Create,
  resources: readonly LiveResource[],
  { byId }: LiveIndex,
): LiveResource | undefined {
  return resources.find((it) => {
    if (it.name !== name || byId.has(it.id)) return false;
    return it.kind === desired.kind && isSameConnector(it, desired);
  });
}

function isSameConnector(live: LiveResource, desired: PlannedResource): boolean {
  if ('actorKind' in live) return 'actorKind' in desired && live.actorKind === desired.actorKind;
  return !('definitionId' in live && 'definitionId' in desired) || live.definitionId === desired.definitionId;
}

function createListing({ client, work, nowMs }: FreshnessParts): (kind: ResourceKind) => Listing['resources'] {
  const listings = new Map<ResourceKind, Listing>();
  return (kind) => {
    const last = listings.get(kind);
    if (last !== undefined && nowMs() - last.atMs < listingLastsMs) return last.resources;
    const listing = { atMs: nowMs(), resources: readers[kind].list(client, work.live.workspace.id) };
    listings.set(kind, listing);
    return listing.resources;
  };
}
