import { expect, test } from 'vitest';
import { AirplanError } from '../../src/errors.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { apply, type ProjectInMemory, plan } from '../support/workflow.ts';
import { aShop, incrementalCustomers, withSynced } from './synced-world.ts';

const orders = '{name: orders, syncMode: incremental, destinationSyncMode: append, cursorField: id}';
const paths = ['connections/update', 'connections/refresh', 'jobs/list'];
const faults: readonly Fault[] = [
  { type: 'reset-before' },
  { type: 'reset-after' },
  { type: 'truncated' },
  { type: 'status', status: 409 },
  { type: 'status', status: 500 },
  { type: 'status-after', status: 500 },
  { type: 'status-after', status: 504 },
];
const mishaps = paths.flatMap((path) =>
  [1, 2, 3].flatMap((nth) => faults.map((fault) => ({ path, nth, fault, name: `${nth}. ${path}, ${nameOf(fault)}` }))),
);

function nameOf(fault: Fault): string {
  return 'status' in fault ? `${fault.type} ${fault.status}` : fault.type;
}

/** Applies until it works, as a user would after reading what went wrong; gives up after four times. */
async function applyUntilDone(project: ProjectInMemory, url: string): Promise<boolean> {
  for (let left = 4; left > 0; left -= 1) {
    const result = await apply(project, url).catch((error: unknown) => {
      if (error instanceof AirplanError && error.code !== 'internal') return { result: error.code };
      throw error;
    });
    if (result.result === 'applied' || result.result === 'nothing-to-do') return true;
  }
  return false;
}

test.each(mishaps)('whatever goes wrong, the step is taken, and the plan is empty only then: $name', async (mishap) => {
  let seen = Number.NEGATIVE_INFINITY;
  const intercept = ({ path }: { readonly path: string }) => {
    if (!path.endsWith(`/${mishap.path}`)) return undefined;
    seen += 1;
    return seen === mishap.nth ? mishap.fault : undefined;
  };
  await withSynced(
    aShop(),
    async ({ url, steps, post, connectionId }) => {
      const shop = aShop({ streams: [orders, incrementalCustomers], more: 'whenStreamsChange: refresh' });
      seen = 0;
      expect(await applyUntilDone(shop, url)).toBe(true);
      seen = Number.NEGATIVE_INFINITY;

      expect((await plan(shop, url)).changes).toEqual([]);
      expect(['refresh orders', 'refresh orders,refresh orders']).toContain((await steps()).join());
      expect(JSON.stringify(await post('connections/get', { connectionId }))).not.toContain('$comment');
    },
    { intercept },
  );
});
