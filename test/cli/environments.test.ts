import { describe, expect, test } from 'vitest';
import { demoVariables } from '../../src/cli/demo-story.ts';
import { readXml } from '../support/read-xml.ts';
import { type CliProject, withProject } from '../support/run-cli.ts';
import { withSandbox } from '../support/workflow.ts';

interface Two {
  readonly project: CliProject;
  readonly staging: string;
  readonly production: string;
}

const variables = 'variables: {postgres_host: db, minio_endpoint: "http://minio"}';

/** The worked example with two environments, each with a server of its own. */
function withTwoServers(work: (two: Two) => Promise<void>): Promise<void> {
  return withProject((project) =>
    withSandbox({}, (staging) =>
      withSandbox({}, async (production) => {
        const environment = (name: string, url: string) =>
          `  ${name}:\n    server: ${url}\n    workspace: default\n    ${variables}\n`;
        project.write(
          'airplan.yaml',
          `version: 1\nenvironments:\n${environment('staging', staging.url)}${environment('production', production.url)}` +
            '    patch:\n      source/ecommerce: {configuration: {port: 5433}}\n',
        );
        await work({ project, staging: staging.url, production: production.url });
      }),
    ),
  );
}

const both = ['--env', 'staging', '--env', 'production'] as const;

test('plans two workspaces side by side', () =>
  withTwoServers(async ({ project: { run } }) => {
    await run(['apply', '--yes', '--env', 'staging', '--select', 'source/*']);
    const { stdout, exitCode } = await run(['plan', ...both]);

    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(4).join('\n')).toMatchInlineSnapshot(`
      "                                  staging  production
      differs
        source/crm-api                     =         +
        source/ecommerce                   =         +

      the same in all
        connection/crm-to-staging          +         +
        connection/ecommerce-to-bronze     +         +
        destination/bronze                 +         +
        destination/staging                +         +

      to create                            4         6
      to update                            0         0
      to replace                           0         0
      to delete                            0         0
      unchanged                            2         0
      unmanaged                            0         0

      + create, ~ update, ± replace, - delete, = unchanged, ? not known
      "
    `);
    expect((await run(['plan', ...both, '--detailed-exitcode'])).exitCode).toBe(2);
  }));

test('each environment gets its patch', () =>
  withTwoServers(async ({ project: { run } }) => {
    const { stdout } = await run(['plan', '--env', '*', '--format', 'json', '--select', 'source/ecommerce']);
    const ports = JSON.parse(stdout).map(
      (plan: {
        readonly environment: string;
        readonly changes: readonly { readonly desired: { readonly configuration: { readonly port: number } } }[];
      }) => [plan.environment, plan.changes[0]?.desired.configuration.port],
    );

    expect(ports).toEqual([
      ['production', 5433],
      ['staging', 5432],
    ]);
  }));

test('a patch that is applied leaves nothing to do', () =>
  withTwoServers(async ({ project: { run } }) => {
    const { stdout, exitCode } = await run(['apply', '--yes', '--env', 'production']);

    expect(stdout).toContain('no changes are left');
    expect(exitCode).toBe(0);
  }));

test('a server that does not answer does not hide the other plan, and decides the exit code', () =>
  withTwoServers(async ({ project: { run, write }, staging }) => {
    write(
      'airplan.yaml',
      `version: 1\nenvironments:\n  staging: {server: "${staging}", workspace: default, ${variables}}\n` +
        `  down: {server: "http://127.0.0.1:9", workspace: default, ${variables}}\n` +
        `  elsewhere: {server: "${staging}", workspace: nowhere, ${variables}}\n`,
    );
    const { stdout, stderr, exitCode } = await run(['plan', '--env', 'staging', '--env', 'down', '--env', 'elsewhere']);

    expect(stdout).toMatch(/source\/ecommerce +\+ +\? +\?/);
    expect(stderr).toContain('Environment down');
    expect(stderr).toContain('does not answer');
    expect(stderr).toContain('the server has no workspace "nowhere"');
    expect(exitCode).toBe(9);
  }));

test('two environments in the embedded sandbox share it', () =>
  withProject(async ({ run, write }) => {
    const environment = `{server: sandbox, workspace: default, ${variables}}`;
    write('airplan.yaml', `version: 1\nenvironments:\n  a: ${environment}\n  b: ${environment}\n`);

    expect((await run(['plan', '--env', 'a', '--env', 'b'])).exitCode).toBe(0);
  }));

test('apply is about one environment at a time', () =>
  withTwoServers(async ({ project: { run } }) => {
    const { exitCode, stderr } = await run(['apply', '--yes', ...both]);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('one environment at a time');
  }));

test.each([
  [['plan', '--env', 'staging', '--env', 'prodution'], 'did you mean "production"?'],
  [['plan', ...both, '--select', 'source/none'], 'no resource of the files matches'],
  [['plan', ...both, '--explain'], 'one environment at a time'],
  [['plan', ...both, '--out', 'plan.json', '--format', 'json'], 'one environment at a time'],
  [['plan', ...both, '--show-unmanaged'], 'one environment at a time'],
  [['validate', '--env', 'staging', '--env', 'prodution'], 'did you mean "production"?'],
])('%s ends with 3', (argv, says) =>
  withTwoServers(async ({ project: { run } }) => {
    const { exitCode, stderr } = await run(argv);

    expect(exitCode).toBe(3);
    expect(stderr).toContain(says);
  }),
);

