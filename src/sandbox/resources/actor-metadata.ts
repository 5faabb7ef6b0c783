import type { Handler, Routes } from '../context.ts';
import { jsonReply } from '../reply.ts';
import { findBoolean } from '../request-body.ts';
import { isSecretPointer, mapSecrets } from '../secrets/map-secrets.ts';
import { secretTree } from '../secrets/secret-tree.ts';
import { secretReference } from '../secrets/split-secrets.ts';
import { getActor, toWireActor } from './actor-store.ts';
import { findConnector } from './connector-lookup.ts';

/** A source with the name of its workspace and, on demand, where its secrets lie (API §2.2). */
const getWithMetadata: Handler = (body, context) => {
  const source = getActor('source', body, context);
  const read = toWireActor(source, context);
  const connector = findConnector('source', source.definitionId, context);
  const workspaceName = context.store.workspaces.find(source.workspaceId)?.name;
  const metadata = { workspaceName };
  if (findBoolean(body, 'includeSecretCoordinates') !== true || source.configuration === null || !connector) {
    return jsonReply({ ...read, metadata });
  }
  const tree = secretTree(connector.connectionSpecification);
  const connectionConfiguration = mapSecrets(source.configuration, tree, (value) =>
    isSecretPointer(value) ? `${secretReference}${value._secret}` : value,
  );
  return jsonReply({ ...read, connectionConfiguration, metadata });
};

export const actorMetadataRoutes: Routes = {
  'sources/get_with_metadata': { exists: (rules) => rules.tellsCoordinates, handle: getWithMetadata },
};
