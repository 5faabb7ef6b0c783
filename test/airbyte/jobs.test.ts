import { expect, test } from 'vitest';
import { listStepJobs, readLastSync, readRefreshSupport, startStep } from '../../src/airbyte/jobs.ts';
import type { StreamStep } from '../../src/model/plan.ts';
import { aFakeServer, anAnswer } from './fake-server.ts';

const step: StreamStep = { action: 'clear', streams: [{ name: 'orders', namespace: 'public' }, { name: 'users' }] };

test('the last sync is the newest job that went well, with what it has written', async () => {
  const aggregatedStats = { recordsCommitted: 12, bytesCommitted: 3400, recordsEmitted: 15 };
  const { client, requests } = aFakeServer({
    'jobs/list': () => ({ jobs: [{ job: { id: 7, aggregatedStats }, attempts: [] }], totalJobCount: 9 }),
  });

  expect(await readLastSync(client, 'c')).toEqual({ records: 12, bytes: 3400 });
  expect(requests[0]?.body).toEqual({
    configId: 'c',
    configTypes: ['sync', 'refresh'],
    statuses: ['succeeded'],
    pagination: { pageSize: 1, rowOffset: 0 },
  });
});

test('there may be no sync, or no figures', async () => {
  const lists = [{ jobs: [] }, { jobs: [{ job: { id: 7 }, attempts: [] }] }];
  const { client } = aFakeServer({ 'jobs/list': (_body, nth) => lists[nth - 1] ?? {} });

  expect(await readLastSync(client, 'c')).toBeUndefined();
  expect(await readLastSync(client, 'c')).toBeUndefined();
});

test.each([
  ['refresh', 'refresh'],
  ['clear', 'reset_connection'],
] as const)('the jobs of a %s are those of the type %s', async (action, type) => {
  const { client, requests } = aFakeServer({ 'jobs/list': () => ({ jobs: [{ job: { id: 7 } }, { job: { id: 5 } }] }) });

  expect(await listStepJobs(client, 'c', action)).toEqual([7, 5]);
  expect(requests[0]?.body).toMatchObject({ configId: 'c', configTypes: [type] });
});

test('a refresh keeps records and names its streams; a destination that cannot do it gives no job', async () => {
  const { client, requests } = aFakeServer({
    'connections/refresh': (_body, nth) => (nth === 1 ? { job: { id: 7 } } : {}),
  });
  const refresh: StreamStep = { ...step, action: 'refresh' };

  expect(await startStep(client, 'c', refresh)).toBe(7);
  expect(await startStep(client, 'c', refresh)).toBeUndefined();
  expect(requests[0]?.body).toEqual({
    connectionId: 'c',
    refreshMode: 'Merge',
    streams: [{ streamName: 'orders', streamNamespace: 'public' }, { streamName: 'users' }],
  });
});

test('servers without a clear have a reset', async () => {
  const { client, requests } = aFakeServer({ 'connections/reset/stream': () => ({ job: { id: 7 }, attempts: [] }) });

  expect(await startStep(client, 'c', step)).toBe(7);
  expect(requests.map(({ path }) => path)).toEqual(['connections/clear/stream', 'connections/reset/stream']);
});

test('a refused clear is not asked for by another name', async () => {
  const { client, requests } = aFakeServer({ 'connections/clear/stream': () => anAnswer(409, {}) });

  await expect(startStep(client, 'c', step)).rejects.toMatchObject({ status: 409 });
  expect(requests).toHaveLength(1);
});

test.each([
  [{ supportsRefreshes: true }, true],
  [{ supportsRefreshes: false }, false],
  [{}, undefined],
  [anAnswer(404), undefined],
])('a destination version %j', async (answer, supports) => {
  const { client } = aFakeServer({ 'actor_definition_versions/get_for_destination': () => answer });

  expect(await readRefreshSupport(client, 'd')).toBe(supports);
});
