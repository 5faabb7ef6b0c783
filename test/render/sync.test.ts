import { expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import type { Attempt, Job } from '../../src/model/job.ts';
import { type ResourceKey, resourceKey } from '../../src/model/resource.ts';
import type { SyncOutcome } from '../../src/model/sync.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { nextSteps, renderSyncOutcome, renderSyncReport } from '../../src/render/sync.ts';
import { progressFrame, progressLine } from '../../src/render/sync-progress.ts';
import { columnsOf } from '../../src/util/visible.ts';

const figures = (records: number, bytes: number) => ({ records, bytes });

function aJob(changes: Partial<Job> = {}): Job {
  return {
    id: 12,
    type: 'sync',
    connectionId: 'c',
    status: 'succeeded',
    createdAt: 1000,
    startedAt: 1000,
    updatedAt: 1034,
    streamCount: 3,
    streams: [],
    attempts: [anAttempt(1)],
    read: figures(12_345, 3_400_000),
    written: figures(12_345, 3_400_000),
    ...changes,
  };
}

function anAttempt(number: number, changes: Partial<Attempt> = {}): Attempt {
  const moved = { read: figures(0, 0), written: figures(0, 0) };
  return { number, status: 'succeeded', createdAt: 1000, streams: [], failures: [], ...moved, ...changes };
}

const broken = (number: number, message: string, more = {}) =>
  anAttempt(number, { status: 'failed', failures: [{ origin: 'source', message, ...more }] });

const connectionOf = (key: ResourceKey) => ({ key, connectionId: 'c', name: 'Shop' });
const connection = connectionOf(resourceKey('connection', 'ecommerce-to-bronze'));
const running = (job: Job, isJoined = false) => ({ connection, job, isJoined });

const outcomes: readonly SyncOutcome[] = [
  { ...running(aJob()), result: 'succeeded' },
  { ...running(aJob({ attempts: [broken(1, 'lost'), anAttempt(2)] })), result: 'succeeded' },
  { ...running(aJob({ type: 'reset_connection' })), result: 'succeeded' },
  {
    ...running(aJob({ status: 'failed', attempts: [broken(1, 'no route\n to host'), broken(2, 'no route to host')] })),
    result: 'failed',
  },
  {
    ...running(
      aJob({
        status: 'failed',
        attempts: [
          broken(1, 'the connection was closed in the middle of the sync, so that nobody knows'),
          broken(2, 'bad\u001b[31m', { stream: 'public.orders' }),
          anAttempt(3, { status: 'failed' }),
        ],
      }),
    ),
    result: 'failed',
  },
  { ...running(aJob({ status: 'cancelled' })), result: 'cancelled' },
  { ...running(aJob({ status: 'running' })), result: 'running' },
  { ...running(aJob({ status: 'running' })), result: 'unknown' },
  { ...running(aJob({ status: 'running' })), result: 'started' },
  { ...running(aJob({ status: 'running' }), true), result: 'started' },
  { connection, result: 'inactive' },
  { connection, result: 'skipped' },
  {
    connection,
    result: 'not-started',
    error: new RefusedError('connection/ecommerce-to-bronze: its streams are being cleared', { hint: 'wait' }),
  },
];

test('says of each connection what became of it', () => {
  const text = outcomes.map((outcome) => renderSyncOutcome(outcome, plainPalette)).join('\n');

  expect(text).toMatchInlineSnapshot(`
    "  connection/ecommerce-to-bronze
          job 12 succeeded in 34 s: 12,345 records, 3.4 MB
      connection/ecommerce-to-bronze
          job 12 succeeded in 34 s, at attempt 2: 12,345 records, 3.4 MB
      connection/ecommerce-to-bronze  clear job 12 succeeded in 34 s
      connection/ecommerce-to-bronze  job 12 failed after 34 s, 2 attempts
          attempts 1 to 2: source: no route to host
      connection/ecommerce-to-bronze  job 12 failed after 34 s, 3 attempts
          attempt 1: source: the connection was closed in the middle of the sync, so
                     that nobody knows
          attempt 2: source, stream public.orders: bad\\u001b[31m
          attempt 3: the server gives no reason
      connection/ecommerce-to-bronze  job 12 was cancelled after 34 s
      connection/ecommerce-to-bronze  job 12 is running and goes on
      connection/ecommerce-to-bronze
          job 12: the server tells nothing of it any more
      connection/ecommerce-to-bronze  job 12 started
      connection/ecommerce-to-bronze  joined job 12, which runs already
      connection/ecommerce-to-bronze  is not active: left out
      connection/ecommerce-to-bronze  not started: interrupted
      connection/ecommerce-to-bronze  not started
          its streams are being cleared
          hint: wait"
  `);
  expect(Math.max(...text.split('\n').map(columnsOf))).toBeLessThanOrEqual(80);
});

test('the last line counts, and says what can be done next', () => {
  const report = { outcomes, end: 'timeout', durationMs: 65_000 } as const;
  const verb = { done: 'Synced', noun: 'sync', nouns: 'syncs' };
  const started = outcomes.filter(({ result }) => result === 'started');

  expect(renderSyncReport(report, verb)).toMatchInlineSnapshot(
    `
    "Synced 3 of 12 connections, 1 ran already, 2 failed, 1 cancelled, 1 still
    running, 1 not heard of, 2 not started, 1 not active, in 65 s"
  `,
  );
  expect(renderSyncReport({ outcomes: started, end: 'started', durationMs: 1 }, verb)).toMatchInlineSnapshot(
    `"Started 1 sync, 1 ran already"`,
  );
  expect(nextSteps(report)).toMatchInlineSnapshot(`
    [
      "Its whole story: airplan jobs logs 12",
      "4 jobs go on by themselves.",
      "Follow: airplan jobs get 12. Stop: airplan jobs cancel 12.",
    ]
  `);
  expect(nextSteps({ outcomes: started, end: 'started', durationMs: 1 })).toEqual([]);
});

const watched = (name: string, job: Job, bytesPerSecond?: number) => ({
  connection: connectionOf(resourceKey('connection', name)),
  job,
  isJoined: false,
  bytesPerSecond,
});

const stream = (name: string, read: number, written: number) => ({
  name,
  read: figures(read, read),
  written: figures(written, written),
});

const jobs = [
  watched(
    'shop-to-lake',
    aJob({ status: 'running', attempts: [anAttempt(1, { streams: [stream('a', 5, 5), stream('b', 5, 4)] })] }),
    81_000,
  ),
  watched('a-name-that-is-longer-than-its-column-is-wide', aJob({ status: 'incomplete', attempts: [broken(1, 'x')] })),
  watched(
    '連続した名前の長い接続連続した名前の長い接続',
    aJob({ status: 'running', attempts: [broken(1, 'x'), anAttempt(2)], read: figures(123_456_789, 9e13) }),
    999_999_999,
  ),
  watched('done', aJob()),
];

test('a frame of the live view is a table of what still runs', () => {
  const frame = progressFrame({ jobs, elapsedMs: 42_000 }, { columns: 80, rows: 24 });

  expect(frame.join('\n')).toMatchInlineSnapshot(`
    "Waiting for 3 of 4 jobs, 42 s; Ctrl-C ends the waiting only
                              state            read                   rate  streams
      shop-to-lake            running        12,345     3.4 MB     81 kB/s      1/3
      a-name-that-is-longer…  retrying       12,345     3.4 MB                  0/3
      連続した名前の長い接…   attempt 2     123.4 M      90 TB  999.9 MB/s      0/3"
  `);
  expect(progressLine({ jobs, elapsedMs: 42_000 })).toMatchInlineSnapshot(
    `"  3 of 4 running after 42 s: 123.4 million records, 90 TB read"`,
  );
});

test.each([
  [80, 24],
  [60, 10],
  [20, 5],
  [200, 100],
])('no frame is wider or higher than a terminal of %i columns and %i rows', (columns, rows) => {
  const many = Array.from({ length: 300 }, (_value, index) => jobs[index % 3] ?? watched('x', aJob()));
  const frame = progressFrame({ jobs: many, elapsedMs: 4.2e8, silence: 'x'.repeat(300) }, { columns, rows });

  expect(Math.max(...frame.map(columnsOf))).toBeLessThan(columns);
  expect(frame.length).toBeLessThan(rows);
});
