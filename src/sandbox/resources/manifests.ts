import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { known, notFound } from '../refusal.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import { failMissing, findBoolean, findInteger, findObject, findText, getUuid } from '../request-body.ts';
import type { StoredManifest } from '../stored.ts';
import { getConnector, isGranted, unknownDefinition } from './connector-lookup.ts';
import { withChange } from './definition-edits.ts';

/** Adds a version; the source runs it from now on if that is asked for (API §1.8). */
const createManifest: Handler = (body, context) => {
  const definitionId = getDeclarative(body, context);
  const isActive = findBoolean(body, 'setAsActiveManifest') ?? failMissing('setAsActiveManifest');
  const manifest = manifestFrom(
    findObject(body, 'declarativeManifest') ?? failMissing('declarativeManifest'),
    definitionId,
  );
  if (context.store.manifests.find(manifest.id) !== undefined) {
    throw known(409, `Version ${manifest.version} of this manifest exists already.`);
  }
  context.store.manifests.put(manifest);
  if (isActive) activate(manifest, context);
  return emptyReply(201);
};

const updateActive: Handler = (body, context) => {
  const { id } = idsOf(getDeclarative(body, context), body);
  const manifest = context.store.manifests.find(id);
  if (manifest === undefined) throw notFound('DECLARATIVE_MANIFEST', id);
  activate(manifest, context);
  return emptyReply();
};

const listManifests: Handler = (body, context) => {
  const found = manifestsOf(getDeclarative(body, context), context);
  const shown = found.map(({ version, isActive, description }) => ({ version, isActive, description }));
  return jsonReply({ manifestVersions: shown.sort((left, right) => left.version - right.version) });
};

export const manifestRoutes: Routes = {
  'declarative_source_definitions/create_manifest': { handle: createManifest },
  'declarative_source_definitions/update_active_manifest': { handle: updateActive },
  'declarative_source_definitions/list_manifests': { handle: listManifests },
};

/** @throws {Refusal} 404 for what the workspace cannot use, 400 for what has no manifest at all */
function getDeclarative(body: JsonObject, context: SandboxContext): string {
  const workspaceId = getUuid(body, 'workspaceId');
  const connector = getConnector('source', getUuid(body, 'sourceDefinitionId'), context);
  if (!isGranted(connector, workspaceId, context)) throw unknownDefinition('source', connector.definitionId);
  if (connector.isDeclarative !== true) throw known(400, `Source ${connector.definitionId} is not declarative.`);
  return connector.definitionId;
}

function idsOf(definitionId: string, stated: JsonObject): Pick<StoredManifest, 'id' | 'definitionId' | 'version'> {
  const version = findInteger(stated, 'version') ?? failMissing('version');
  return { id: `${definitionId} ${version}`, definitionId, version };
}

/** One that is not active yet. @throws {Refusal} 500 where something is missing */
export function manifestFrom(stated: JsonObject, definitionId: string): StoredManifest {
  return { ...decodeManifest(stated), ...idsOf(definitionId, stated), isActive: false };
}

function decodeManifest(stated: JsonObject): Pick<StoredManifest, 'description' | 'manifest' | 'specification'> {
  const spec = findObject(stated, 'spec') ?? failMissing('spec');
  return {
    description: findText(stated, 'description') ?? failMissing('description'),
    manifest: findObject(stated, 'manifest') ?? failMissing('manifest'),
    specification: findObject(spec, 'connectionSpecification') ?? failMissing('connectionSpecification'),
  };
}

/** What a source has to be told from now on is told by its manifest. */
export function activate(manifest: StoredManifest, context: SandboxContext): void {
  const { definitionId, specification } = manifest;
  for (const other of manifestsOf(definitionId, context)) {
    if (other.isActive) context.store.manifests.put({ ...other, isActive: false });
  }
  context.store.manifests.put({ ...manifest, isActive: true });
  const change = { connectionSpecification: specification };
  context.store.definitions.put(withChange('source', definitionId, change, context));
}

function manifestsOf(definitionId: string, { store }: SandboxContext): readonly StoredManifest[] {
  return store.manifests.list().filter((manifest) => manifest.definitionId === definitionId);
}
