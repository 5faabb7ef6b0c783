import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import type { Plan } from '../../src/model/plan.ts';
import { type CliProject, withProject, withProjectAndSandbox } from '../support/run-cli.ts';

const connectionFile = 'pipelines/connections/ecommerce-to-bronze.yaml';
const sourceFile = 'pipelines/sources/ecommerce.yaml';

/** A repository around a project, with a first commit on `main`. */
function gitIn(folder: string): (...args: readonly string[]) => string {
  const run = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  run('init', '-q', '-b', 'main');
  writeFileSync(path.join(folder, '.gitignore'), '.airplan/\n*.json\n');
  run('add', '-A');
  run('commit', '-q', '-m', 'first');
  return run;
}

function edit({ folder, write }: CliProject, file: string, from: string, to: string): void {
  const text = readFileSync(path.join(folder, file), 'utf8');
  expect(text).toContain(from);
  write(file, text.replace(from, to));
}

async function planSince({ run }: CliProject, base: string, ...more: readonly string[]): Promise<Plan> {
  const { exitCode, stdout, stderr } = await run(['plan', '--base', base, '--format', 'json', ...more]);
  const saved = more.includes('--out') ? 'Saved to plan.json\n' : '';
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: saved });
  return JSON.parse(stdout) as Plan;
}

/** `connection/x schedule: drift`, and `source/x create: drift` for what is as a whole. */
function causesOf({ changes }: Plan): readonly string[] {
  return changes.flatMap(({ key, action, fields, causes = [] }) =>
    action === 'update'
      ? fields.map(({ path: steps, cause }) => `${key} ${steps.join('.')}: ${cause}`)
      : [`${key} ${action}: ${causes}`],
  );
}

test('branch, edit, plan, an edit on the server, plan again, apply the saved plan, plan empty', async () => {
  await withProjectAndSandbox(async (project, { control }) => {
    const { run, folder } = project;
    const git = gitIn(folder);
    await run(['apply', '--yes']);
    git('checkout', '-q', '-b', 'twelve-hours');
    edit(project, connectionFile, 'units: 6', 'units: 12');

    expect(causesOf(await planSince(project, 'main'))).toEqual(['connection/ecommerce-to-bronze schedule: change-set']);

    control.drift({ type: 'pause', target: 'PostgreSQL → MinIO' });
    const plan = await planSince(project, 'main', '--out', 'plan.json');

    expect(causesOf(plan)).toEqual([
      'connection/ecommerce-to-bronze schedule: change-set',
      'connection/ecommerce-to-bronze status: drift',
    ]);
    expect(plan.base?.counts).toEqual({ 'change-set': 1, both: 0, drift: 1, 'not-yet-applied': 0 });
    const { stdout } = await run(['show', 'plan.json']);
    expect(stdout).toContain('1 change from this change set, 1 edit made on the server\n');
    git('commit', '-qam', 'twelve hours');
    git('checkout', '-q', 'main');
    git('merge', '-q', 'twelve-hours');

    const applied = await run(['apply', 'plan.json']);

    expect(applied).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('cause: drift') });
    expect((await planSince(project, 'main')).changes).toEqual([]);
  });
});

test('what landed and was not applied is told apart from what the server has changed', async () => {
  await withProjectAndSandbox(async (project, { control }) => {
    const git = gitIn(project.folder);
    await project.run(['apply', '--yes']);
    edit(project, connectionFile, 'units: 6', 'units: 12');
    edit(project, sourceFile, 'port: 5432', 'port: 5433');
    git('commit', '-qam', 'landed');
    control.drift({ type: 'pause', target: 'PostgreSQL → MinIO' });
    edit(project, sourceFile, 'port: 5433', 'port: 5434');

    const plan = await planSince(project, 'HEAD');

    expect(causesOf(plan)).toEqual([
      'source/ecommerce configuration.port: both',
      'connection/ecommerce-to-bronze schedule: not-yet-applied',
      'connection/ecommerce-to-bronze status: drift',
    ]);
  });
});

