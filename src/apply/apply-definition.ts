import { type About, ApiError } from '../airbyte/api-error.ts';
import { createManifest, definitionHandler, listManifests, type ManifestWrite } from '../airbyte/custom-definitions.ts';
import { listDefinitions } from '../airbyte/definitions.ts';
import { InternalError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { type Change, type Delete, describeManifest, type PlannedDefinition } from '../model/plan.ts';
import { withoutUndefined } from '../util/decode.ts';
import type { Applied, ApplyContext } from './context.ts';
import { createSafely } from './create-safely.ts';

/** Creates a custom connector, or updates it in place: what runs on it is never touched. */
export function applyDefinition(
  change: Exclude<Change, Delete>,
  desired: PlannedDefinition,
  context: ApplyContext,
): Promise<Applied> {
  const about: About = { key: change.key, place: change.place };
  switch (change.action) {
    case 'create':
      return createDefinition(desired, context, about);
    case 'update':
      return updateDefinition(change, desired, { context, about });
    case 'replace':
      throw new InternalError(`${change.key}: connectors are never replaced`);
  }
}

function createDefinition(desired: PlannedDefinition, context: ApplyContext, about: About): Promise<Applied> {
  const { client, live, clock } = context;
  const { actorKind, name, image } = desired;
  if (image === undefined) throw new InternalError(`${desired.key}: a declarative connector is never created`);
  const known = new Set(live.definitions[actorKind].map(({ id }) => id));
  return createSafely(
    {
      create: () => definitionHandler(actorKind).create(client, live.workspace.id, { name, ...image }, about),
      findNew: async () => {
        const definitions = await listDefinitions(client, actorKind, live.workspace.id);
        return definitions.filter(
          (it) => !known.has(it.id) && it.name === name && it.dockerRepository === image.dockerRepository,
        );
      },
      // Nothing else can have been asked for: it is what was sent.
      adopt: async () => undefined,
    },
    clock,
  );
}

interface Work {
  readonly context: ApplyContext;
  readonly about: About;
}

async function updateDefinition(
  { id, fields }: { readonly id: string } & Pick<Change, 'fields'>,
  desired: PlannedDefinition,
  work: Work,
): Promise<Applied> {
  const { client, live } = work.context;
  const { actorKind, name, image } = desired;
  const dockerImageTag =
    image?.dockerImageTag ?? live.definitions[actorKind].find((it) => it.id === id)?.dockerImageTag;
  if (fields.some(({ path }) => path[0] === 'name' || path[0] === 'dockerImageTag') && dockerImageTag !== undefined) {
    const change = { id, workspaceId: live.workspace.id, name, dockerImageTag };
    await definitionHandler(actorKind).update(client, change, work.about);
  }
  await publishManifest(id, desired, work);
  return { id, notes: [] };
}

/** After a lost answer the version is there already, and nobody else knows its fingerprint. */
async function publishManifest(sourceDefinitionId: string, { manifest }: PlannedDefinition, { context, about }: Work) {
  if (manifest === undefined) return;
  const which = { workspaceId: context.live.workspace.id, sourceDefinitionId };
  const description = describeManifest(manifest.fingerprint);
  const { version, content } = manifest;
  const write: ManifestWrite = { version, description, manifest: content, spec: specificationIn(content) };
  try {
    await createManifest(context.client, which, { manifest: write, about });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const versions = await listManifests(context.client, which);
    if (!versions.some((one) => one.isActive && one.description === description)) throw error;
  }
}

/** A manifest says in snake case what the API wants in camel case. */
function specificationIn({ spec }: JsonObject): JsonObject {
  if (!isJsonObject(spec)) return {};
  return withoutUndefined({
    connectionSpecification: spec.connection_specification,
    documentationUrl: spec.documentation_url,
  }) as JsonObject;
}
