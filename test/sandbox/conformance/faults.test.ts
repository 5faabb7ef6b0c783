import { expect, test } from 'vitest';
import type { Fault, Intercept } from '../../../src/sandbox/faults.ts';
import { createSource, definitions, postgresConfiguration, type World, withSandbox } from '../world.ts';

/** Lets the first creation of a source go wrong. */
function once(fault: Fault): Intercept {
  return ({ path }, nth) => (path.endsWith('sources/create') && nth === 1 ? fault : undefined);
}

function create(world: World) {
  return world.post('sources/create', {
    workspaceId: world.workspaceId,
    sourceDefinitionId: definitions.postgres,
    name: 'shop',
    connectionConfiguration: postgresConfiguration(),
  });
}

const countSources = ({ sandbox }: World): number => sandbox.store.actors.source.list().length;

test.each([
  ['reset-before', 0],
  ['reset-after', 1],
  ['truncated', 1],
] as const)('§8.16 %s breaks the connection with %i sources made', (type, made) =>
  withSandbox({ intercept: once({ type }) }, async (world) => {
    await expect(create(world)).rejects.toThrow();

    expect(countSources(world)).toBe(made);
  }),
);

test.each([
  ['status', 0],
  ['status-after', 1],
] as const)('§8.16 %s answers as told with %i sources made', (type, made) =>
  withSandbox({ intercept: once({ type, status: 503, body: { message: 'busy' } }) }, async (world) => {
    expect(await create(world)).toMatchObject({ status: 503, body: { message: 'busy' } });
    expect(countSources(world)).toBe(made);
  }),
);

test('§8.16 a page in place of an answer', () =>
  withSandbox({ intercept: once({ type: 'html', status: 200 }) }, async (world) => {
    const answer = await create(world);

    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^<!doctype html>/);
    expect(countSources(world)).toBe(0);
  }));

test('§8.16 only the request that was chosen goes wrong', () =>
  withSandbox({ intercept: once({ type: 'status', status: 500 }) }, async (world) => {
    await create(world);

    expect((await createSource(world)).name).toBe('shop');
  }));

test('§8.16 every request is remembered, with its body and how it ended', () =>
  withSandbox({}, async (world) => {
    await world.get('health');
    await world.post('sources/get', { sourceId: 'mine' });

    expect(world.sandbox.requests).toEqual([
      { method: 'GET', path: '/api/v1/health', status: 200 },
      { method: 'POST', path: '/api/v1/sources/get', body: { sourceId: 'mine' }, status: 400 },
    ]);
  }));

test('§8.16 latency is added to each answer', () =>
  withSandbox({ latency: { type: 'fixed', ms: 30 } }, async (world) => {
    const start = performance.now();
    await world.get('health');

    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  }));
