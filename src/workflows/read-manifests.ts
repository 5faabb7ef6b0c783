import { createHash } from 'node:crypto';
import { ApiError } from '../airbyte/api-error.ts';
import { listManifests } from '../airbyte/custom-definitions.ts';
import { readSpecification } from '../airbyte/definitions.ts';
import { inNameOrder } from '../diff/name-order.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveManifest } from '../model/live.ts';
import { fingerprintIn } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { DefinitionCase } from '../plan/custom-definitions.ts';
import type { Session } from './session.ts';

type Server = Pick<Session, 'client' | 'workspace'>;

/** The same cases; those that are selected and have a manifest with what there is to know of it. */
export function withManifests(
  server: Server,
  cases: readonly DefinitionCase[],
  isSelected: (key: ResourceKey) => boolean,
): Promise<readonly DefinitionCase[]> {
  return Promise.all(cases.map((one) => (isSelected(one.desired.key) ? withManifest(server, one) : one)));
}

async function withManifest(server: Server, definition: DefinitionCase): Promise<DefinitionCase> {
  const { desired, live } = definition;
  if (desired.manifest === undefined) return definition;
  const fingerprint = fingerprintOf(desired.manifest);
  const manifest = live && (await readManifest(server, live.id));
  if (live === undefined || manifest === undefined) return { ...definition, fingerprint };
  return { desired, fingerprint, live: { ...live, manifest } };
}

/** What tells one manifest from another: no server gives one out, but its description it does. */
export function fingerprintOf(manifest: JsonObject): string {
  return createHash('sha256')
    .update(JSON.stringify(inNameOrder(manifest)))
    .digest('hex');
}

/** @returns `undefined` for a connector that is an image */
export async function readManifest({ client, workspace }: Server, id: string): Promise<LiveManifest | undefined> {
  try {
    const [versions, { connectionSpecification }] = await Promise.all([
      listManifests(client, { workspaceId: workspace.id, sourceDefinitionId: id }),
      readSpecification(client, 'source', { definitionId: id, workspaceId: workspace.id }),
    ]);
    const active = versions.find(({ isActive }) => isActive);
    const fingerprint = active && fingerprintIn(active.description);
    return {
      newestVersion: Math.max(0, ...versions.map(({ version }) => version)),
      specification: connectionSpecification,
      ...(active === undefined ? {} : { activeVersion: active.version }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
    };
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return undefined;
    throw error;
  }
}
