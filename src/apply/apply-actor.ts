import { actorHandler } from '../airbyte/actors.ts';
import type { About } from '../airbyte/api-error.ts';
import { readSpecification } from '../airbyte/definitions.ts';
import { InternalError } from '../errors.ts';
import { serverMask } from '../model/configuration.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveActor } from '../model/live.ts';
import type { Change, Delete, PlannedActor, Replace } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets, masked, revealed } from '../model/secrets.ts';
import { assertConnectionsCanFollow } from './apply-connection.ts';
import type { Applied, ApplyContext } from './context.ts';
import { createSafely } from './create-safely.ts';
import { deleteLive } from './delete-object.ts';

/** What is known of the connectors, those included that were created before. */
export interface ActorContext extends ApplyContext {
  readonly ids?: ReadonlyMap<ResourceKey, string>;
}

/** Creates or updates a source or destination. */
export async function applyActor(
  change: Exclude<Change, Delete>,
  desired: PlannedActor,
  context: ActorContext,
): Promise<Applied> {
  const about: About = {
    key: change.key,
    place: change.place,
    hideSecrets: (words) => hideSecrets(words, desired.configuration),
  };
  switch (change.action) {
    case 'create':
      return (await prepareCreate(desired, context, about))();
    case 'update':
      return updateActor({ id: change.id, configuration: configurationFor(change, desired, context) }, desired, {
        context,
        about,
      });
    case 'replace':
      return replaceActor(change, desired, { context, about });
  }
}

/**
 * Deletes the old one first: were it to stay until the new one is there, an apply that is killed in between would leave
 * an object behind that no file names. Once it is gone, the next apply just creates what is missing.
 */
async function replaceActor(
  { id }: Replace,
  desired: PlannedActor,
  { context, about }: { readonly context: ActorContext; readonly about: About },
): Promise<Applied> {
  // Whatever can fail without having touched anything comes before the deletion.
  const create = await prepareCreate(desired, context, about);
  assertConnectionsCanFollow(id, context);
  const notes = await deleteLive({ kind: desired.kind, id }, context, about);
  const created = await create();
  return { ...created, notes: [...notes, ...created.notes] };
}

async function prepareCreate(
  desired: PlannedActor,
  context: ActorContext,
  about: About,
): Promise<() => Promise<Applied>> {
  const { client, live, clock } = context;
  const handler = actorHandler(desired.kind);
  const { name } = desired;
  const workspaceId = live.workspace.id;
  const { definitionId, connectionSpecification } = await connectorOf(desired, context);
  const configuration = revealed(desired.configuration, connectionSpecification);
  const known = new Set(liveActors(desired, context).map(({ id }) => id));
  const steps = {
    create: () => handler.create(client, { workspaceId, name, definitionId, configuration }, about),
    findNew: async () => {
      const actors = await handler.list(client, workspaceId);
      return actors.filter((it) => !known.has(it.id) && it.name === name && it.definitionId === definitionId);
    },
    adopt: (id: string) => updateActor({ id, configuration }, desired, { context, about }),
  };
  return () => createSafely(steps, clock);
}

/** A connector that had to come first is asked for its specification now. */
async function connectorOf(desired: PlannedActor, context: ActorContext) {
  const { kind, definition, definitionId } = desired;
  if (definition === undefined) return { definitionId, connectionSpecification: specificationOf(desired, context) };
  const created = context.ids?.get(definition);
  if (created === undefined) throw new InternalError(`${desired.key} is applied before ${definition}`);
  return readSpecification(context.client, kind, { definitionId: created, workspaceId: context.live.workspace.id });
}

/** True secrets when the configuration has to be sent anyway; otherwise what leaves them as they are stored. */
function configurationFor({ fields }: Change, desired: PlannedActor, context: ApplyContext): JsonObject {
  const specification = specificationOf(desired, context);
  return fields.some(({ path }) => path[0] === 'configuration')
    ? revealed(desired.configuration, specification)
    : masked(desired.configuration, specification, serverMask);
}

/** Without one, no secret is known to be copied, and nothing to have another type than text. */
function specificationOf({ definitionId }: PlannedActor, { specifications }: ApplyContext): JsonObject {
  return specifications.get(definitionId)?.connectionSpecification ?? {};
}

async function updateActor(
  { id, configuration }: { readonly id: string; readonly configuration: JsonObject },
  desired: PlannedActor,
  { context, about }: { readonly context: ApplyContext; readonly about: About },
): Promise<Applied> {
  const resourceAllocation = liveActors(desired, context).find((it) => it.id === id)?.resourceAllocation;
  const write = { id, name: desired.name, configuration, resourceAllocation };
  await actorHandler(desired.kind).update(context.client, write, about);
  return { id, notes: [] };
}

function liveActors({ kind }: PlannedActor, { live }: ApplyContext): readonly LiveActor[] {
  return kind === 'source' ? live.sources : live.destinations;
}
