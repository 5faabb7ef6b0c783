import { expect, test } from 'vitest';
import { listJobs, readJobStates } from '../../src/airbyte/job-list.ts';
import { aFakeServer } from './fake-server.ts';

const aJob = (id: number, more: object = {}) => ({
  job: { id, configType: 'sync', configId: 'c', status: 'running', createdAt: id, updatedAt: id, ...more },
  attempts: [],
});

/** A server with so many jobs, one a second, that gives those of the span that is asked for. */
function aServer(count: number) {
  const jobs = Array.from({ length: count }, (_value, id) => aJob(id));
  return aFakeServer({
    'jobs/list_for_workspaces': ({ createdAtStart, createdAtEnd, pagination }) => {
      const { pageSize, rowOffset } = pagination as { readonly pageSize: number; readonly rowOffset: number };
      const [from, to] = [createdAtStart, createdAtEnd].map((time) => Date.parse(String(time)) / 1000);
      const inside = jobs.filter(({ job }) => !(job.createdAt < (from ?? 0)) && !(job.createdAt > (to ?? 0)));
      return { jobs: inside.slice(rowOffset, rowOffset + pageSize) };
    },
    'jobs/get_without_logs': ({ id }) => aJob(Number(id)),
  });
}

const awaited = (...ids: readonly number[]) => ids.map((id) => ({ id, createdAt: id }));
const upTo = (count: number) => Array.from({ length: count }, (_value, id) => id);

test.each([
  [upTo(1), 1],
  [upTo(200), 1],
  [upTo(201), 2],
  [upTo(450), 3],
  // One that was joined after hours among others stands alone, and nobody reads all that came in between.
  [[5, 9000, 9001], 2],
  [[5, 6, 5000, 9001], 3],
])('jobs are asked about in bulk: case %#', async (ids, requestCount) => {
  const { client, requests } = aServer(10_000);

  expect([...(await readJobStates(client, 'w', awaited(...ids))).keys()]).toEqual(ids);
  expect(requests).toHaveLength(requestCount);
});

test('what no list shows is asked for by its id, a few at a time', async () => {
  const { client, requests } = aFakeServer({
    'jobs/list_for_workspaces': () => ({ jobs: [] }),
    'jobs/get_without_logs': ({ id }) => aJob(Number(id)),
  });

  expect((await readJobStates(client, 'w', awaited(...upTo(50)))).size).toBe(10);
  expect(requests).toHaveLength(11);
});

test('a search for what is rare ends some time, and says so', async () => {
  const { client, requests } = aFakeServer({
    'jobs/list_for_workspaces': (_body, nth) => ({ jobs: upTo(200).map((id) => aJob(nth * 200 + id)) }),
  });

  expect(await listJobs(client, { workspaceId: 'w' }, { most: 5, isWanted: () => false })).toEqual({
    jobs: [],
    isWhole: false,
  });
  expect(requests).toHaveLength(50);
});

test('a job with next to nothing in it can be read', async () => {
  const { client } = aFakeServer({
    'jobs/get_without_logs': () => ({ job: { ...aJob(1).job, enabledStreams: null } }),
  });

  expect((await readJobStates(client, 'w', awaited(1))).get(1)).toMatchObject({ streamCount: 0, attempts: [] });
});
