import { expect, test } from 'vitest';
import { aProject, findings } from './project-in-memory.ts';

/** What `validate` would print about a connection with this schedule. */
function findingsFor(schedule: string): Promise<string> {
  const connection = `${aProject['pipelines/shop-to-lake.yaml']}schedule: ${schedule}\n`;
  return findings({ ...aProject, 'pipelines/shop-to-lake.yaml': connection });
}

test('a cron expression of Unix is pointed at, with what Quartz makes of it', async () => {
  expect(await findingsFor('{cron: "0 3 * * 1-5", timeZone: Europe/Berlin}')).toMatchInlineSnapshot(`
    "error: "cron" is no Quartz expression: it has 5 fields, and 6 or 7 are expected
      pipelines/shop-to-lake.yaml:6:18 (wrong-cron)
      6 | schedule: {cron: "0 3 * * 1-5", timeZone: Europe/Berlin}
        |                  ^^^^^^^^^^^^^
      hint: as Quartz has it, seconds first: "0 0 3 ? * MON-FRI"

    1 error in 1 file"
  `);
});

test('so is a time zone that there is not', async () => {
  expect(await findingsFor('{cron: "0 0 3 * * ?", timeZone: Europe/Berln}')).toContain(
    'error: "Europe/Berln" is no time zone',
  );
});

test('a cron that fires every second is an error, one that fires twice an hour a warning', async () => {
  expect(await findingsFor('{cron: "* 0 3 * * ?"}')).toContain('no server allows');
  const often = await findingsFor('{cron: "0 */30 * * * ?"}');

  expect(often).toContain('warning: "cron" fires more than once within an hour');
  expect(often).toContain('1 warning');
});

test.each([
  'manual',
  '{units: 5, timeUnit: minutes}',
  '{cron: "0 0 3 * * ?"}',
  '{cron: "0 0 3 ? * 2-6", timeZone: UTC}',
])('%s is as it should be', async (schedule) => expect(await findingsFor(schedule)).toBe(''));
