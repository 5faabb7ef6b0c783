import { type About, ApiError, isUnclear } from '../airbyte/api-error.ts';
import {
  createBuilderProject,
  createManifest,
  definitionHandler,
  listManifests,
  type ManifestWrite,
  publishBuilderProject,
} from '../airbyte/custom-definitions.ts';
import { InternalError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { LiveDefinition } from '../model/live.ts';
import {
  type Change,
  type Delete,
  describeManifest,
  type PlannedDefinition,
  type PlannedManifest,
} from '../model/plan.ts';
import type { ActorKind } from '../model/resource.ts';
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
      return createDefinition(desired, { context, about });
    case 'update':
      return updateDefinition(change, desired, { context, about });
    case 'replace':
      throw new InternalError(`${change.key}: connectors are never replaced`);
  }
}

interface Work {
  readonly context: ApplyContext;
  readonly about: About;
}

function createDefinition(desired: PlannedDefinition, work: Work): Promise<Applied> {
  const { image, manifest } = desired;
  if (image !== undefined) return createImage(desired, image, work);
  if (manifest !== undefined) return createDeclarative(desired, manifest, work);
  throw new InternalError(`${desired.key}: there is neither an image nor a manifest to create it of`);
}

function createImage(
  { actorKind, name }: PlannedDefinition,
  image: NonNullable<PlannedDefinition['image']>,
  { context, about }: Work,
): Promise<Applied> {
  const { client, live, clock } = context;
  const findNew = async () => {
    const found = await newDefinitions(actorKind, name, context);
    return found.filter(({ dockerRepository }) => dockerRepository === image.dockerRepository);
  };
  const create = () => definitionHandler(actorKind).create(client, live.workspace.id, { name, ...image }, about);
  // Nothing else can have been asked for: it is what was sent.
  return createSafely({ create, findNew, adopt: async () => undefined }, clock);
}

/** Two calls: a draft that nothing can run, and what makes a connector of it. Only the second must not happen twice. */
async function createDeclarative(desired: PlannedDefinition, manifest: PlannedManifest, work: Work): Promise<Applied> {
  const { context, about } = work;
  const { client, live, clock } = context;
  const { actorKind, name } = desired;
  const draft = await createDraft(name, manifest, work);
  const project = { workspaceId: live.workspace.id, builderProjectId: draft.id, name, manifest: toWrite(manifest) };
  const created = await createSafely(
    {
      create: () =>
        publishBuilderProject(client, project, about).catch((error) => throwWithDraft(error, draft.id, name)),
      findNew: () => newDefinitions(actorKind, name, context),
      // The server may have come no further than the connector itself.
      adopt: (id) => publishManifest(id, desired, work),
    },
    clock,
  );
  return { ...created, notes: [...draft.notes, ...created.notes] };
}

/** The draft is there, and the next run makes another one. */
function throwWithDraft(error: unknown, id: string, name: string): never {
  if (!(error instanceof ApiError) || isUnclear(error)) throw error;
  const { message, request, status, words, hint } = error;
  const left = `the connector builder keeps the draft "${name}" (${id}), which can be deleted there`;
  throw new ApiError(message, {
    request,
    status,
    words,
    cause: error,
    hint: hint === undefined ? left : `${hint}; ${left}`,
  });
}

/** A lost one stays behind: it cannot be told from a draft of somebody else, and does nothing. */
async function createDraft(name: string, { content }: PlannedManifest, { context, about }: Work): Promise<Applied> {
  const draft = { workspaceId: context.live.workspace.id, name, draftManifest: content };
  const create = () => createBuilderProject(context.client, draft, about);
  try {
    return { ...(await create()), notes: [] };
  } catch (error) {
    if (!isUnclear(error)) throw error;
    const note = `an answer was lost: the connector builder may keep an unpublished draft "${name}", which can be deleted`;
    return { ...(await create()), notes: [note] };
  }
}

/** Custom connectors of this name that were not there when the plan was made. */
async function newDefinitions(
  actorKind: ActorKind,
  name: string,
  { client, live }: ApplyContext,
): Promise<readonly LiveDefinition[]> {
  const known = new Set(live.definitions[actorKind].map(({ id }) => id));
  const found = await definitionHandler(actorKind).list(client, live.workspace.id);
  return found.filter((it) => !known.has(it.id) && it.name === name);
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
  const write = toWrite(manifest);
  try {
    await createManifest(context.client, which, { manifest: write, about });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const versions = await listManifests(context.client, which);
    if (!versions.some((one) => one.isActive && one.description === write.description)) throw error;
  }
}

function toWrite({ version, fingerprint, content }: PlannedManifest): ManifestWrite {
  return { version, description: describeManifest(fingerprint), manifest: content, spec: specificationIn(content) };
}

/** A manifest says in snake case what the API wants in camel case. */
function specificationIn({ spec }: JsonObject): JsonObject {
  if (!isJsonObject(spec)) return {};
  return withoutUndefined({
    connectionSpecification: spec.connection_specification,
    documentationUrl: spec.documentation_url,
  }) as JsonObject;
}
