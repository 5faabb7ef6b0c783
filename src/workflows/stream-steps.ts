import type { Client } from '../airbyte/client.ts';
import { readLastSync, readRefreshSupport } from '../airbyte/jobs.ts';
import { originAt } from '../model/issue.ts';
import type { Plan } from '../model/plan.ts';
import type { DesiredConnection } from '../model/resource.ts';
import { idsToSize, type MovedFigures, withLastSyncs } from '../plan/effects/last-syncs.ts';
import type { Finding } from '../plan/findings.ts';

/**
 * Refreshes that a plan asks of destinations which cannot do them; servers would answer them with nothing (API §1.6).
 *
 * One question for each destination of such a refresh, and none without one.
 */
export async function refreshFindings(
  client: Client,
  { changes, ids }: Plan,
  connections: readonly DesiredConnection[],
): Promise<readonly Finding[]> {
  const keys = new Set(
    changes.flatMap((change) =>
      change.action === 'update' && change.afterwards?.action === 'refresh' ? change.key : [],
    ),
  );
  const refreshed = connections.filter(({ key }) => keys.has(key));
  const destinationIds = new Set(refreshed.flatMap(({ destination }) => ids[destination] ?? []));
  const support = new Map(
    await Promise.all([...destinationIds].map(async (id) => [id, await readRefreshSupport(client, id)] as const)),
  );
  return refreshed
    .filter(({ destination }) => support.get(ids[destination] ?? '') === false)
    .map(({ key, destination, origin }) => ({
      rule: 'refresh-unsupported',
      message: `${key}: the connector of ${destination} does not support refreshes`,
      origin: originAt(origin, 'whenStreamsChange'),
      hint: 'write "clear", which deletes these streams and has the next sync read them again, or "none"',
    }));
}

/** The same plan, with what the last syncs have moved of that which is to be read again or lost. */
export async function withSizes(client: Client, plan: Plan): Promise<Plan> {
  const figures = await Promise.all(
    idsToSize(plan).map(async (id): Promise<readonly (readonly [string, MovedFigures])[]> => {
      // Figures are a courtesy: a plan is none the worse without them.
      const moved = await readLastSync(client, id).catch(() => undefined);
      return moved === undefined ? [] : [[id, moved]];
    }),
  );
  return withLastSyncs(plan, new Map(figures.flat()));
}
