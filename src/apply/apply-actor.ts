import { actorHandler } from '../airbyte/actors.ts';
import type { About } from '../airbyte/api-error.ts';
import { readSpecification } from '../airbyte/definitions.ts';
import { InternalError } from '../errors.ts';
import { serverMask } from '../model/configuration.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveActor } from '../model/live.ts';
import type { Change, Delete, PlannedActor } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets, masked, revealed } from '../model/secrets.ts';
import type { Applied, ApplyContext } from './context.ts';
import { createSafely } from './create-safely.ts';

/** What is known of the connectors, those included that were created before. */
export interface ActorContext extends ApplyContext {
  readonly ids?: ReadonlyMap<ResourceKey, string>;
}

/** Creates or updates a source or destination. */
export function applyActor(
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
      return createActor(desired, context, about);
    case 'update':
      return updateActor({ id: change.id, configuration: configurationFor(change, desired, context) }, desired, {
        context,
        about,
      });
    case 'replace':
      throw new InternalError(`${change.key}: sources and destinations are never replaced`);
  }
}

async function createActor(desired: PlannedActor, context: ActorContext, about: About): Promise<Applied> {
  const { client, live, clock } = context;
  const handler = actorHandler(desired.kind);
  const { name } = desired;
  const workspaceId = live.workspace.id;
  const { definitionId, connectionSpecification } = await connectorOf(desired, context);
  const configuration = revealed(desired.configuration, connectionSpecification);
  const known = new Set(liveActors(desired, context).map(({ id }) => id));
  return createSafely(
    {
      create: () => handler.create(client, { workspaceId, name, definitionId, configuration }, about),
      findNew: async () => {
        const actors = await handler.list(client, workspaceId);
        return actors.filter((it) => !known.has(it.id) && it.name === name && it.definitionId === definitionId);
      },
      adopt: (id) => updateActor({ id, configuration }, desired, { context, about }),
    },
    clock,
  );
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
