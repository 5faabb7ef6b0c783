import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { proxyRefusal } from './auth.ts';
import type { Route, SandboxContext } from './context.ts';
import { framework } from './refusal.ts';
import type { Reply } from './reply.ts';
import type { SandboxStore } from './store.ts';

/** The members of a request by which the server finds out what a caller may do (API §4.3). */
const guardedIds: Readonly<Record<string, (store: SandboxStore, id: string) => unknown>> = {
  workspaceId: (store, id) => store.workspaces.find(id),
  workspaceIds: (store, id) => store.workspaces.find(id),
  sourceId: (store, id) => store.actors.source.find(id),
  destinationId: (store, id) => store.actors.destination.find(id),
  connectionId: (store, id) => store.connections.find(id),
  configId: (store, id) => store.connections.find(id),
  // Only jobs have numbers for ids.
  id: (store, id) => store.jobs.find(id),
};

/**
 * Lets a request through, or says no as the server in this mode of authentication does.
 *
 * @returns an answer where a proxy in front of the server refuses
 * @throws {Refusal} where the server itself does
 */
export function authorize(
  header: string | undefined,
  route: Route | undefined,
  body: Json | undefined,
  context: SandboxContext,
): Reply | undefined {
  const { auth } = context.credentials;
  if (auth.mode === 'none') return undefined;
  const isAdmitted = context.credentials.admits(header);
  // The proxy guards everything behind it, anonymous endpoints too.
  if (auth.mode === 'basic') return isAdmitted ? undefined : proxyRefusal();
  if (route?.isAnonymous === true) return undefined;
  if (!isAdmitted) throw framework(401, 'Unauthorized');
  // Routes that do not exist are rejected before anybody finds that out (API §2.7).
  if (route === undefined) throw framework(403, 'Forbidden');
  if (auth.isAdmin === false && isJsonObject(body)) assertIdsKnown(body, context.store);
  return undefined;
}

/** Nobody has a role for something that does not exist: 403 in place of 404. */
function assertIdsKnown(body: JsonObject, store: SandboxStore): void {
  for (const [name, find] of Object.entries(guardedIds)) {
    const ids = [body[name] ?? []].flat().filter((id) => typeof id === 'string' || typeof id === 'number');
    if (ids.some((id) => find(store, String(id).toLowerCase()) === undefined)) throw framework(403, 'Forbidden');
  }
}
