import type { JsonObject } from '../../model/json.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { toStoredCatalog } from '../catalog/store-catalog.ts';
import type { SandboxContext } from '../context.ts';
import { databaseRefused } from '../refusal.ts';
import { failMissing, findEnum, findObject, findObjects, findText, findUuid } from '../request-body.ts';
import type { StoredCatalog, StoredConnection } from '../stored.ts';
import { assertTextFits } from './actor-store.ts';

const namespaceDefinitions = ['source', 'destination', 'customformat'] as const;
const olderStatuses = ['active', 'inactive', 'deprecated'] as const;
const statuses = [...olderStatuses, 'locked'] as const;
const geographies = ['auto', 'us', 'eu'] as const;
const nonBreakingChangesPreferences = ['ignore', 'disable', 'propagate_columns', 'propagate_fully'] as const;
const backfillPreferences = ['enabled', 'disabled'] as const;
const resourceNames = ['cpu_request', 'cpu_limit', 'memory_request', 'memory_limit'] as const;

/** What create and update read alike. What a request does not state is absent. */
export type StatedSettings = Partial<
  Pick<
    StoredConnection,
    | 'name'
    | 'status'
    | 'namespaceDefinition'
    | 'namespaceFormat'
    | 'prefix'
    | 'resourceRequirements'
    | 'sourceCatalogId'
    | 'nonBreakingChangesPreference'
    | 'backfillPreference'
    | 'geography'
  >
>;

/** @throws {Refusal} 409 for texts that are too long and for catalogs that do not exist */
export function decodeSettings(body: JsonObject, context: SandboxContext): StatedSettings {
  const texts = {
    name: findText(body, 'name'),
    namespaceFormat: findText(body, 'namespaceFormat'),
    prefix: findText(body, 'prefix'),
  };
  assertTextFits(...Object.values(texts));
  return withoutUndefined({
    ...texts,
    status: findEnum(body, 'status', context.rules.locksConnections ? statuses : olderStatuses),
    geography: context.rules.hasGeography ? findEnum(body, 'geography', geographies) : undefined,
    namespaceDefinition: findEnum(body, 'namespaceDefinition', namespaceDefinitions),
    resourceRequirements: decodeResources(body),
    sourceCatalogId: findCatalogId(body, context),
    nonBreakingChangesPreference: findEnum(body, 'nonBreakingChangesPreference', nonBreakingChangesPreferences),
    backfillPreference: findEnum(body, 'backfillPreference', backfillPreferences),
  });
}

/** @returns `undefined` where the request has no catalog */
export function decodeCatalog(
  body: JsonObject,
  context: SandboxContext,
  previous?: StoredCatalog,
): StoredCatalog | undefined {
  const catalog = findObject(body, 'syncCatalog');
  const { rules, newId } = context;
  const replaced = previous === undefined ? {} : { previous };
  return catalog && toStoredCatalog(catalog, { profile: rules, newId, ...replaced });
}

/** Only ids count; those that the workspace does not have are dropped without a word (API §2.4). */
export function decodeTagIds(
  body: JsonObject,
  workspaceId: string,
  { store }: SandboxContext,
): readonly string[] | undefined {
  const ids = findObjects(body, 'tags')?.map((tag) => findUuid(tag, 'tagId') ?? failMissing('tagId'));
  return ids && [...new Set(ids)].filter((id) => store.tags.find(id)?.workspaceId === workspaceId);
}

/** What the server does not know of resources, it drops. */
function decodeResources(body: JsonObject): JsonObject | undefined {
  const stated = findObject(body, 'resourceRequirements');
  return (
    stated &&
    (withoutUndefined(Object.fromEntries(resourceNames.map((name) => [name, findText(stated, name)]))) as JsonObject)
  );
}

function findCatalogId(body: JsonObject, { store }: SandboxContext): string | undefined {
  const id = findUuid(body, 'sourceCatalogId');
  const isKnown = id === undefined || store.discoveries.find(id) !== undefined;
  // No destination here has a catalog, so none of their ids can be right.
  if (!isKnown || findUuid(body, 'destinationCatalogId') !== undefined) throw databaseRefused();
  return id;
}
