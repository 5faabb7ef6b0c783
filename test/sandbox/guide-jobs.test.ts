import { expect, test } from 'vitest';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import { type JobWorld, withJobs } from './job-world.ts';
import { type Body, createConnection, postgresConfiguration } from './world.ts';

/*
 * What scripts do that people write from a guide to the API: plain HTTP, and the shapes that the server really has
 * (API §9.20 to §9.24).
 */

interface Script {
  call(path: string, body?: Body): Promise<{ readonly status: number; readonly body: Body }>;
  /** Stands for the script's sleeping between two polls. */
  sleep(seconds: number): void;
}

async function runSync({ call, sleep }: Script, connectionId: string): Promise<Body> {
  const { body: started } = await call('connections/sync', { connectionId });
  for (;;) {
    const { body } = await call('jobs/get_without_logs', { id: started.job.id });
    if (['succeeded', 'failed', 'cancelled'].includes(body.job.status)) return body;
    sleep(2);
  }
}

function scriptOf(world: JobWorld): Script {
  const call: Script['call'] = async (path, body) => {
    const response = await fetch(`${world.sandbox.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    });
    return { status: response.status, body: await response.json() };
  };
  return { call, sleep: world.pass };
}

const profiles: readonly SandboxProfile[] = ['1.6', '2.0'];

test.each(profiles)(
  'a script syncs, polls until it is done, lists jobs and cancels a second sync: profile %s',
  (profile) =>
    withJobs({ profile }, async (world) => {
      const script = scriptOf(world);
      const { connectionId } = await createConnection(world);

      const done = await runSync(script, connectionId);
      expect(done.job.status).toBe('succeeded');
      expect(done.job.aggregatedStats.recordsCommitted).toBe(done.attempts[0].attempt.recordsSynced);

      const { body: second } = await script.call('connections/sync', { connectionId });
      script.sleep(3);
      const tooMany = await script.call('connections/sync', { connectionId });
      expect(tooMany.status).toBe(409);
      const { body: cancelled } = await script.call('jobs/cancel', { id: second.job.id });
      expect(cancelled.job.status).toBe('cancelled');

      const { body: listed } = await script.call('jobs/list', { configTypes: ['sync'], configId: connectionId });
      expect(listed.jobs.map(({ job }: Body) => [job.id, job.status])).toEqual([
        [2, 'cancelled'],
        [1, 'succeeded'],
      ]);
    }),
);

test.each(profiles)('what such guides get wrong is wrong here as well: profile %s', (profile) =>
  withJobs({ profile }, async (world) => {
    const { call, sleep } = scriptOf(world);
    const { connectionId } = await createConnection(world);
    const { body: started } = await call('connections/sync', { connectionId });
    sleep(60);
    const { body: polled } = await call('jobs/get', { id: started.job.id });

    // §9.21: there is no summary. §9.23: items are nested, and types have to be named. §9.24: cancel gives a job.
    expect(polled.job.summary).toBeUndefined();
    expect((await call('jobs/list', { configId: connectionId })).status).toBe(500);
    const { body: listed } = await call('jobs/list', { configTypes: ['sync'], configId: connectionId });
    expect(listed.jobs[0].id).toBeUndefined();
    expect((await call('jobs/cancel', { id: started.job.id })).body).toMatchObject({ job: {}, attempts: [{}] });
  }),
);

test('a script that counts failed jobs as done sees why they failed', () =>
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
