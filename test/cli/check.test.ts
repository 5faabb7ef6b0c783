import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { type CliProject, withProjectAndSandbox } from '../support/run-cli.ts';
import { requestsDuring, writes } from '../support/workflow.ts';

const profiles = ['1.6', '2.0'] as const;

test.each(profiles)('check tests the server, check --files the files, and neither writes (%s)', (profile) =>
  withProjectAndSandbox(
    async ({ run }, sandbox) => {
      const before = await requestsDuring(sandbox, () => run(['check']));
      const files = await requestsDuring(sandbox, () => run(['check', '--files']));
      await run(['apply', '--yes']);
      const after = await requestsDuring(sandbox, () => run(['check', '--parallelism', '2']));

      expect(before.result.exitCode).toBe(0);
      expect(before.result.stdout).toMatch(/^ {2}source\/ecommerce +not on the server yet$/m);
      expect(before.result.stdout).toContain('hint: --files tests what the files say');
      expect(files.result).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Checked: \d succeeded$/m) });
      expect(after.result).toMatchObject({ exitCode: 0, stdout: files.result.stdout, stderr: '' });
      expect([before, files, after].flatMap(({ requests }) => writes(requests))).toEqual([]);
      expect(checksAmong(files.requests)).toMatch(/^(scheduler\/(source|destination)s\/check_connection ?)+$/);
      expect(checksAmong(after.requests)).toMatch(/^((source|destination)s\/check_connection ?)+$/);
    },
    { profile },
  ),
);

function checksAmong(requests: readonly { readonly path: string }[]): string {
  const paths = requests.map((request) => request.path.replace('/api/v1/', ''));
  return paths.filter((one) => one.endsWith('check_connection')).join(' ');
}

test('check takes what others select, and refuses what selects nothing to test', () =>
  withProjectAndSandbox(async ({ run }) => {
    const both = ['--select', '+connection/ecommerce-to-bronze', '--exclude', 'source/*', '--format', 'json'];
    const { exitCode, stdout } = await run(['check', '--files', ...both]);
    const connections = await run(['check', 'connection/*']);
    const misspelt = await run(['check', 'source/ecomerce']);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      formatVersion: '1.0',
      checks: [{ key: 'destination/bronze', result: 'succeeded' }],
    });
    expect(connections).toMatchObject({ exitCode: 3, stdout: '' });
    expect(connections.stderr).toContain('neither a source nor a destination');
    expect(misspelt).toMatchObject({ exitCode: 3, stdout: '' });
    expect(misspelt.stderr).toContain('did you mean "source/ecommerce"?');
  }));

test('a connector that refuses or crashes says why in its own words, and check exits with 8', () =>
  withProjectAndSandbox(async (project) => {
    useHost(project, 'staging', 'fail.internal');
    const failed = await project.run(['check', 'destination/*', '--files']);
    useHost(project, 'staging', 'crash.internal');
    const crashed = await project.run(['check', 'destination/*', '--files']);

    expect(failed.exitCode).toBe(8);
    expect(failed.stdout).toMatch(
      /destination\/staging +failed\n {6}State code: 08001; .*\n {6}5432: connection refused\./,
    );
    expect(failed.stdout).toContain('1 succeeded, 1 failed');
    expect(crashed.exitCode).toBe(8);
    expect(crashed.stdout).toMatch(/destination\/staging +crashed\n {6}The check itself did not run to its end\.\n/);
    expect(crashed.stdout).toContain('The connector ended before it gave an answer.');
  }));

function useHost({ folder, write }: CliProject, destination: string, host: string): void {
  const file = `pipelines/destinations/${destination}.yaml`;
  const text = readFileSync(path.join(folder, file), 'utf8');
  write(file, text.replace(/host: .*/, `host: ${host}`));
}

test('a server that refuses one check does not hide the others', () =>
  withProjectAndSandbox(
    async ({ run }) => {
      const { exitCode, stdout } = await run(['check', '--files']);

      expect(exitCode).toBe(8);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the server gave no reason (500, errorId e-1)');
      expect(stdout).toMatch(/destination\/\S+ +succeeded/);
    },
    {
      intercept: ({ path: asked }) =>
        asked.endsWith('scheduler/sources/check_connection')
          ? { type: 'status', status: 500, body: { errorId: 'e-1' } }
          : undefined,
    },
  ));
