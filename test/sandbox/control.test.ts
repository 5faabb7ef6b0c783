import { expect, test } from 'vitest';
import { type Answer, createSource, type World, withSandbox } from './world.ts';

async function control(world: World, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${world.sandbox.url}/control${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text === '' ? undefined : JSON.parse(text) };
}

test('rules are added, counted and cleared', () =>
  withSandbox({}, async (world) => {
    const rule = { route: 'health', on: { every: 2 }, fault: { type: 'status', status: 503 } };
    expect(await control(world, 'POST', '/faults', rule)).toMatchObject({ status: 201, body: { id: 1, rule } });
    for (const expected of [200, 503]) expect((await world.get('health')).status).toBe(expected);
    const { body } = await control(world, 'GET', '/faults');
    expect(body.faults).toEqual([{ id: 1, rule, seen: 2, struck: 1 }]);
    expect((await control(world, 'DELETE', '/faults')).status).toBe(204);
    for (const expected of [200, 200]) expect((await world.get('health')).status).toBe(expected);
  }));

test.each([
  [{ route: 'health' }, '"fault" or a "latency"'],
  [{ fault: { type: 'reset' } }, 'body.fault.type should not be "reset"'],
  [{ fault: { type: 'status' } }, 'body.fault.status should be a number'],
  [{ fault: { type: 'status', status: 99 } }, 'from 200 to 599'],
  [{ fault: { type: 'truncated', nth: 1 } }, '"nth"'],
  [{ fault: { type: 'truncated' }, probabilty: 1 }, '"probabilty"'],
  [{ fault: { type: 'truncated' }, on: { nth: 1, every: 2 } }, 'one of nth, every, probability'],
  [{ fault: { type: 'truncated' }, on: { probability: 2 } }, 'from 0 to 1'],
  [{ latency: { type: 'fixed', ms: -1 } }, 'negative'],
  [{ latency: { type: 'fixed', ms: 1e30 } }, 'a hundred years'],
  [{ fault: { type: 'stale', writesAgo: 1_000_000 } }, 'at most 1000'],
  [undefined, 'body should be an object'],
])('a rule that makes no sense is refused: %j', (rule, says) =>
  withSandbox({}, async (world) => {
    const { status, body } = await control(world, 'POST', '/faults', rule);

    expect(status).toBe(400);
    expect(body.message).toContain(says);
    expect(world.sandbox.control.listFaults()).toEqual([]);
  }),
);

test('requests of the API are listed, those of the control route are not', () =>
  withSandbox({}, async (world) => {
    await world.get('health');
    await control(world, 'GET', '/clock');

    expect((await control(world, 'GET', '/requests')).body.requests).toEqual([
      { method: 'GET', path: '/api/v1/health', status: 200 },
    ]);
  }));

test('the clock is put forward, and what is made then says so', () =>
  withSandbox({ clock: () => 0 }, async (world) => {
    const { body } = await control(world, 'POST', '/clock', { advanceMs: 86_400_000 });

    expect(body).toEqual({ now: '1970-01-02T00:00:00.000Z' });
    expect((await createSource(world)).createdAt).toBe(86_400);
  }));

test.each(['1e30', '1e400'])('the clock cannot be put forward to where there are no dates: %s', (advanceMs) =>
  withSandbox({ clock: () => 0 }, async (world) => {
    const url = `${world.sandbox.url}/control/clock`;
    const answer = await fetch(url, { method: 'POST', body: `{"advanceMs":${advanceMs}}` });

    expect(answer.status).toBe(400);
    expect((await control(world, 'GET', '/clock')).body).toEqual({ now: '1970-01-01T00:00:00.000Z' });
  }),
);

test('it needs no credentials, lists its routes, and says what it does not have', () =>
  withSandbox({ auth: { mode: 'basic', username: 'u', password: 'p' } }, async (world) => {
    expect((await control(world, 'GET', '')).body.routes).toContain('POST /control/faults');
    expect(await control(world, 'PUT', '/faults')).toMatchObject({ status: 404 });
  }));
