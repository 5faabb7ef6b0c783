import { expect, test } from 'vitest';
import { aStream, createDestination, createSource, type World, withSandbox } from './world.ts';

const columns = Object.fromEntries(
  ['id', 'status', 'customer_id', 'total_amount', 'created_at', 'updated_at', 'notes', 'currency'].map((name) => [
    name,
    { type: 'string', format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
  ]),
);

/** Runs tasks a few at a time. */
async function each(count: number, task: (index: number) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += 20) {
    const batch = Array.from({ length: Math.min(20, count - start) }, (_value, offset) => task(start + offset));
    await Promise.all(batch);
  }
}

async function fill(world: World): Promise<void> {
  const sources: string[] = [];
  const destinations: string[] = [];
  await each(500, async (index) => sources.push((await createSource(world, { name: `s${index}` })).sourceId));
  await each(50, async (index) =>
    destinations.push((await createDestination(world, { name: `d${index}` })).destinationId),
  );
  const streams = Array.from({ length: 20 }, (_value, index) =>
    aStream({ stream: { name: `table_${index}`, jsonSchema: { type: 'object', properties: columns } } }),
  );
  await each(1000, (index) =>
    world.ok('connections/create', {
      sourceId: sources[index % sources.length],
      destinationId: destinations[index % destinations.length],
      status: 'active',
      syncCatalog: { streams },
    }),
  );
}

/** The time until the last byte has come, in milliseconds; the best of three, as other tests run beside this one. */
async function timeOf(world: World, path: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const start = performance.now();
    const response = await fetch(`${world.sandbox.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ workspaceId: world.workspaceId, pageSize: 1000 }),
    });
    await response.arrayBuffer();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

test('a large workspace is listed in a moment', () =>
  withSandbox({}, async (world) => {
    await fill(world);

    expect(await timeOf(world, 'sources/list')).toBeLessThan(300);
    expect(await timeOf(world, 'connections/list')).toBeLessThan(300);
  }));
