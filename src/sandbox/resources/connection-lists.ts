import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { cutPage } from '../pagination.ts';
import { jsonListReply, jsonReply } from '../reply.ts';
import { failMissing, findBoolean, findObject, findUuids, getUuid } from '../request-body.ts';
import type { StoredConnection } from '../stored.ts';
import { connectionParts } from './connection-read.ts';

/** Without an order, and without those whose status is deprecated or was never stated. */
const listLiving: Handler = (body, context) => {
  const workspaceId = getUuid(body, 'workspaceId');
  return listReply(connectionsOf([workspaceId], context).filter(isListed), context);
};

const listAll: Handler = (body, context) => listReply(connectionsOf([getUuid(body, 'workspaceId')], context), context);

/** Pages of a list without an order; only here a connection tells its workspace (API §1.6). */
const listPage: Handler = (body, context) => {
  const workspaceIds = findUuids(body, 'workspaceIds') ?? failMissing('workspaceIds');
  const withDeleted = findBoolean(body, 'includeDeleted') ?? false;
  const found = connectionsOf(workspaceIds, context)
    .filter((connection) => withDeleted || isListed(connection))
    .filter((connection) => hasTag(connection, body));
  const page = cutPage(context.shuffle(found), findObject(body, 'pagination') ?? {});
  const items = page.map((connection) => withWorkspace(connectionParts(connection, context), connection));
  return jsonListReply('connections', items);
};

/** The server compares what it searches for with reads that have more members: nothing is ever equal. */
const search: Handler = () => jsonReply({ connections: [] });

export const connectionListRoutes: Routes = {
  'connections/list': { handle: listLiving },
  'connections/list_all': { handle: listAll },
  'connections/list_paginated': { handle: listPage },
  'connections/search': { handle: search },
};

/** What the condition of the server's queries lets through: it is not true for a status that is missing. */
export function isListed({ status }: StoredConnection): boolean {
  return status !== null && status !== 'deprecated';
}

function connectionsOf(workspaceIds: readonly string[], { store }: SandboxContext): readonly StoredConnection[] {
  return store.connections.list().filter(({ workspaceId }) => workspaceIds.includes(workspaceId));
}

function hasTag({ tagIds }: StoredConnection, body: JsonObject): boolean {
  const wanted = findUuids(body, 'tagIds') ?? [];
  return wanted.length === 0 || wanted.some((id) => tagIds.includes(id));
}

function listReply(connections: readonly StoredConnection[], context: SandboxContext) {
  const items = context.shuffle(connections).map((connection) => connectionParts(connection, context));
  return jsonListReply('connections', items);
}

function withWorkspace([head = '', ...rest]: readonly string[], { workspaceId }: StoredConnection): readonly string[] {
  return [`{"workspaceId":${JSON.stringify(workspaceId)},${head.slice(1)}`, ...rest];
}
