import { expect, test } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { aProject } from '../laws/a-project.ts';
import { withProject } from '../support/run-cli.ts';
import { withApplied } from '../support/small-project.ts';

const broken = {
  type: 'configure',
  kind: 'source',
  target: 'shop',
  configuration: { host: 'fail.example.com' },
} as const;

/** Ids and times differ from run to run. */
const withoutTimes = (text: string) => text.replaceAll(/(in|after) \d+ m?s\b/g, '$1 N s');

test('syncs, joins, waits, lists, shows and prints logs; exit 8 if a job failed', async () => {
  await withApplied(async ({ run }, sandbox) => {
    const started = await run(['sync', 'shop-to-lake']);
    const joined = await run(['sync', 'tag:bronze', '--format', 'json']);
    sandbox.control.advanceClock(60_000);
    await sandbox.control.drift(broken);
    const told: string[] = [];
    const tell = (text: string) => {
      told.push(text);
      if (text.includes('started')) sandbox.control.advanceClock(60_000);
    };
    const failed = await run(['sync', '--wait'], { tell });

    expect(started.stdout).toBe('  connection/shop-to-lake  job 1 started\nStarted 1 sync\n');
    expect(JSON.parse(joined.stdout)).toMatchObject({
      end: 'started',
      connections: [{ key: 'connection/shop-to-lake', result: 'started', isJoined: true, job: { id: 1 } }],
    });
    expect(failed.exitCode).toBe(8);
    expect(withoutTimes(failed.stdout)).toMatchInlineSnapshot(`
      "  connection/shop-to-lake  job 2 failed after N s
            source: Checking the source failed: State code: 08001; Message: Could not
            connect to "fail.example.com" on port 5432: connection refused. Is a
            database listening?
      Synced 0 of 1 connection, 1 failed, in N s
      "
    `);
    expect(told).toEqual(['  connection/shop-to-lake  job 2 started', 'Its whole story: airplan jobs logs 2']);
    expect((await run(['jobs', 'list', '--status', 'failed'])).stdout).toMatch(
      /^job .*\n {2}2 {2}shop-to-lake .*failed/,
    );
    expect(withoutTimes((await run(['jobs', 'get', '2'])).stdout)).toMatch(
      /^Job 2: sync of connection\/shop-to-lake {2}"shop-to-lake"\n {2}failed after N s\n/,
    );
    expect((await run(['jobs', 'logs', '2'])).stdout).toContain('ERROR Checking the source failed');
    expect((await run(['jobs', 'cancel', '2'])).exitCode).toBe(4);
  });
});

test('Ctrl-C while waiting says how to follow and to stop what goes on', async () => {
  await withApplied(async ({ run }, sandbox) => {
    let interrupt: () => void = () => undefined;
    const onInterrupt: CliContext['onInterrupt'] = (listener) => {
      interrupt = listener;
      return () => undefined;
    };
    const tell: string[] = [];
    const context = {
      onInterrupt,
      tell: (text: string) => {
        tell.push(text);
        if (text.includes('job 1 started')) interrupt();
      },
    };
    const { exitCode, stdout } = await run(['sync', '--wait'], context);

    expect(exitCode).toBe(130);
    expect(stdout).toMatch(
      /^ {2}connection\/shop-to-lake {2}job 1 is \w+ and goes on\nSynced 0 of 1 connection, 1 still running/,
    );
    expect(tell.join('\n')).toMatchInlineSnapshot(`
      "  connection/shop-to-lake  job 1 started
      Interrupted: nothing new is started
      Job 1 goes on by itself.
      Follow: airplan jobs get 1. Stop: airplan jobs cancel 1."
    `);
    expect(sandbox.store.jobs.list()[0]).not.toHaveProperty('cancelledAtMs');
  });
});

