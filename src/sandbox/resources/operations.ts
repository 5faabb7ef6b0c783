import type { JsonObject } from '../../model/json.ts';
import { withoutUndefined } from '../../util/decode.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { internal, notFound } from '../refusal.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import { failMissing, findEnum, findObject, findText, findUuids, getUuid } from '../request-body.ts';
import type { StoredConnection, StoredOperation } from '../stored.ts';
import { assertTextFits } from './actor-store.ts';
import { getConnection } from './connection-store.ts';
import { assertWorkspace } from './definitions.ts';

/** Only webhooks do anything on servers of today; the others are still taken (API §1.8). */
const operatorTypes = ['normalization', 'dbt', 'webhook'] as const;

const createOperation: Handler = (body, context) => {
  const workspaceId = getUuid(body, 'workspaceId');
  assertWorkspace(workspaceId, context);
  return putAndShow({ id: context.newId(), workspaceId, isDeleted: false, ...decodeStated(body) }, context);
};

const updateOperation: Handler = (body, context) =>
  putAndShow({ ...getOperation(getUuid(body, 'operationId'), context), ...decodeStated(body) }, context);

const getOne: Handler = (body, context) =>
  jsonReply(toWireOperation(getOperation(getUuid(body, 'operationId'), context)));

const listOperations: Handler = (body, context) =>
  jsonReply({ operations: operationsOf(getConnection(body, context), context).map(toWireOperation) });

const deleteOperation: Handler = (body, context) => {
  const operation = getOperation(getUuid(body, 'operationId'), context);
  context.store.operations.put({ ...operation, isDeleted: true });
  for (const connection of context.store.connections.list()) {
    const { operationIds = [] } = connection;
    if (!operationIds.includes(operation.id)) continue;
    const kept = operationIds.filter((id) => id !== operation.id);
    context.store.connections.put({ ...connection, operationIds: kept });
  }
  return emptyReply();
};

/** Nobody is called: what can be read is taken for good. */
const checkOperation: Handler = (body) => {
  findEnum(body, 'operatorType', operatorTypes) ?? failMissing('operatorType');
  return jsonReply({ status: 'succeeded' });
};

export const operationRoutes: Routes = {
  'operations/create': { handle: createOperation },
  'operations/update': { handle: updateOperation },
  'operations/get': { handle: getOne },
  'operations/list': { handle: listOperations },
  'operations/delete': { handle: deleteOperation },
  'operations/check': { handle: checkOperation },
};

/**
 * The operations that a connection is told to run; `undefined` leaves them as they are.
 *
 * @throws {Refusal} 404 for unknown ones, 500 for those of another workspace (API §2.3)
 */
export function decodeOperationIds(
  body: JsonObject,
  workspaceId: string,
  context: SandboxContext,
): readonly string[] | undefined {
  const ids = findUuids(body, 'operationIds');
  for (const id of ids ?? []) {
    if (getOperation(id, context).workspaceId !== workspaceId) throw internal('an operation is in another workspace');
  }
  return ids;
}

/** Deletes what only this connection runs, as deleting the connection does (API §1.6). */
export function dropOwnOperations({ id, operationIds = [] }: StoredConnection, { store }: SandboxContext): void {
  const others = store.connections.list().filter((other) => other.id !== id && other.status !== 'deprecated');
  const shared = new Set(others.flatMap((other) => other.operationIds ?? []));
  for (const operation of store.operations.list()) {
    const isOwn = operationIds.includes(operation.id) && !shared.has(operation.id);
    if (isOwn) store.operations.put({ ...operation, isDeleted: true });
  }
}

/** Those of a connection that were not deleted. */
export function operationsOf({ operationIds = [] }: StoredConnection, { store }: SandboxContext) {
  return operationIds.flatMap((id) => store.operations.find(id) ?? []).filter(({ isDeleted }) => !isDeleted);
}

/** An operation as the API shows it. */
export function toWireOperation({ id, workspaceId, name, configuration }: StoredOperation) {
  return { operationId: id, workspaceId, name, operatorConfiguration: configuration };
}

function getOperation(id: string, { store }: SandboxContext): StoredOperation {
  const operation = store.operations.find(id);
  if (operation === undefined) throw notFound('STANDARD_SYNC_OPERATION', id);
  return operation;
}

function decodeStated(body: JsonObject): Pick<StoredOperation, 'name' | 'configuration'> {
  const name = findText(body, 'name') ?? failMissing('name');
  assertTextFits(name);
  const stated = findObject(body, 'operatorConfiguration') ?? failMissing('operatorConfiguration');
  const operatorType = findEnum(stated, 'operatorType', operatorTypes) ?? failMissing('operatorType');
  const configuration = withoutUndefined({ operatorType, webhook: findObject(stated, 'webhook') });
  return { name, configuration: configuration as JsonObject };
}

function putAndShow(operation: StoredOperation, context: SandboxContext) {
  context.store.operations.put(operation);
  return jsonReply(toWireOperation(operation));
}
