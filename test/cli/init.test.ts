import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { CliContext } from '../../src/cli/context.ts';
import type { Questions } from '../../src/cli/questions.ts';
import { version } from '../../src/cli/version.ts';
import { InterruptedError } from '../../src/errors.ts';
import { runCaptured } from '../support/run-cli.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airplan-init-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function run(line: string, context: Partial<CliContext> = {}) {
  const environmentVariable = (name: string) => (name.startsWith('AIRBYTE_') ? 'made-up' : undefined);
  return runCaptured(line.split(' '), { workingFolder: folder, environmentVariable, ...context });
}

const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

describe('without a terminal', () => {
  test('a project on the sandbox is valid, in style, and can be applied as it is', async () => {
    const begun = await run('init --server sandbox');

    expect(begun.exitCode).toBe(0);
    expect(begun.stdout).toMatchInlineSnapshot(`
      "Wrote 10 files
        + airplan.yaml                                environment sandbox
        + pipelines/sources/sample.yaml               a source to try
        + pipelines/destinations/local.yaml           a destination to try
        + pipelines/connections/sample-to-local.yaml  what goes between them
        + .env.example                                names of the variables
        + .vscode/settings.json                       completion and checks
        + .vscode/extensions.json                     the extension for that
        + .gitignore                                  what git leaves out
        + .airplan/schemas/airplan.schema.json        each clone runs airplan schema
        + .airplan/schemas/resource.schema.json       each clone runs airplan schema

      Next
        1. airplan validate, which needs no server
        2. airplan plan, which writes nothing
        3. airplan apply, which shows the plan and asks
      "
    `);
    expect(await run('fmt --check')).toMatchObject({ exitCode: 0 });
    expect(await run('apply --yes')).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('warning') });
    expect(await run('validate')).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('warning') });
  });

  test.each(['client', 'basic', 'token', 'none'])(
    'a server with auth %s: valid, and its variables are named',
    async (auth) => {
      const address = 'https://airbyte.example.com:8443/base';
      const begun = await run(`init --server ${address} --workspace # --env prod-eu.1 --auth ${auth} --no-example`);
      const checked = await run('validate');

      expect(begun).toMatchObject({ exitCode: 0, stderr: '' });
      expect(checked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('environment prod-eu.1') });
      const names = read('.env.example')
        .split('\n')
        .filter((line) => /^\w+=$/.test(line));
      expect(names.length).toBe({ client: 2, basic: 2, token: 1, none: 0 }[auth]);
      expect(names.every((name) => name.startsWith('AIRBYTE_PROD_EU_1_'))).toBe(true);
      expect(readdirSync(path.join(folder, 'pipelines'))).toEqual(['.gitkeep']);
      expect(await run('fmt --check')).toMatchObject({ exitCode: 0 });
    },
  );

  test.each([
    ['init', '--server and --workspace must be given'],
    ['init --yes --server https://airbyte.example.com', '--workspace must be given'],
    ['init --server ftp://x --workspace a', '--server: this cannot be used'],
    ['init --server https://zqCANARYqz:b@x.example --workspace a', 'leave user and password out'],
    ['init --server https://x.example?a=b --workspace a', 'leave out what follows the path'],
    ['init --server sandbox --env a/b', '--env: this cannot be used'],
    ['init --server sandbox --env *', '--env: this cannot be used'],
    ['init --server sandbox --auth basic', '--auth basic'],
  ])('%s: exit 3, and nothing is written', async (line, words) => {
    const { exitCode, stdout, stderr } = await run(line);

    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('zqCANARYqz');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('what is there already', () => {
  test('is never written over: files are kept and named, .gitignore gets the lines that it lacks', async () => {
    writeFileSync(path.join(folder, '.gitignore'), 'node_modules\n.env');
    writeFileSync(path.join(folder, '.env.example'), 'MINE=\n');
    const begun = await run('init --server sandbox');

    expect(begun.stdout).toContain('Kept as it was: .env.example\n');
    expect(begun.stdout).toContain('~ .gitignore');
    expect(read('.env.example')).toBe('MINE=\n');
    expect(read('.gitignore')).toBe('node_modules\n.env\n.airplan/*\n!.airplan/specs/\n');
    const again = await run('init');
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to write') });
    expect(read('.gitignore')).toBe('node_modules\n.env\n.airplan/*\n!.airplan/specs/\n');
  });

  test('a project gets what it lacks, with the variables of the environment that is asked for', async () => {
    writeFileSync(
      path.join(folder, 'airplan.yaml'),
      [
        'version: 1',
        'pipelines: flows',
        'environments:',
        "  one: {server: '${env:ONE_URL}', workspace: a, auth: {token: '${env:ONE_TOKEN}'}}",
        "  two: {server: sandbox, workspace: a, variables: {host: '${env:TWO_HOST:-x}'}}",
        '',
      ].join('\n'),
    );
    expect(await run('init --env three')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('"three"') });
    expect(await run('init')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('--env') });
    expect(await run('init --server sandbox')).toMatchObject({ exitCode: 3 });
    const added = await run('init --env one');

    expect(added).toMatchObject({ exitCode: 0, stderr: '' });
    expect(read('.env.example')).toMatch(/\nONE_TOKEN=\nONE_URL=\n$/);
    expect(read('.vscode/settings.json')).toContain('"flows/**/*.yaml"');
    expect(existsSync(path.join(folder, 'pipelines'))).toBe(false);
  });

  test('pipelines without an airplan.yaml get no example beside them', async () => {
    mkdirSync(path.join(folder, 'pipelines'));
    writeFileSync(path.join(folder, 'pipelines/mine.yaml'), 'kind: source\n');
    await run('init --server sandbox');

    expect(readdirSync(path.join(folder, 'pipelines')).sort()).toEqual(['.gitkeep', 'mine.yaml']);
  });

  test('a link that leads nowhere stays, and nothing is written through one out of the project', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'airplan-outside-'));
    symlinkSync(path.join(outside, 'nowhere'), path.join(folder, '.env.example'));
    symlinkSync(outside, path.join(folder, '.vscode'));
    const begun = await run('init --server sandbox');

    expect(begun).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('link out of the project') });
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  test('a dry run writes nothing', async () => {
    const dry = await run('init --server sandbox --dry-run');

    expect(dry).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Would write 10 files; nothing was written'),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['pipelines', 'file'],
    ['.airplan', 'file'],
    ['.github', 'file'],
    ['.vscode', 'file'],
    ['.gitignore', 'folder'],
    ['.airplan/schemas/resource.schema.json', 'folder'],
  ])('%s, a %s, is in the way: exit 3, nothing is written, and init can be run again', async (name, what) => {
    const line = 'init --server https://x.example --workspace a --ci github';
    if (what === 'file') writeFileSync(path.join(folder, name), '');
    else mkdirSync(path.join(folder, name), { recursive: true });
    const before = readdirSync(folder, { recursive: true });
    const refused = await run(line);

    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(`error: "${name}" is in the way`) });
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    rmSync(path.join(folder, name), { recursive: true });
    expect(await run(line)).toMatchObject({ exitCode: 0 });
  });

  test('a project that is a file is no folder: exit 3', async () => {
    writeFileSync(path.join(folder, 'afile'), '');

    for (const project of ['afile', 'afile/inside']) {
      const refused = await run(`init --server sandbox --project ${project}`);
      expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('afile" is no folder') });
    }
  });
});

