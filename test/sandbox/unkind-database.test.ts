import { describe, expect, test } from 'vitest';
import { playedRunner } from '../../src/sandbox/runs/played-runner.ts';
import type { ConnectorRunner } from '../../src/sandbox/runs/runner.ts';
import { createConnection, createSource, postgresConfiguration, unknownId, withSandbox } from './world.ts';

describe('§2.8 names', () => {
  test('are counted in characters, of which some are two halves in memory', () =>
    withSandbox({}, async (world) => {
      const { name } = await createSource(world, { name: '😀'.repeat(256) });

      expect(name).toBe('😀'.repeat(256));
      expect((await world.post('sources/partial_update', await longer(world))).status).toBe(409);
    }));

  test('cannot have a NUL in them', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);

      expect((await world.post('sources/partial_update', { sourceId, name: 'a\0b' })).status).toBe(409);
    }));
});

async function longer(world: Parameters<typeof createSource>[0]) {
  const { sourceId } = await createSource(world);
  return { sourceId, name: '😀'.repeat(257) };
}

describe('§6 pages', () => {
  test.each([
    ['sources/list', (id: string) => ({ workspaceId: id, pageSize: -1 })],
    ['web_backend/connections/list', (id: string) => ({ workspaceId: id, pageSize: -1 })],
    ['sources/list_paginated', (id: string) => ({ workspaceIds: [id], pagination: { pageSize: -1 } })],
    ['connections/list_paginated', (id: string) => ({ workspaceIds: [id], pagination: { rowOffset: -1 } })],
    ['jobs/list', () => ({ configTypes: ['sync'], pagination: { pageSize: -1 } })],
  ])('of less than nothing are refused by the database: %s', (path, bodyOf) =>
    withSandbox({}, async (world) => {
      expect((await world.post(path, bodyOf(world.workspaceId))).status).toBe(409);
    }),
  );

  test.each([true, '0x10', '1.5', 'many', 1e300, {}])('whose size is %j are refused with 400', (pageSize) =>
    withSandbox({}, async (world) => {
      expect((await world.post('sources/list', { workspaceId: world.workspaceId, pageSize })).status).toBe(400);
    }),
  );

  test.each(['7', 7.9])('whose size is %j have seven', (pageSize) =>
    withSandbox({}, async (world) => {
      expect((await world.ok('sources/list', { workspaceId: world.workspaceId, pageSize })).page_size).toBe(7);
    }),
  );
});

test.each(['europe/berlin', 'utc', 'Europe/berlin', '+02:00'])('§2.6 %s is no time zone of the server', (zone) =>
  withSandbox({}, async (world) => {
    const { connectionId } = await createConnection(world);
    const cron = { cronExpression: '0 0 3 * * ?', cronTimeZone: zone };
    const answer = await world.post('connections/update', {
      connectionId,
      scheduleType: 'cron',
      scheduleData: { cron },
    });

    expect(answer).toMatchObject({ status: 400, body: { type: 'error:cron-validation/invalid-timezone' } });
  }),
);

test.each(['UTC', 'America/Port_of_Spain', 'America/Port-au-Prince', 'EST5EDT', 'US/Eastern'])(
  '§2.6 %s is one',
  (cronTimeZone) =>
    withSandbox({}, async (world) => {
      const { connectionId } = await createConnection(world);
      const cron = { cronExpression: '0 0 3 * * ?', cronTimeZone };

      await world.ok('connections/update', { connectionId, scheduleType: 'cron', scheduleData: { cron } });
    }),
);

test('§1.5 what is left of a deleted workspace is not discovered', () =>
  withSandbox({}, async (world) => {
    const sources = [];
    for (let index = 0; index < 21; index += 1) sources.push(await createSource(world));
    await world.ok('workspaces/delete', { workspaceId: world.workspaceId });

    expect((await world.post('sources/discover_schema', { sourceId: sources[20].sourceId })).status).toBe(404);
  }));

test('§8.21 one unknown workspace among several is forbidden', () =>
  withSandbox({ auth: { mode: 'token', clientId: 'c', clientSecret: 's', isAdmin: false } }, async (world) => {
    const pair = { client_id: 'c', client_secret: 's' };
    const headers = { authorization: `Bearer ${(await world.ok('applications/token', pair)).access_token}` };
    const statusOf = async (...workspaceIds: string[]) =>
      (await world.post('sources/list_paginated', { workspaceIds, pagination: {} }, headers)).status;

    expect(await statusOf(world.workspaceId)).toBe(200);
    expect(await statusOf(world.workspaceId, unknownId)).toBe(403);
  }));

test('an update that comes while a changed schema is looked at is not lost', async () => {
  let meanwhile = async (): Promise<unknown> => undefined;
  const runner: ConnectorRunner = {
    ...playedRunner,
    async discover(run) {
      await meanwhile();
      return playedRunner.discover(run);
    },
  };
  await withSandbox({ runner }, async (world) => {
    const { sourceId } = await createSource(world);
    meanwhile = () => {
      meanwhile = async () => undefined;
      const connectionConfiguration = postgresConfiguration({ database: 'other' });
      return world.ok('sources/update', { sourceId, name: 'renamed', connectionConfiguration });
    };
    await world.sandbox.control.drift({ type: 'add-stream', target: sourceId, stream: 'refunds' });

    expect(await world.ok('sources/get', { sourceId })).toMatchObject({ name: 'renamed' });
  });
});
