import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { findCronFault } from '../../../src/util/quartz.ts';
import { createConnection, createDestination, createSource, withSandbox } from '../world.ts';

const daily: JsonObject = { cronExpression: '0 0 3 * * ?', cronTimeZone: 'UTC' };
const cron = (changes: JsonObject): JsonObject => ({
  scheduleType: 'cron',
  scheduleData: { cron: { ...daily, ...changes } },
});

test('§8.14 a basic schedule is mirrored in the legacy one', () =>
  withSandbox({}, async (world) => {
    const basicSchedule = { timeUnit: 'hours', units: 6 };
    const connection = await createConnection(world, { scheduleType: 'basic', scheduleData: { basicSchedule } });

    expect(connection).toMatchObject({
      schedule: basicSchedule,
      scheduleType: 'basic',
      scheduleData: { basicSchedule },
    });
  }));

test('§8.14 the legacy schedule is understood on create', () =>
  withSandbox({}, async (world) => {
    const schedule = { timeUnit: 'hours', units: 24 };

    expect(await createConnection(world, { schedule })).toMatchObject({
      scheduleType: 'basic',
      scheduleData: { basicSchedule: schedule },
    });
  }));

test('§8.14 a cron schedule has no legacy mirror, and an update can take it back', () =>
  withSandbox({}, async (world) => {
    const connection = await createConnection(world, cron({ cronTimeZone: 'Europe/Paris' }));
    const { connectionId } = connection;
    const manual = await world.ok('connections/update', { connectionId, scheduleType: 'manual' });

    expect(connection).toMatchObject({ scheduleType: 'cron' });
    expect(connection).not.toHaveProperty('schedule');
    expect(manual.scheduleType).toBe('manual');
    expect(manual).not.toHaveProperty('scheduleData');
  }));

test.each([
  ['both styles', { schedule: { units: 1, timeUnit: 'hours' }, scheduleType: 'manual' }, 422, undefined],
  ['basic without data', { scheduleType: 'basic' }, 422, undefined],
  ['basic with empty data', { scheduleType: 'basic', scheduleData: {} }, 422, undefined],
  ['cron without cron data', { scheduleType: 'cron', scheduleData: {} }, 400, 'missing-cron-data'],
  ['cron without a time zone', cron({ cronTimeZone: null }), 400, 'missing-component'],
  ['cron without an expression', cron({ cronExpression: null }), 400, 'missing-component'],
  ['an expression of five fields', cron({ cronExpression: '0 3 * * *' }), 400, 'invalid-expression'],
  ['an unknown time zone', cron({ cronTimeZone: 'Mars/Olympus' }), 400, 'invalid-timezone'],
  ['a time zone below Etc', cron({ cronTimeZone: 'Etc/UTC' }), 400, 'invalid-timezone'],
  ['every second', cron({ cronExpression: '* * * * * ?' }), 400, 'under-one-hour-not-allowed'],
  ['an unknown unit', { schedule: { units: 1, timeUnit: 'fortnights' } }, 400, undefined],
])('§8.14 a schedule is refused: %s', (_what, changes, expected, problem) =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const { destinationId } = await createDestination(world);
    const { status, body } = await world.post('connections/create', {
      sourceId,
      destinationId,
      status: 'active',
      ...changes,
    });

    expect(status).toBe(expected);
    expect(body.type).toBe(problem && `error:cron-validation/${problem}`);
  }),
);

describe('cron expressions', () => {
  test.each([
    '0 0 3 * * ?',
    '0 */5 * * * ?',
    '0 0/30 8-18 ? * MON-FRI',
    '0 15 10 ? * 6L',
    '0 15 10 L * ?',
    '0 0 12 1W JAN,jul ? 2030-2040',
    '0 0 0 ? * sun#2',
  ])('§8.14 %s is good', (expression) => expect(findCronFault(expression)).toBeUndefined());

  test.each([
    '',
    '0 3 * * *',
    '0 0 3 * * *',
    '0 0 3 ? * ?',
    '0 60 3 * * ?',
    '0 0 24 * * ?',
    '0 0 3 0 * ?',
    '0 0 3 * 13 ?',
    '0 0 3 ? * 8',
    '0 0/0 3 * * ?',
    '0 1-2-3 3 * * ?',
    '0 x 3 * * ?',
    '0 0 3 * * ? 1969',
    '0 0 3 * * ? 2030 1',
  ])('§8.14 "%s" is not', (expression) => expect(findCronFault(expression)).toBeDefined());
});