describe('pipelines', () => {
  const server = '--server https://airbyte.example.com --workspace a --auth token';

  test('go to the top of the repository, for the folder and the variables of the project', async () => {
    execFileSync('git', ['init', '-q', '-b', 'master'], { cwd: folder });
    const begun = await run(`init --project data/airbyte ${server} --ci github --ci azure`);

    expect(begun).toMatchObject({ exitCode: 0, stderr: '' });
    expect(begun.stdout).toContain('  + ../../.github/workflows/airplan-plan-production-data-airbyte.yml\n');
    expect(Math.max(...begun.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const plan = read('.github/workflows/airplan-plan-production-data-airbyte.yml');
    expect(plan).toContain('branches: [master]');
    expect(plan).toContain('AIRBYTE_PRODUCTION_TOKEN: ${{ secrets.AIRBYTE_PRODUCTION_TOKEN }}');
    expect(plan).toContain(
      'airplan validate --env production --project data/airbyte --without-variables --format github',
    );
    expect(read('azure-pipelines/airplan-production-data-airbyte.yml')).toContain(`airplan@${version}\n`);
  });

  test('a variable that is new: .env.example gets it, pipelines that lack it are named, and .env is not copied over', async () => {
    execFileSync('git', ['init', '-q', '-b', 'trunk'], { cwd: folder });
    const begun = await run(`init ${server} --ci github`);
    writeFileSync(path.join(folder, '.env'), 'AIRBYTE_PRODUCTION_TOKEN=a\n');
    writeFileSync(
      path.join(folder, 'airplan.yaml'),
      `${read('airplan.yaml')}    variables: {a: '\${env:ORDERS_KEY}'}\n`,
    );
    const added = await run('init');
    const again = await run('init --ci github');
    const words = (text: string) => text.replaceAll(/\s+/g, ' ');

    expect(words(begun.stdout)).toContain('The pipelines are for the branch trunk;');
    expect(read('.env.example')).toMatch(/\nAIRBYTE_PRODUCTION_TOKEN=\nORDERS_KEY=\n$/);
    expect(added.exitCode).toBe(0);
    expect(words(added.stdout)).toContain('airplan-plan-production.yml, .github');
    expect(words(added.stdout)).toContain(': ORDERS_KEY. Add this by hand');
    expect(words(added.stdout)).toContain('1. add to .env what it lacks of .env.example');
    expect(words(added.stdout)).not.toContain('branch trunk');
    expect(words(again.stdout)).toMatch(/^Nothing to write Kept .* ORDERS_KEY\. Add/);
  });

  test('two projects of a repository have pipelines of their own; one of another project is told', async () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    await run(`init --project one ${server} --ci github`);
    const name = (project: string) => path.join(folder, `.github/workflows/airplan-apply-production-${project}.yml`);
    mkdirSync(path.join(folder, 'infra'));
    writeFileSync(name('infra-two'), readFileSync(name('one')));
    const second = await run(`init --project infra/two ${server} --ci github`);

    expect(second.stdout).toMatch(/airplan-apply-production-infra-two.yml is of another project:\s+one/);
    expect(read('.github/workflows/airplan-plan-production-infra-two.yml')).toMatch(
      /group: airplan-plan-production-infra-two-[\s\S]*plan --env production --base [^\n]* --project infra\/two /,
    );
  });

  test('a .env that git does not ignore, or keeps already, is told', async () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    writeFileSync(path.join(folder, '.gitignore'), '.env\n!.env\n');
    expect((await run('init --server sandbox')).stdout).toContain('git does not ignore .env');
    writeFileSync(path.join(folder, '.env'), '');
    execFileSync('git', ['add', '.env'], { cwd: folder });
    expect((await run('init')).stdout).toContain('git rm --cached .env');
  });

  test('do not ask for a variable that has a default', async () => {
    await run(`init ${server}`);
    const project = read('airplan.yaml').replace('    auth:', '    headers: {x: "${env:PROXY:-none}"}\n    auth:');
    writeFileSync(path.join(folder, 'airplan.yaml'), project);
    expect(await run('init --ci azure')).toMatchObject({ exitCode: 0 });

    const pipeline = read('azure-pipelines/airplan-production.yml');
    expect(pipeline).toContain('for AIRPLAN_NAME in AIRBYTE_PRODUCTION_TOKEN; do');
    expect(pipeline).toContain('#      These have a default: PROXY\n');
  });

  test('come to a project that is there, and a .gitlab-ci.yml stays: exit 0, and what to add is said', async () => {
    await run(`init ${server}`);
    writeFileSync(path.join(folder, '.gitlab-ci.yml'), 'stages: [test]\n');
    const added = await run('init --ci gitlab');

    expect(added.exitCode).toBe(0);
    expect(added.stdout.replaceAll(/\s+/g, ' ')).toContain('has to take it in: the line for that is there as well');
    expect(read('.gitlab/airplan-production.yml')).toContain(
      '\n# include: [{local: /.gitlab/airplan-production.yml}]\n',
    );
    expect(read('.gitlab-ci.yml')).toBe('stages: [test]\n');
  });

  test.each([
    ['init --server sandbox --ci github', 'on the sandbox'],
    [`init ${server} --ci none --ci github`, '"none" does not go together'],
    [`init ${server} --ci jenkins`, 'jenkins'],
    [`init --project a+b ${server} --ci github`, 'the folder "a+b/"'],
  ])('%s: exit 3, and nothing is written', async (line, words) => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const { exitCode, stderr } = await run(line);

    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringContaining(words) });
    expect(readdirSync(folder)).toEqual(['.git']);
  });
});

