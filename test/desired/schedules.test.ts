import { expect, test } from 'vitest';
import { aConnectionFile, aProject, load } from './project-in-memory.ts';

/** Rule and hint of what is found in a schedule. */
async function found(schedule: string): Promise<readonly (readonly [string, string | undefined])[]> {
  const file = `${aConnectionFile.trimEnd()}\nschedule: ${schedule}\n`;
  const { issues } = await load({ ...aProject, 'pipelines/connection.yaml': file });
  return issues
    .filter(({ place }) => place?.file === 'pipelines/connection.yaml')
    .map(({ rule, hint }) => [rule, hint]);
}

test.each([
  'manual',
  '{units: 24, timeUnit: hours}',
  '{cron: "0 0 3 * * ?"}',
  '{cron: "0 0 3 ? * MON-FRI", timeZone: Europe/Berlin}',
  '{cron: "0 30 22 L * ? 2027", timeZone: UTC}',
])('nothing is wrong with %s', async (schedule) => {
  expect(await found(schedule)).toEqual([]);
});

test.each([
  ['0 3 * * *', '0 0 3 * * ?'],
  ['*/5 * * * *', '0 */5 * * * ?'],
  ['0 3 * * 1', '0 0 3 ? * MON'],
  ['0 3 * * 1-5', '0 0 3 ? * MON-FRI'],
  ['0 3 * * 0,7', '0 0 3 ? * SUN,SUN'],
])('five fields are cron of another kind, and Quartz would write %s as %s', async (cron, quartz) => {
  expect(await found(`{cron: "${cron}"}`)).toEqual([
    ['broken-cron', `Quartz counts seconds first: did you mean "${quartz}"?`],
  ]);
});

test.each([
  ['0 0 3 * * *', 'broken-cron'],
  ['0 0 25 * * ?', 'broken-cron'],
  ['every day', 'broken-cron'],
  ['0 0 3 31 2 ?', 'cron-never'],
  ['0 0 3 1 1 ? 2019', 'cron-never'],
  ['* 0 3 * * ?', 'cron-every-second'],
  ['0 * * * * ?', 'cron-more-than-hourly'],
  ['0 0/30 * * * ?', 'cron-more-than-hourly'],
])('%s is a finding: %s', async (cron, rule) => {
  expect((await found(`{cron: "${cron}"}`)).map(([id]) => id)).toEqual([rule]);
});

test.each([
  ['Europe/Berlim', 'did you mean "Europe/Berlin"?'],
  ['europe/berlin', 'did you mean "Europe/Berlin"?'],
  ['Etc/UTC', 'write a name such as Europe/Berlin, or UTC'],
])('the time zone %s is none that servers take', async (timeZone, hint) => {
  expect(await found(`{cron: "0 0 3 * * ?", timeZone: ${timeZone}}`)).toEqual([['unknown-time-zone', hint]]);
});

test('a finding points at the expression', async () => {
  const file = `${aConnectionFile.trimEnd()}\nschedule:\n  cron: "0 3 * * *"\n`;
  const { issues } = await load({ ...aProject, 'pipelines/connection.yaml': file });

  expect(issues[0]?.place?.lineText).toBe('  cron: "0 3 * * *"');
  expect(issues[0]?.place?.column).toBe(9);
});
