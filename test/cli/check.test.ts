import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { withProjectAndSandbox } from '../support/run-cli.ts';

const profiles = ['1.6', '2.0'] as const;

test.each(profiles)('check --files tests what is not on the server yet, and writes nothing (%s)', (profile) =>
  withProjectAndSandbox(
    async (project, sandbox) => {
      const { exitCode, stdout } = await project.run(['check', '--files', '--format', 'json']);

      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout).checks.map(({ result }: { result: string }) => result)).not.toContain('absent');
      expect(sandbox.requests.filter(({ path }) => /\/(create|update)$/.test(path))).toEqual([]);
    },
    { profile },
  ),
);

test.each(profiles)('check tells what the server does not have from what works (%s)', (profile) =>
  withProjectAndSandbox(
    async (project) => {
      const before = await project.run(['check']);
      await project.run(['apply', '--yes']);
      const after = await project.run(['check']);

      expect(before).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('--files tests what the files say'),
      });
      expect(after).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Checked: \d+ succeeded$/m) });
    },
    { profile },
  ),
);

test('check refuses a selector without a source or destination', () =>
  withProjectAndSandbox(async (project) => {
    const { exitCode, stderr } = await project.run(['check', 'connection/*']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('neither a source nor a destination');
  }));

test.each([
  ['fail.internal', 'failed', 'connection refused'],
  ['crash.internal', 'crashed', 'The connector ended before it gave an answer.'],
])('a host of %s has check --files say %s, in the words of the connector, and exit with 8', (host, result, words) =>
  withProjectAndSandbox(async (project) => {
    const file = 'pipelines/destinations/staging.yaml';
    const staging = readFileSync(path.join(project.folder, file), 'utf8');
    project.write(file, staging.replace('${var:postgres_host}', host));
    const { exitCode, stdout } = await project.run(['check', 'destination/*', '--files']);

    expect(exitCode).toBe(8);
    expect(stdout).toMatch(new RegExp(`  ${result}$`, 'm'));
    expect(stdout).toContain(words);
    expect(stdout).toContain(`1 ${result}`);
  }),
);
