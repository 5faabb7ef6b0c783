import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { commands } from '../../src/cli/commands.ts';
import { ciHosts } from '../../src/model/new-project.ts';
import { ciFilesFor } from '../../src/render/new-project/ci/ci-files.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { readText, whileServing } from '../support/loopback.ts';
import { runCaptured } from '../support/run-cli.ts';

const program = path.join(import.meta.dirname, '../../dist/airplan.js');

/** Pull request 7, as GitHub's API has it: a place for one comment. */
function fakeGithub() {
  const bodies: string[] = [];
  const listener: RequestListener = async (request, response) => {
    const text = await readText(request);
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/user') return answer(403, { message: 'Resource not accessible by integration' });
    if (request.method === 'GET') return answer(200, []);
    const { body } = JSON.parse(text) as { readonly body: string };
    bodies.push(body);
    return answer(201, {
      id: 1,
      node_id: 'n',
      body,
      html_url: 'https://github.test/1',
      user: { login: 'b', type: 'Bot' },
    });
  };
  return { bodies, listener };
}

/** A repository with the step of a workflow at hand, and an `airplan` on its path. */
function aRepository() {
  const folder = mkdtempSync(path.join(tmpdir(), 'airplan-story-'));
  const bin = path.join(folder, '.git/bin');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  git('init', '-q', '-b', 'main');
  const temp = path.join(folder, '.git/temp');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'airplan'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(path.join(bin, 'airplan'), 0o755);
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  /** Runs a step as GitHub does: what its `run` says, in a shell that stops at the first failure. */
  const runStep = async (workflow: string, name: string, variables: Readonly<Record<string, string>>) => {
    const { jobs } = parse(read(`.github/workflows/${workflow}`));
    const steps = Object.values<{ steps: { name?: string; run?: string }[] }>(jobs).flatMap((job) => job.steps);
    const script = steps.find((step) => step.name === name)?.run ?? 'exit 99';
    const env = {
      HOME: folder,
      PATH: `${bin}:${process.env.PATH}`,
      GITHUB_ACTIONS: 'true',
      RUNNER_TEMP: temp,
      ...variables,
    };
    return new Promise<{ readonly exitCode: unknown; readonly output: string }>((resolve) => {
      execFile('bash', ['-e', '-c', script], { cwd: folder, env }, (error, stdout, stderr) =>
        resolve({ exitCode: error?.code ?? 0, output: `${stdout}${stderr}` }),
      );
    });
  };
  const run = (...argv: readonly string[]) =>
    runCaptured(argv, { workingFolder: folder, environmentVariable: () => undefined });
  return { folder, git, read, run, runStep };
}

test('init, branch, plan, UI edit, plan again, squash, apply: stale is refused, the reviewed plan is applied', async () => {
  const { folder, git, read, run, runStep } = aRepository();
  const sandbox = await startSandbox();
  const { bodies, listener } = fakeGithub();
  try {
    await run('init', '--server', sandbox.url, '--workspace', 'default', '--auth', 'none', '--ci', 'github');
    git('add', '-A');
    git('commit', '-qm', 'begin');
    git('update-ref', 'refs/remotes/origin/main', 'main');
    expect(await run('apply', '--yes')).toMatchObject({ exitCode: 0 });

    git('checkout', '-qb', 'faster');
    const file = 'pipelines/connections/sample-to-local.yaml';
    writeFileSync(
      path.join(folder, file),
      read(file).replace('schedule: manual', 'schedule: {units: 12, timeUnit: hours}'),
    );
    git('commit', '-qam', 'faster');
    expect(await run('plan', '--base', 'origin/main', '--out', 'first.json')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 change from this change set\n'),
    });

    sandbox.control.drift({ type: 'pause', target: 'Sample Data → Local Files' });
    const planned = await whileServing(listener, (url) =>
      runStep('airplan-plan-production.yml', 'Plan, and comment', {
        AIRPLAN_BASE: 'origin/main',
        GITHUB_API_URL: url,
        GITHUB_REPOSITORY: 'acme/pipelines',
        GITHUB_REF: 'refs/pull/7/merge',
        GITHUB_RUN_ID: '2',
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_TOKEN: 'ghs_zqCANARYqz',
      }),
    );
    expect(planned).toMatchObject({ exitCode: 0, output: expect.not.stringContaining('zqCANARYqz') });
    expect(bodies).toEqual([expect.stringMatching(/1 change from this change set, 1 edit made on the server/)]);
    expect(read('.git/temp/airplan/airplan-plan.html')).toContain('<html');

    git('checkout', '-q', 'main');
    git('merge', '-q', '--squash', 'faster');
    git('commit', '-qm', 'faster (#7)');
    const merged = {
      GITHUB_EVENT_NAME: 'push',
      GITHUB_RUN_ID: '3',
      GITHUB_STEP_SUMMARY: 'summary.md',
      AIRPLAN_ALLOW: '',
    };
    mkdirSync(path.join(folder, '.git/temp/airplan-reviewed'));
    // What is committed under these names counts for nothing.
    for (const name of ['airplan-plan.json', 'airplan-receipt.json', 'reviewed']) mkdirSync(path.join(folder, name));
    renameSync(path.join(folder, '.git/temp/airplan/airplan-plan.json'), path.join(folder, 'second.json'));
    renameSync(path.join(folder, 'first.json'), path.join(folder, '.git/temp/airplan-reviewed/airplan-plan.json'));
    const stale = await runStep('airplan-apply-production.yml', 'Apply it', { ...merged, AIRPLAN_RUN: '1' });

    expect(stale.exitCode).toBe(5);
    expect(stale.output).toContain('someone changed status on the server');
    expect(read('summary.md')).toContain('to have it applied: gh workflow run airplan-apply-production.yml -f run=3\n');
    expect(JSON.parse(read('.git/temp/airplan/airplan-plan.json')).changes).toHaveLength(1);

    renameSync(path.join(folder, 'second.json'), path.join(folder, '.git/temp/airplan-reviewed/airplan-plan.json'));
    const applied = await runStep('airplan-apply-production.yml', 'Apply it', { ...merged, AIRPLAN_RUN: '2' });

    expect(applied).toMatchObject({ exitCode: 0, output: expect.stringContaining('no changes are left') });
    expect(JSON.parse(read('.git/temp/airplan/airplan-receipt.json')).kind).toBe('receipt');
    expect(await run('plan', '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every command of every pipeline is one that airplan has, with flags that it has', async () => {
  const needs = { environment: 'production', variables: ['A'], prefix: 'a/', branch: 'main', version: '1.0.0' };
  const lines = ciHosts.flatMap((host) => ciFilesFor(host, needs)).flatMap(({ text }) => text.split('\n'));
  const calls = lines.flatMap((line) => [...line.matchAll(/(?:^|[-;{] |then )\s*airplan (\w+) (.*)$/g)]);
  const used = [...new Set(calls.map(([, command = '']) => command))].sort();
  const flags = new Map<string, readonly string[]>();
  for (const command of used) {
    const entry = commands.find((one) => one.command.split(' ')[0] === command);
    flags.set(command, Object.keys((await entry?.load())?.options ?? {}));
  }

  expect(used).toEqual(['apply', 'comment', 'plan', 'show', 'validate']);
  for (const [, command = '', rest = ''] of calls) {
    for (const [, flag = ''] of rest.matchAll(/ --([a-z-]+)/g))
      expect(flags.get(command), `${command} ${flag}`).toContain(flag);
  }
});
