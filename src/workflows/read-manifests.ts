import { createHash } from 'node:crypto';
import { ApiError } from '../airbyte/api-error.ts';
import { listManifests } from '../airbyte/custom-definitions.ts';
import { readSpecification } from '../airbyte/definitions.ts';
import type { JsonObject } from '../model/json.ts';
import { fingerprintIn } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { DefinitionCase, LiveManifest } from '../plan/custom-definitions.ts';
import type { Session } from './session.ts';

/** What tells one manifest from another: no server gives one out, but its description it does. */
export function fingerprintOf(manifest: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

/** The live manifests of the declarative connectors among the given ones; those that have none are left out. */
export async function readManifests(
  session: Session,
  cases: readonly DefinitionCase[],
): Promise<ReadonlyMap<ResourceKey, LiveManifest>> {
  const read = cases.map(async ({ desired: { key, manifest }, live }) => {
    if (manifest === undefined || live === undefined) return undefined;
    const found = await readManifest(session, live.id);
    return found === undefined ? undefined : ([key, found] as const);
  });
  return new Map((await Promise.all(read)).filter((found) => found !== undefined));
}

async function readManifest({ client, workspace }: Session, id: string): Promise<LiveManifest | undefined> {
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
