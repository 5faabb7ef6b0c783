import { expect, test } from 'vitest';
import { readSyncStates, startSync } from '../../src/airbyte/syncs.ts';
import { aFakeServer, anAnswer } from './fake-server.ts';

const aJob = (id: number, status = 'running') => ({ job: { id, status }, attempts: [] });

test('a sync that is started gives its job', async () => {
  const { client } = aFakeServer({ 'connections/sync': () => aJob(7) });

  expect(await startSync(client, 'c')).toEqual({ id: 7, status: 'running' });
});

test('a sync that runs already is no error', async () => {
  const refusal = anAnswer(409, { message: 'A sync is already running for: c' });
  const { client } = aFakeServer({ 'connections/sync': () => refusal });

  expect(await startSync(client, 'c')).toBeUndefined();
});

test('any other conflict stays an error', async () => {
  const refusal = anAnswer(409, { message: 'the workflow was deleted' });
  const { client } = aFakeServer({ 'connections/sync': () => refusal });

  await expect(startSync(client, 'c')).rejects.toMatchObject({ status: 409 });
});

test.each([
  [1, 1],
  [200, 1],
  [201, 2],
  [450, 3],
])('%i syncs are asked about with %i requests', async (count, calls) => {
  const jobs = Array.from({ length: count }, (_, index) => aJob(index, 'succeeded'));
  const { client, requests } = aFakeServer({
    'jobs/list': ({ pagination }) => {
      const { rowOffset } = pagination as { rowOffset: number };
      return { jobs: jobs.slice(rowOffset, rowOffset + 200) };
    },
  });

  expect((await readSyncStates(client, new Set(jobs.map(({ job }) => job.id)), 0)).size).toBe(count);
  expect(requests).toHaveLength(calls);
});

test('a job that the server does not list ends the search', async () => {
  const { client, requests } = aFakeServer({ 'jobs/list': () => ({ jobs: [aJob(1)] }) });

  expect([...(await readSyncStates(client, new Set([1, 2]), 0)).keys()]).toEqual([1]);
  expect(requests).toHaveLength(1);
});