test('a change set cannot take its own protection away: protect, and the limits of airplan.yaml', async () => {
  await withProjectAndSandbox(async (project) => {
    const { run, folder } = project;
    edit(project, connectionFile, 'kind: connection\n', 'kind: connection\nprotect: true\n');
    edit(
      project,
      'airplan.yaml',
      'workspace: default\n',
      'workspace: default\n    limits: {changePercent: 1, minObjects: 1}\n',
    );
    const git = gitIn(folder);
    await run(['apply', '--yes']);
    git('checkout', '-q', '-b', 'sneaky');
    edit(project, 'airplan.yaml', 'limits: {changePercent: 1, minObjects: 1}', 'limits: {changePercent: 100}');
    edit(project, sourceFile, 'port: 5432', 'port: 5433');

    const limited = await run(['apply', '--yes', '--base', 'main']);
    expect(limited).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('the limit is 1 %') });
    git('checkout', '-q', sourceFile);
    edit(project, connectionFile, 'protect: true\n', 'remove: true\n');
    await run(['plan', '--base', 'main', '--out', 'plan.json']);

    const removal = ['--allow', 'delete', '--override-limits'];
    for (const argv of [
      ['apply', '--yes', '--base', 'main', ...removal],
      ['apply', 'plan.json', ...removal],
    ]) {
      const { exitCode, stderr } = await run(argv);
      expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: expect.stringContaining('is protected') });
    }
    project.remove(connectionFile);
    const pruned = await run(['apply', '--yes', '--base', 'main', '--prune', ...removal]);
    expect(pruned).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('counts once\n') });
  });
});

test('a project in a folder of the repository, and files that were not there yet', async () => {
  await withProject(async ({ folder, run }) => {
    const inner = path.join(folder, 'data/airbyte');
    mkdirSync(inner, { recursive: true });
    const git = gitIn(folder);
    for (const part of ['airplan.yaml', 'pipelines'])
      cpSync(path.join(folder, part), path.join(inner, part), { recursive: true });

    const before = await run(['plan', '--project', 'data/airbyte', '--base', 'main']);
    git('add', '-A');
    git('commit', '-qm', 'second');
    const after = await run(['plan', '--project', 'data/airbyte', '--base', 'main', '--format', 'json']);

    expect(before.stdout).toContain('there is no airplan.yaml yet');
    expect(before.stdout).toMatch(/since main \(\w{7}\): \d+ changes from this change set\n/);
    expect(JSON.parse(after.stdout).base.counts).toMatchObject({ 'change-set': 0, both: 0, drift: 0 });
  });
});

test('a base that there is not: exit 3', async () => {
  await withProject(async ({ folder, run }) => {
    gitIn(folder);
    const told = await Promise.all(['mian', '--output=x', ''].map((base) => run(['plan', `--base=${base}`])));

    expect(told.map(({ exitCode }) => exitCode)).toEqual([3, 3, 3]);
    expect(told.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
      'error: --base: this repository has no commit "mian"',
      'error: --base: this repository has no commit "--output=x"',
      'error: --base is empty',
    ]);
    expect(told[1]?.stderr).not.toContain('git fetch');
    expect(told[0]?.stderr).toContain('"git fetch origin mian"');
  });
});

test('without a repository there is no base, and a clone that is cut off says how to get the rest: exit 3', async () => {
  await withProject(async (project) => {
    const { folder, run } = project;
    const bare = await run(['plan', '--base', 'main']);
    const git = gitIn(folder);
    edit(project, sourceFile, 'port: 5432', 'port: 5433');
    git('commit', '-qam', 'second');
    git('clone', '-q', '--depth=1', `file://${folder}`, 'shallow');
    const shallow = await run(['plan', '--base', 'HEAD^', '--project', 'shallow']);
    git('branch', 'other');
    git('clone', '-q', `file://${folder}`, 'whole');
    const remote = await run(['plan', '--base', 'other', '--project', 'whole']);

    expect(bare).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('is not in a git repository') });
    expect(shallow).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('fetch-depth: 0') });
    expect(remote).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('did you mean "origin/other"?') });
  });
});
