import type { Workspace } from '../model/live.ts';
import { type Decoder, decodeString, listOf, member, optionalMember } from '../util/decode.ts';
import { ApiError, isMissing } from './api-error.ts';
import type { Client } from './client.ts';
import { defaultOrganizationId } from './wire.ts';

/** How a workspace was looked for, and what there is. */
export type WorkspaceSearch =
  | { readonly found: Workspace }
  | { readonly found?: never; readonly candidates: readonly Workspace[]; readonly matches: readonly Workspace[] };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The workspace with this id, slug or name, in that order.
 *
 * @returns without `found`: `matches` holds those of that name if there are several, `candidates` all that we may see
 * @throws {RequestError}
 */
export async function findWorkspace(client: Client, wanted: string): Promise<WorkspaceSearch> {
  const byId = uuid.test(wanted) ? await getWorkspace(client, wanted) : undefined;
  if (byId !== undefined) return { found: byId };
  const candidates = await listWorkspaces(client);
  const bySlug = candidates.filter(({ slug }) => slug === wanted);
  const matches = bySlug.length > 0 ? bySlug : candidates.filter(({ name }) => name === wanted);
  const [only] = matches;
  return only !== undefined && matches.length === 1 ? { found: only } : { candidates, matches };
}

async function getWorkspace(client: Client, workspaceId: string): Promise<Workspace | undefined> {
  try {
    return await client.call({
      path: 'workspaces/get',
      body: { workspaceId },
      effect: 'read',
      decode: decodeWorkspace,
    });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Every workspace that we may see.
 *
 * @see API §1.2: newer servers list by organization; `workspaces/list` is there up to 1.6, and a 403 on a route that
 *   is not there is what newer servers with authentication answer (API §2.7)
 */
async function listWorkspaces(client: Client): Promise<readonly Workspace[]> {
  try {
    const organizationId = await defaultOrganization(client);
    return await list(client, 'workspaces/list_by_organization_id', { organizationId });
  } catch (error) {
    if (!isMissing(error)) throw error;
    return listAsBefore(client, error);
  }
}

async function listAsBefore(client: Client, first: unknown): Promise<readonly Workspace[]> {
  try {
    return await list(client, 'workspaces/list', {});
  } catch (error) {
    // The newer route's answer says more: the older one may just not be there.
    throw isMissing(error) ? first : error;
  }
}

async function defaultOrganization(client: Client): Promise<string> {
  try {
    const decode: Decoder<string | undefined> = (value, where) =>
      optionalMember(value, where, 'defaultOrganizationId', decodeString);
    const id = await client.call({ path: 'instance_configuration', effect: 'read', decode });
    return id ?? defaultOrganizationId;
  } catch (error) {
    if (error instanceof ApiError) return defaultOrganizationId;
    throw error;
  }
}

function list(client: Client, path: string, body: object): Promise<readonly Workspace[]> {
  return client.call({
    path,
    body,
    effect: 'read',
    decode: (value, where) => member(value, where, 'workspaces', listOf(decodeWorkspace)),
  });
}

const decodeWorkspace: Decoder<Workspace> = (value, where) => ({
  id: member(value, where, 'workspaceId', decodeString),
  name: member(value, where, 'name', decodeString),
  slug: member(value, where, 'slug', decodeString),
});
