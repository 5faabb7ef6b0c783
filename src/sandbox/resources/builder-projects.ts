import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { notFound } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findObject, findText, getUuid } from '../request-body.ts';
import type { ConnectorData, StoredBuilderProject, StoredManifest } from '../stored.ts';
import { assertTextFits } from './actor-store.ts';
import { declarativeImage } from './definition-edits.ts';
import { assertWorkspace } from './definitions.ts';
import { activate, manifestFrom } from './manifests.ts';

/** The version of the declarative image that new connectors get. */
const declarativeTag = '6.45.0';

/** A draft: nothing can run it before it is published (API §1.8). */
const createProject: Handler = (body, context) => {
  const workspaceId = getUuid(body, 'workspaceId');
  assertWorkspace(workspaceId, context);
  const stated = findObject(body, 'builderProject') ?? failMissing('builderProject');
  const name = findText(stated, 'name') ?? failMissing('name');
  assertTextFits(name);
  const draft = findObject(stated, 'draftManifest');
  const project: StoredBuilderProject = { id: context.newId(), workspaceId, name, ...(draft && { draft }) };
  context.store.builderProjects.put(project);
  return jsonReply({ workspaceId, builderProjectId: project.id }, 201);
};

/** Makes a connector of the manifest that comes with the request; the draft is forgotten. Twice makes two. */
const publishProject: Handler = (body, context) => {
  const { id, workspaceId } = getProject(body, context);
  const name = findText(body, 'name') ?? failMissing('name');
  assertTextFits(name);
  const stated = findObject(body, 'initialDeclarativeManifest') ?? failMissing('initialDeclarativeManifest');
  const definitionId = context.newId();
  const manifest = manifestFrom(stated, definitionId);
  const connector = connectorOf(manifest, { name, documentationUrl: documentationIn(stated) });
  context.store.definitions.put({
    id: definitionId,
    kind: 'source',
    origin: 'custom',
    isDeleted: false,
    workspaceId,
    connector,
  });
  activate(manifest, context);
  context.store.builderProjects.put({ id, workspaceId, name, definitionId });
  return jsonReply({ sourceDefinitionId: definitionId });
};

export const builderProjectRoutes: Routes = {
  'connector_builder_projects/create': { handle: createProject },
  'connector_builder_projects/publish': { handle: publishProject },
};

/** @throws {Refusal} 404 for what is not there, or belongs to another workspace */
function getProject(body: JsonObject, { store }: SandboxContext): StoredBuilderProject {
  const workspaceId = getUuid(body, 'workspaceId');
  const id = getUuid(body, 'builderProjectId');
  const project = store.builderProjects.find(id);
  if (project?.workspaceId !== workspaceId) throw notFound('CONNECTOR_BUILDER_PROJECT', id);
  return project;
}

function connectorOf(
  { definitionId, specification }: StoredManifest,
  words: Pick<ConnectorData, 'name' | 'documentationUrl'>,
): ConnectorData {
  return {
    ...words,
    kind: 'source',
    definitionId,
    dockerRepository: declarativeImage,
    dockerImageTag: declarativeTag,
    isCustom: true,
    isDeclarative: true,
    sourceType: 'custom',
    connectionSpecification: specification,
  };
}

function documentationIn({ spec }: JsonObject): string {
  return (isJsonObject(spec) ? findText(spec, 'documentationUrl') : undefined) ?? '';
}
