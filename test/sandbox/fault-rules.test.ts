import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults/fault-rule.ts';
import { drawLatency } from '../../src/sandbox/faults/latency.ts';
import {
  createDestination,
  createSource,
  definitions,
  postgresConfiguration,
  type World,
  withSandbox,
} from './world.ts';

const clockMs = 1_700_000_000_000;
const busy = { type: 'status', status: 503 } as const;

/** The status of so many requests for the instance's health, one after the other. */
async function statuses(world: World, count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) found.push((await world.get('health')).status);
  return found;
}

function create(world: World, name: string) {
  return world.post('sources/create', {
    workspaceId: world.workspaceId,
    sourceDefinitionId: definitions.postgres,
    name,
    connectionConfiguration: postgresConfiguration(),
  });
}

async function listNames(world: World): Promise<readonly string[]> {
  const { sources } = await world.ok('sources/list', { workspaceId: world.workspaceId });
  return sources.map(({ name }: { name: string }) => name);
}

describe('a rule strikes', () => {
  test.each<[string, FaultRule, readonly number[]]>([
    ['each request', { fault: busy }, [503, 503, 503, 503]],
    ['the nth request', { on: { nth: 2 }, fault: busy }, [200, 503, 200, 200]],
    ['every nth request', { on: { every: 2 }, fault: busy }, [200, 503, 200, 503]],
    ['so many times', { times: 1, on: { every: 2 }, fault: busy }, [200, 503, 200, 200]],
    ['what its pattern names', { route: 'heal*', fault: busy }, [503, 503, 503, 503]],
    ['nothing else', { route: 'sources/*', fault: busy }, [200, 200, 200, 200]],
  ])('%s', (_what, rule, expected) =>
    withSandbox({ faults: [rule] }, async (world) => {
      expect(await statuses(world, 4)).toEqual(expected);
    }),
  );

  test('the same requests for the same seed, others for another', async () => {
    const run = (seed: number) =>
      withSandbox({ seed, faults: [{ on: { probability: 0.5 }, fault: busy }] }, (world) => statuses(world, 40));
    const first = await run(1);

    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
    expect(first.filter((status) => status === 503).length).toBeGreaterThan(10);
  });

  test('before those that were added after it', () =>
    withSandbox({ faults: [{ on: { nth: 1 }, fault: busy }, { fault: { ...busy, status: 502 } }] }, async (world) => {
      expect(await statuses(world, 3)).toEqual([503, 502, 502]);
    }));
});

describe('work that comes late', () => {
  test('is seen after so many further requests', () =>
    withSandbox({ faults: [lateCreate({ afterRequests: 2 })] }, async (world) => {
      await expect(create(world, 'late')).rejects.toThrow();

      expect(await listNames(world)).toEqual([]);
      expect(await listNames(world)).toEqual([]);
      expect(await listNames(world)).toEqual(['late']);
    }));

  test('is seen after a time, and the caller hears of a gateway that gave up', () =>
    withSandbox({ clock: () => clockMs, faults: [lateCreate({ afterMs: 5000, status: 504 })] }, async (world) => {
      expect((await create(world, 'late')).status).toBe(504);
      expect(await listNames(world)).toEqual([]);
      world.sandbox.control.advanceClock(5000);
      expect(await listNames(world)).toEqual(['late']);
    }));

  function lateCreate(more: { afterRequests?: number; afterMs?: number; status?: number }): FaultRule {
    return { route: 'sources/create', fault: { type: 'late-commit', ...more } };
  }
});

describe('a stale list', () => {
  test('answers as of so many writes ago', () =>
    withSandbox({ faults: [{ route: '*/list', fault: { type: 'stale', writesAgo: 2 } }] }, async (world) => {
      for (const name of ['a', 'b', 'c']) await createSource(world, { name });
      expect(await listNames(world)).toEqual(['a']);
      await createDestination(world);
      expect(await listNames(world)).toEqual(['a', 'b']);
    }));

  test('loses no write, though the rule is about every route', () =>
    withSandbox({ faults: [{ fault: { type: 'stale', writesAgo: 1 } }] }, async (world) => {
      await createSource(world);

      expect(await listNames(world)).toEqual([]);
      expect(world.sandbox.store.actors.source.size).toBe(1);
    }));
});

test('tokens run out at once, and new ones are good', () =>
  withSandbox({ auth: { mode: 'token', clientId: 'ci', clientSecret: 's' } }, async (world) => {
    const login = async () => {
      const { access_token } = await world.ok('applications/token', { client_id: 'ci', client_secret: 's' });
      return { authorization: `Bearer ${access_token}` };
    };
    const list = async (headers: Readonly<Record<string, string>>) =>
      (await world.post('sources/list', { workspaceId: world.workspaceId }, headers)).status;
    const token = await login();
    expect(await list(token)).toBe(200);
    world.sandbox.control.addFault({ route: 'sources/*', on: { nth: 1 }, fault: { type: 'expire-tokens' } });
    expect(await list(token)).toBe(401);
    expect(await list(token)).toBe(401);
    expect(await list(await login())).toBe(200);
  }));

describe('latency', () => {
  const draws = Array.from({ length: 1000 }, (_value, index) => index / 1000);

  test('of a fixed time is that time', () => {
    expect(drawLatency({ type: 'fixed', ms: 7 }, 0.9)).toBe(7);
  });

  test('spreads evenly between two times', () => {
    const times = draws.map((draw) => drawLatency({ type: 'uniform', fromMs: 10, toMs: 20 }, draw));

    expect(Math.min(...times)).toBe(10);
    expect(Math.max(...times)).toBeLessThan(20);
  });

  test('with a long tail keeps its median and its slowest hundredth', () => {
    const times = draws.map((draw) => drawLatency({ type: 'long-tail', medianMs: 20, p99Ms: 500 }, draw));

    expect(times[500]).toBeCloseTo(20);
    expect(times[990]).toBeCloseTo(500);
    expect(Math.max(...times)).toBeLessThanOrEqual(5000);
  });

  test('is for the routes of its rule, and no wait outlives the sandbox', async () => {
    const start = performance.now();
    await withSandbox({ faults: [{ route: 'health', latency: { type: 'fixed', ms: 60_000 } }] }, async (world) => {
      await createSource(world);
      world.get('health').catch(() => undefined);
      await createSource(world);
    });

    expect(performance.now() - start).toBeLessThan(30_000);
  });
});