const mistakes: readonly (readonly [readonly string[], string])[] = [
  [['sync', '--timeout', '3m'], '--timeout needs --wait'],
  [['sync', '--wait', '--timeout', 'soon'], 'not "soon"'],
  [['sync', ''], 'the selector is empty'],
  [['sync', 'ecommerce-to-bronz'], 'did you mean "connection/ecommerce-to-bronze"?'],
  [['sync', 'source/*'], 'the selector means no connection'],
  [['clear'], '--yes says that you mean this clear'],
  [['jobs', 'get'], 'needs the id of a job'],
  [['jobs', 'logs', '1e3'], 'not "1e3"'],
  [['jobs', 'get', '1', '--limit', '2'], '--limit is for "jobs list"'],
  [['jobs', 'list', '--since', '2026-13-01'], 'not "2026-13-01"'],
  [['jobs', 'list', '--limit', '1.5'], '--limit takes a whole number'],
  [['jobs', 'list', '--status', 'done'], '--status cannot be'],
];

test('mistakes are refused with exit 3, before the server is asked for anything', async () => {
  await withProject(async ({ run }) => {
    const serverUrl = () => Promise.reject(new Error('a server is asked for'));
    for (const [argv, words] of mistakes) {
      const { exitCode, stderr } = await run(argv, { serverUrl });
      expect({ argv, exitCode, stderr }).toEqual({ argv, exitCode: 3, stderr: expect.stringContaining(words) });
    }
  });
});

test('clears once somebody says yes', async () => {
  await withApplied(async ({ run }, sandbox) => {
    const answers = ['y', 'yes'];
    const asking = { isInteractive: true, ask: async () => answers.shift() ?? '' };
    const declined = await run(['clear', 'shop-to-lake'], asking);
    const agreed = await run(['clear', 'shop-to-lake', '--streams', 'orders'], asking);
    const unable = await run(['refresh', '--yes']);

    expect(declined).toMatchObject({ exitCode: 0, stderr: 'Nothing was started.\n' });
    expect(agreed.stdout).toMatchInlineSnapshot(`
      "Clear: what was written of these streams is deleted, and the next sync reads
      them again from the start.
        connection/shop-to-lake
            streams: public.orders

        connection/shop-to-lake  clear job 1 started
      Started 1 clear job
      "
    `);
    expect(unable).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('does not support refreshes') });
    expect(sandbox.store.jobs.list()).toHaveLength(1);
  });
});

test('apply --sync syncs what it has changed, and says so in one document', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    const file = 'pipelines/shop-to-lake.yaml';
    const text = String(aProject.contents[file]);
    const nothing = await run(['apply', '--yes', '--sync']);
    write(file, `${text}prefix: a_\n`);
    const changed = await run(['apply', '--yes', '--sync', '--format', 'json']);
    sandbox.control.advanceClock(60_000);
    write(file, `${text}prefix: b_\nstatus: inactive\n`);
    const paused = await run(['apply', '--yes', '--sync']);
    write(file, `${text}prefix: c_\nstatus: active\n`);
    await sandbox.control.drift(broken);
    const tell = (words: string) => void (words.includes('started') && sandbox.control.advanceClock(60_000));
    const failed = await run(['apply', '--yes', '--sync', '--wait', '--select', 'connection/*'], { tell });

    expect(nothing).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('sync') });
    expect(JSON.parse(changed.stdout)).toMatchObject({
      result: 'applied',
      syncs: { end: 'started', connections: [{ key: 'connection/shop-to-lake', result: 'started', job: { id: 1 } }] },
    });
    expect(paused.stdout).toMatch(
      /connection\/shop-to-lake {2}is not active: left out\nStarted 0 syncs, 1 not active\n$/,
    );
    expect(failed.exitCode).toBe(8);
    expect(failed.stdout).toMatch(/Checked: .*\n {2}connection\/shop-to-lake {2}job 2 failed after/);
    expect(await run(['apply', '--wait'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('--wait needs --sync'),
    });
  });
});