describe('on a terminal', () => {
  /** Gives answers in order; `interrupt` is Ctrl-C. */
  function answering(
    answers: readonly (string | boolean | readonly string[])[],
  ): Partial<CliContext> & { readonly asked: string[] } {
    const asked: string[] = [];
    const left = [...answers];
    const next = (message: string): never => {
      asked.push(message);
      const answer = left.shift();
      if (answer === 'interrupt') throw new InterruptedError('interrupted before anything was written');
      return answer as never;
    };
    const questions: Questions = {
      text: async ({ message, explain }) => {
        const answer: string = next(message);
        expect(explain(answer)).toBeUndefined();
        return answer;
      },
      choose: async ({ message }) => next(message),
      chooseSome: async ({ message }) => next(message),
      confirm: async (message) => next(message),
    };
    return { asked, isInteractive: true, questions: async () => questions };
  }

  const answers = ['https://airbyte.example.com', 'Shop', 'staging', 'basic', true, ['gitlab']];

  test('what no flag says is asked', async () => {
    const { asked, ...context } = answering(answers);
    const begun = await run('init', context);

    expect(begun).toMatchObject({ exitCode: 0, stderr: '\n' });
    expect(asked.length).toBe(6);
    expect(existsSync(path.join(folder, '.gitlab/airplan-staging.yml'))).toBe(true);
    expect(read('airplan.yaml')).toContain('username: ${env:AIRBYTE_STAGING_USERNAME}');
    expect(await run('validate')).toMatchObject({ exitCode: 0 });
  });

  test('for the sandbox little has to be known, and a flag is an answer', async () => {
    const sandbox = answering(['sandbox', false]);
    await run('init', sandbox);
    const flags = answering([]);
    const begun = await run('init --project other --server sandbox --example', flags);

    expect(sandbox.asked.length).toBe(2);
    expect(flags.asked).toEqual([]);
    expect(begun.stdout).toContain('Next, in other\n');
  });

  test.each(answers.map((_answer, at) => at))('Ctrl-C at question %i: exit 130, and nothing is written', async (at) => {
    const { asked, ...context } = answering([...answers.slice(0, at), 'interrupt']);
    const { exitCode, stdout } = await run('init', context);

    expect({ exitCode, stdout, asked: asked.length }).toEqual({ exitCode: 130, stdout: '', asked: at + 1 });
    expect(readdirSync(folder)).toEqual([]);
  });
});
