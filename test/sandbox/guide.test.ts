import { expect, test } from 'vitest';
import { sandboxProfiles } from '../../src/sandbox/profile.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { runSync, type Script, scriptOf, setUp } from './guide-script.ts';
import { type JobWorld, withJobs } from './job-world.ts';
import { type Body, createConnection, postgresConfiguration } from './world.ts';

/** The whole guide: what it ends with, and what the server refused on the way. */
async function follow(script: Script): Promise<Body> {
  const { checks, connection } = await setUp(script);
  const { connectionId } = connection;
  const done = await runSync(script, connectionId);
  const { body: second } = await script.call('connections/sync', { connectionId });
  script.sleep(3);
  const { body: cancelled } = await script.call('jobs/cancel', { id: second.job.id });
  const { body: listed } = await script.call('jobs/list', { configTypes: ['sync'], configId: connectionId });
  return { checks, connection, done, cancelled, listed, refused: script.steps.filter(([, status]) => status >= 400) };
}

async function login(world: JobWorld): Promise<Readonly<Record<string, string>>> {
  const { body } = await world.post('applications/token', { client_id: 'id', client_secret: 'secret' });
  return { authorization: `Bearer ${body.access_token}` };
}

const token = { mode: 'token', clientId: 'id', clientSecret: 'secret' } as const;

test.each<[string, SandboxOptions, readonly (readonly [string, number])[]]>([
  ['1.6', { profile: '1.6' }, []],
  ['1.6 with tokens', { profile: '1.6', auth: token }, []],
  ['1.8', { profile: '1.8' }, [['workspaces/list', 404]]],
  // §9.4: the only step of the guide that a newer server refuses, and it looks like a missing permission with tokens.
  ['2.0', { profile: '2.0' }, [['workspaces/list', 404]]],
  ['2.0 with tokens', { profile: '2.0', auth: token }, [['workspaces/list', 403]]],
])('the guide from end to end under profile %s', (_what, options, refused) =>
  withJobs(options, async (world) => {
    const told = await follow(scriptOf(world, options.auth === undefined ? {} : await login(world)));

    expect(told.refused).toEqual(refused);
    expect(told.checks).toEqual(['succeeded', 'succeeded']);
    expect(told.connection).toMatchObject({ name: 'shop to lake', status: 'active', scheduleType: 'basic' });
    expect(told.done.job.status).toBe('succeeded');
    expect(told.done.job.aggregatedStats.recordsCommitted).toBe(told.done.attempts[0].attempt.recordsSynced);
    expect(told.cancelled.job.status).toBe('cancelled');
    expect(told.listed.jobs.map(({ job }: Body) => [job.id, job.status])).toEqual([
      [2, 'cancelled'],
      [1, 'succeeded'],
    ]);
  }),
);

test.each(['1.6', '2.0'] as const)('§9.2 no step goes without a token where there are tokens: profile %s', (profile) =>
  withJobs({ profile, auth: token }, async (world) => {
    const plain = scriptOf(world);
    const byPassword = scriptOf(world, { authorization: `Basic ${btoa('airbyte:password')}` });
    for (const path of ['workspaces/list', 'source_definitions/list', 'sources/create', 'jobs/list']) {
      expect([(await plain.call(path)).status, (await byPassword.call(path)).status]).toEqual([401, 401]);
    }
  }),
);

test.each(sandboxProfiles)(
  '§9.20 a sync while one runs is a 409, of an inactive connection a 500: profile %s',
  (profile) =>
    withJobs({ profile }, async (world) => {
      const { call, sleep } = scriptOf(world);
      const { connectionId } = await createConnection(world);
      const { body: started } = await call('connections/sync', { connectionId });

      expect(started).toMatchObject({ job: { configId: connectionId, updatedAt: expect.any(Number) }, attempts: [] });
      expect((await call('connections/sync', { connectionId })).status).toBe(409);
      sleep(60);
      await call('connections/update', { connectionId, status: 'inactive' });
      expect((await call('connections/sync', { connectionId })).status).toBe(500);
    }),
);

test.each(sandboxProfiles)(
  '§9.21 to §9.24 what such guides get wrong of jobs is wrong here as well: profile %s',
  (profile) =>
    withJobs({ profile }, async (world) => {
      const { call, sleep } = scriptOf(world);
      const { connectionId } = await createConnection(world);
      const { body: started } = await call('connections/sync', { connectionId });
      sleep(60);
      const { body: polled } = await call('jobs/get', { id: started.job.id });

      // §9.21: there is no summary. §9.22: a poll brings the logs. §9.23: items are nested, and types have to be named.
      expect(polled.job.summary).toBeUndefined();
      expect(polled.attempts[0].logs).toBeDefined();
      expect((await call('jobs/list', { configId: connectionId })).status).toBe(500);
      const { body: listed } = await call('jobs/list', { configTypes: ['sync'], configId: connectionId });
      expect(listed.jobs[0].id).toBeUndefined();
      expect(listed.totalJobCount).toBe(1);
      // §9.24: cancel gives a job, and stops what runs now, whichever job is named.
      const { body: second } = await call('connections/sync', { connectionId });
      expect((await call('jobs/cancel', { id: started.job.id })).body).toMatchObject({ job: {}, attempts: [{}] });
      expect((await call('jobs/get_light', { id: second.job.id })).body.job.status).toBe('cancelled');
    }),
);

test('§9.22 a script that counts failed jobs as done sees why they failed', () =>
  withJobs({}, async (world) => {
    const { sourceId, connectionId } = await createConnection(world);
    await world.ok('sources/update', {
      sourceId,
      name: 'shop',
      connectionConfiguration: postgresConfiguration({ host: 'fail.internal' }),
    });
    const { job, attempts } = await runSync(scriptOf(world), connectionId);

    expect(job.status).toBe('failed');
    expect(attempts.at(-1).attempt.failureSummary.failures[0].externalMessage).toContain('connection refused');
  }));
