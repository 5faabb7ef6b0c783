import { afterAll, expect, test } from 'vitest';
import { removeProgram, startChild, stopChild } from '../support/child-sandbox.ts';
import { callerOf, fillWorld, largestWorld, peakMemoryMib } from '../support/large-world.ts';

afterAll(removeProgram);

test('the largest world is listed, and fits into a gibibyte', async () => {
  const child = await startChild({});
  const caller = await callerOf(child);
  await fillWorld(caller, largestWorld);
  const { workspaceId } = caller;
  for (let run = 0; run < 3; run += 1) {
    const { connections } = await caller.ok('connections/list', { workspaceId });
    expect(connections).toHaveLength(largestWorld.connections);
  }
  const { sources } = await caller.ok('sources/list', { workspaceId, pageSize: 1000 });
  const peak = peakMemoryMib(child.process.pid ?? 0);
  process.stdout.write(`peak memory: ${peak?.toFixed(0) ?? 'unknown'} MiB\n`);

  expect(sources).toHaveLength(largestWorld.sources);
  expect(peak ?? 0).toBeLessThan(1024);
  expect(await stopChild(child)).toBe(0);
});