test('the same environment twice is one', () =>
  withTwoServers(async ({ project: { run } }) => {
    const { stdout } = await run(['plan', '--env', 'staging', '--env', 'staging']);

    expect(stdout).toContain('Plans for 1 environment\n');
  }));

test('validate checks several environments, and says which of them a finding is about', () =>
  withTwoServers(async ({ project: { run, write, folder } }) => {
    expect(folder).not.toBe('');
    expect((await run(['validate', '--env', '*'])).stdout).toContain('Valid: production, staging\n');
    write(
      'pipelines/sources/extra.yaml',
      'kind: source\ndefinition: any\nconfiguration: {host: "${var:extra}"}\nnamee: x\n',
    );
    write(
      'airplan.yaml',
      `version: 1\nenvironments:\n  staging: {server: sandbox, workspace: default, ${variables}}\n` +
        `  production:\n    server: sandbox\n    workspace: default\n    ${variables}\n    patch: {source/extra: {id: nope}}\n`,
    );
    const { stdout, exitCode } = await run(['validate', ...both]);

    expect(exitCode).toBe(3);
    expect(stdout).toMatchInlineSnapshot(`
      "In every environment

      error: source has no key "namee"
        pipelines/sources/extra.yaml:4:1 (unknown-key)
        4 | namee: x
          | ^^^^^
        hint: did you mean "name"?

      1 error in 1 file

      In environment production

      error: "id" is not a UUID
        airplan.yaml:8:32 (wrong-format)
        8 |     patch: {source/extra: {id: nope}}
          |                                ^^^^

      1 error in 1 file

      Not valid: staging, production
      Note: configurations were not checked: "airplan specs pull" reads the specifications from the server
      "
    `);
    const json = JSON.parse((await run(['validate', ...both, '--format', 'json'])).stdout);
    expect(json).toMatchObject({
      isValid: false,
      environments: [{ environment: 'staging' }, { environment: 'production' }],
    });
  }));

test('render shows the files of an environment, and no secret', () =>
  withTwoServers(async ({ project: { run } }) => {
    const { stdout, exitCode } = await run(['render', 'source/ecommerce', '--env', 'production']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('  port: 5433 # airplan.yaml:12 patch\n');
    expect(stdout).toContain('  host: db # airplan.yaml:10 variable postgres_host\n');
    for (const argv of [[], ['--origins', 'all'], ['--format', 'json']]) {
      const printed = await run(['render', '--env', 'production', ...argv]);
      for (const secret of Object.values(demoVariables)) expect(printed.stdout + printed.stderr).not.toContain(secret);
    }
  }));

test('render of broken files tells what is wrong, of a wrong selector what there is', () =>
  withTwoServers(async ({ project: { run, write } }) => {
    expect(await run(['render', 'source/ecommerse', '--env', 'staging'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('did you mean "source/ecommerce"?'),
    });
    write('pipelines/sources/ecommerce.yaml', 'kind: source\n');

    expect(await run(['render', '--env', 'staging'])).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringContaining('lacks the key "definition"'),
    });
  }));

describe('what fails is a whole document for hosts', () => {
  const damaged = { 'airplan.yaml': 'version: [1\n' };
  const down = `version: 1\nenvironments:\n  down: {server: "http://127.0.0.1:9", workspace: default, ${variables}}\n`;
  const rows: readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    argv: readonly string[],
    code: number,
  ][] = [
    ['bad YAML', damaged, ['plan'], 3],
    ['bad YAML, validated', damaged, ['validate'], 3],
    ['bad YAML, all environments', damaged, ['plan', '--env', '*'], 3],
    ['bad YAML, all environments validated', damaged, ['validate', '--env', '*'], 3],
    ['no such environment', {}, ['plan', '--env', 'nope'], 3],
    ['no such environment, validated', {}, ['validate', '--env', 'nope'], 3],
    ['no folder for the plan', {}, ['plan', '--out', 'nowhere/plan.json'], 3],
    ['no server', { 'airplan.yaml': down }, ['plan', '--env', 'down'], 9],
    ['no plan file', {}, ['show', 'plan.json'], 3],
  ];

  test.each(rows)('%s', (_what, files, argv, code) =>
    withProject(async ({ run, write }) => {
      for (const [file, text] of Object.entries(files)) write(file, text);
      const formatted = async (format: string) => {
        const { stdout, exitCode } = await run([...argv, '--format', format]);
        expect(exitCode).toBe(code);
        return stdout;
      };

      expect(JSON.parse(await formatted('sarif')).runs[0].results).not.toEqual([]);
      expect(readXml(await formatted('junit')).skeleton).toMatch(/<(?:error|failure) /);
    }),
  );

  test.each(['github', 'markdown', 'html'])('%s', (format) =>
    withProject(async ({ run }) => {
      const { stdout } = await run(['plan', '--env', 'nope', '--format', format]);

      expect(stdout).toMatch(/^(?:::error |#+ |<\/html>)/m);
      expect(stdout).toContain('nope');
    }),
  );
});
