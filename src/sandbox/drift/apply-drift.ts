import type { SandboxContext } from '../context.ts';
import { getConfiguration, storeSecrets } from '../resources/actor-store.ts';
import { getConnector } from '../resources/connector-lookup.ts';
import { rediscover } from '../resources/discovery.ts';
import { routes } from '../routes.ts';
import { decodeChangedSchedule } from '../schedules.ts';
import type { StoredActor } from '../stored.ts';
import { editActorInUi, editConnectionInUi } from '../ui-edits.ts';
import type { DriftEdit, DriftOf } from './drift-edit.ts';
import { DriftError, getActorTarget, getConnectionTarget } from './drift-target.ts';
import { reactToSchema } from './react-to-schema.ts';
import { rotateSecrets } from './rotate-secret.ts';
import { isStream } from './schema-edits.ts';

type Rule<Type extends DriftEdit['type']> = (edit: DriftOf<Type>, context: SandboxContext) => void | Promise<void>;

const rules: { readonly [Type in DriftEdit['type']]: Rule<Type> } = {
  rename: ({ kind, target, name }, { store }) =>
    kind === 'connection'
      ? editConnectionInUi(store, getConnectionTarget(store, target).id, { name })
      : editActorInUi(store, kind, getActorTarget(store, kind, target).id, { name }),
  delete: deleteTarget,
  configure: configureTarget,
  'rotate-secret': (edit, context) =>
    rotateSecrets(getActorTarget(context.store, edit.kind, edit.target), edit, context),
  pause: ({ target }, { store }) =>
    editConnectionInUi(store, getConnectionTarget(store, target).id, { status: 'inactive' }),
  resume: ({ target }, { store }) =>
    editConnectionInUi(store, getConnectionTarget(store, target).id, { status: 'active' }),
  schedule: ({ target, schedule }, { store }) => {
    const { id, schedule: before } = getConnectionTarget(store, target);
    return editConnectionInUi(store, id, { schedule: decodeChangedSchedule(schedule) ?? before });
  },
  deselect: deselectStream,
  discover: ({ target }, context) => noticeSchema(getActorTarget(context.store, 'source', target), context),
  'add-stream': editSchema,
  'drop-stream': editSchema,
  'add-column': editSchema,
  'drop-column': editSchema,
};

/**
 * Carries out one edit and waits until it is stored.
 *
 * @throws {AirplanError} when there is nothing of that name, or the edit makes no sense there
 */
export async function applyDrift(edit: DriftEdit, context: SandboxContext): Promise<void> {
  await (rules[edit.type] as Rule<DriftEdit['type']>)(edit, context);
  await context.store.flush();
}

/** Through the route, so that what hangs on it goes as well. */
async function deleteTarget({ kind, target }: DriftOf<'delete'>, context: SandboxContext): Promise<void> {
  const { store } = context;
  const { id } = kind === 'connection' ? getConnectionTarget(store, target) : getActorTarget(store, kind, target);
  await routes[`${kind}s/delete`]?.handle({ [`${kind}Id`]: id }, context);
}

/** What is secret in it is stored as such; what is not named stays, secrets too. */
function configureTarget({ kind, target, configuration }: DriftOf<'configure'>, context: SandboxContext): void {
  const actor = getActorTarget(context.store, kind, target);
  const connector = getConnector(kind, actor.definitionId, context);
  const previous = getConfiguration(actor);
  const { workspaceId } = actor;
  const stored = storeSecrets({ ...previous, ...configuration }, connector, { workspaceId, previous }, context);
  context.store.actors[kind].put({ ...actor, configuration: stored });
}

function deselectStream(edit: DriftOf<'deselect'>, { store }: SandboxContext): void {
  const connection = getConnectionTarget(store, edit.target);
  const { streams } = connection.catalog;
  const kept = streams.filter(({ stream }) => !isStream(stream, edit));
  if (kept.length === streams.length) {
    throw new DriftError(`connection "${connection.name}" has no stream "${edit.stream}"`);
  }
  store.connections.put({ ...connection, catalog: { streams: kept } });
}

async function editSchema(
  edit: DriftOf<'add-stream' | 'drop-stream' | 'add-column' | 'drop-column'>,
  context: SandboxContext,
): Promise<void> {
  const { target, isNoticed = true, ...schemaEdit } = edit;
  const source = getActorTarget(context.store, 'source', target);
  // Whoever was never asked could not be seen to change.
  if (lastFound(source, context) === undefined) await rediscoverOrFail(source, context);
  // Somebody may have updated it while we waited for the connector.
  const now = getActorTarget(context.store, 'source', source.id);
  const edited = { ...now, schemaEdits: [...(now.schemaEdits ?? []), schemaEdit] };
  context.store.actors.source.put(edited);
  if (isNoticed) await noticeSchema(edited, context);
}

async function noticeSchema(source: StoredActor, context: SandboxContext): Promise<void> {
  const { store, rules: profile, newId } = context;
  const last = lastFound(source, context);
  const now = await rediscoverOrFail(source, context);
  for (const connection of store.connections.list()) {
    if (connection.sourceId !== source.id || connection.status === 'deprecated') continue;
    const known = store.discoveries.find(connection.sourceCatalogId ?? '') ?? last ?? now;
    const catalogRules = { profile, newId, previous: connection.catalog };
    store.connections.put(reactToSchema(connection, { before: known.streams, now }, catalogRules));
  }
}

async function rediscoverOrFail(source: StoredActor, context: SandboxContext) {
  const result = await rediscover(source, context);
  if (result.type !== 'good') throw new DriftError(`source "${source.name}" cannot be discovered: ${result.message}`);
  return result.found;
}

function lastFound({ id }: StoredActor, { store }: SandboxContext) {
  const fetches = store.fetches.list().filter(({ sourceId }) => sourceId === id);
  const newest = fetches.sort((left, right) => right.order - left.order)[0];
  return newest && store.discoveries.find(newest.catalogId);
}
