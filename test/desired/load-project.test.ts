import { expect, test } from 'vitest';
import { loadProject } from '../../src/desired/load-project.ts';
import { InvalidFlagsError } from '../../src/errors.ts';
import { Secret } from '../../src/model/configuration.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { validateFiles } from '../../src/workflows/load.ts';
import { findings, load, portsOf } from './project-in-memory.ts';

const anEnvironment = (lines: string, name = 'test') =>
  `version: 1\nenvironments:\n  ${name}:\n${lines.replace(/^/gm, '    ')}\n`;

const aProjectOf = (text: string) => ({ 'airplan.yaml': text, 'pipelines/none.txt': '' });

const twoEnvironments = `version: 1
environments:
  staging: {server: sandbox, workspace: default}
  production: {server: "https://airbyte.example.com", workspace: shop, headers: {X-Key: "\${env:KEY}"}}
`;

test('an environment that says little gets the defaults', async () => {
  const { project, environment, issues } = await load(aProjectOf(anEnvironment('server: sandbox\nworkspace: default')));

  expect(issues).toEqual([]);
  expect(project).toMatchObject({ pipelines: 'pipelines', environments: ['test'] });
  expect(environment).toEqual({
    name: 'test',
    server: 'sandbox',
    workspace: 'default',
    auth: { type: 'none' },
    headers: {},
    timeoutSeconds: 30,
    parallelism: 8,
    variables: {},
    limits: { changePercent: 30, deletePercent: 10, minObjects: 10 },
  });
});

test('an environment that says everything', async () => {
  const lines = [
    'server: ${env:SERVER}',
    'workspace: ${var:team}-shop',
    'auth: {username: admin, password: "${env:PASSWORD}"}',
    'headers: {X-Proxy: made-up}',
    'caFile: certificates/ca.pem',
    'timeoutSeconds: 5',
    'parallelism: 32',
    'expect: {workspaceId: 11111111-2222-4333-8444-555555555555}',
    'variables: {team: data, port: 5432}',
    'limits: {changePercent: 50}',
  ];
  const contents = aProjectOf(anEnvironment(lines.join('\n')));
  const { environment } = await load(contents, { SERVER: 'http://localhost:8001', PASSWORD: 'made-up' });

  expect(environment).toMatchObject({
    server: 'http://localhost:8001',
    workspace: 'data-shop',
    auth: { type: 'basic', username: 'admin' },
    caFile: 'certificates/ca.pem',
    timeoutSeconds: 5,
    parallelism: 32,
    expectedWorkspaceId: '11111111-2222-4333-8444-555555555555',
    variables: { team: 'data', port: 5432 },
    limits: { changePercent: 50, deletePercent: 10, minObjects: 10 },
  });
  expect(environment?.headers['X-Proxy']).toBeInstanceOf(Secret);
  expect(JSON.stringify(environment)).not.toContain('made-up');
});

test.each([
  ['{token: "${env:T}"}', { type: 'token' }],
  ['{clientId: me, clientSecret: "${env:T}"}', { type: 'client', clientId: 'me' }],
])('credentials %s', async (auth, expected) => {
  const lines = `server: https://airbyte.example.com\nworkspace: shop\nauth: ${auth}`;

  expect((await load(aProjectOf(anEnvironment(lines)), { T: 'made-up' })).environment?.auth).toMatchObject(expected);
});

test('the flag chooses, and only that environment has to be resolved', async () => {
  expect((await load(aProjectOf(twoEnvironments), {}, 'staging')).environment?.name).toBe('staging');
});

test('the default chooses where no flag does', async () => {
  const text = `${twoEnvironments}defaultEnvironment: staging\n`;

  expect((await load(aProjectOf(text))).environment?.name).toBe('staging');
});

test('a flag that names no environment is a mistake in the flags', async () => {
  const wrong = load(aProjectOf(twoEnvironments), {}, 'prodution');

  await expect(wrong).rejects.toThrow(InvalidFlagsError);
  await expect(wrong).rejects.toMatchObject({ hint: 'did you mean "production"?' });
});

test('neither flag nor default, and a default that does not exist', async () => {
  expect(await findings(aProjectOf(twoEnvironments))).toMatchInlineSnapshot(`
    "error: airplan.yaml has 2 environments and no default
      airplan.yaml:2:1 (environment-not-chosen)
      2 | environments:
        | ^^^^^^^^^^^^
      hint: choose with --env, or set "defaultEnvironment": production, staging

    1 error in 1 file"
  `);
  expect(await findings(aProjectOf(`${twoEnvironments}defaultEnvironment: tests\n`))).toMatchInlineSnapshot(`
    "error: there is no environment "tests" in airplan.yaml
      airplan.yaml:5:21 (unknown-environment)
      5 | defaultEnvironment: tests
        |                     ^^^^^
      hint: environments: production, staging

    1 error in 1 file"
  `);
});

test('what is wrong in airplan.yaml', async () => {
  const lines = [
    'server: sandbox',
    'worksapce: default',
    'parallelism: 64',
    'timeoutSeconds: "5"',
    'auth: {username: admin, token: "${env:T}"}',
    'variables: {list: [1]}',
    'patch: []',
  ];

  expect(await findings(aProjectOf(anEnvironment(lines.join('\n'))))).toMatchInlineSnapshot(`
    "error: "test" has no key "worksapce"
      airplan.yaml:5:5 (unknown-key)
      5 |     worksapce: default
        |     ^^^^^^^^^
      hint: did you mean "workspace"?

    error: "parallelism" must be at most 32
      airplan.yaml:6:18 (out-of-range)
      6 |     parallelism: 64
        |                  ^^

    error: "timeoutSeconds" must be a whole number, but is text
      airplan.yaml:7:21 (wrong-type)
      7 |     timeoutSeconds: "5"
        |                     ^^^
      hint: write the value without quotes

    error: "auth" does not have one of its forms
      airplan.yaml:8:11 (wrong-type)
      8 |     auth: {username: admin, token: "\${env:T}"}
        |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: write one of: {username, password}, {token}, {clientId, clientSecret}

    error: "list" must be text or a number or true or false, but is a list
      airplan.yaml:9:23 (wrong-type)
      9 |     variables: {list: [1]}
        |                       ^^^

    error: "patch" must be a mapping of keys to values, but is a list
      airplan.yaml:10:12 (wrong-type)
      10 |     patch: []
         |            ^^
      hint: write "key: value" lines below it, indented by two spaces

    6 errors in 1 file"
  `);
});

test('an address that is none, and one with credentials in it', async () => {
  const text = (server: string) => aProjectOf(anEnvironment(`server: ${server}\nworkspace: default`));

  expect(await findings(text('airbyte.example.com'))).toMatchInlineSnapshot(`
    "error: "server" is not an http(s) address
      airplan.yaml:4:13 (wrong-server)
      4 |     server: airbyte.example.com
        |             ^^^^^^^^^^^^^^^^^^^
      hint: write "sandbox", or an address such as https://airbyte.example.com

    1 error in 1 file"
  `);
  expect(await findings(text('https://admin:hunter2@airbyte.example.com'))).toMatchInlineSnapshot(`
    "error: "server" holds credentials
      airplan.yaml:4:13 (credentials-in-address)
      4 |     server: …
        |             ^
      hint: move user and password to "auth": {username, password: "\${env:NAME}"}

    1 error in 1 file"
  `);
});

test('no line that is shown gives away a literal credential', async () => {
  const lines =
    'server: sandbox\nworkspace: default\nauth:\n  username: admin\n  pasword: hunter2\nheaders: {a: 12345}';

  expect(await findings(aProjectOf(anEnvironment(lines)))).not.toMatch(/hunter2|12345/);
});

test.each([
  ['no environment chosen', twoEnvironments],
  ['a wrong key', `${anEnvironment('server: sandbox\nworkspace: default')}colour: red\n`],
])('resource files are checked even when airplan.yaml has findings: %s', async (_name, project) => {
  expect(await findings({ 'airplan.yaml': project, 'pipelines/a.yaml': 'kind: sorce\n' })).toContain(
    '2 errors in 2 files',
  );
});

test('a second document in airplan.yaml', async () => {
  const text = `${anEnvironment('server: sandbox\nworkspace: default')}---\nversion: 1\n`;

  expect(await findings(aProjectOf(text))).toContain('(several-documents)');
});

test.each([
  ['{username: u, password: hunter2}', '"password" is a secret, and airplan.yaml spells it out'],
  ['{token: "${var:t}"}', '"token" is a secret, and airplan.yaml spells it out'],
  ['{clientId: i, clientSecret: "${env:S:-hunter2}"}', 'the default of its reference spells it out'],
])('a credential that is spelled out: %s', async (auth, words) => {
  const lines = `server: https://a.example.com\nworkspace: shop\nauth: ${auth}\nvariables: {t: hunter3}`;
  const text = await findings(aProjectOf(anEnvironment(lines)));

  expect(text).toContain(words);
  expect(text).toContain('(literal-secret)');
  expect(text).not.toContain('hunter2');
});

test.each([
  ['"X Token": a', '"X Token" cannot be the name of a header'],
  ['"X-Token:": a', '"X-Token:" cannot be the name of a header'],
  ['X-Token: "${env:T}"', 'the value of header "X-Token" holds what no header can have'],
])('a header that no request can carry: %s', async (header, words) => {
  const lines = `server: https://a.example.com\nworkspace: shop\nheaders: {${header}}`;
  const text = await findings(aProjectOf(anEnvironment(lines)), { T: 'a\nb' });

  expect(text).toContain(words);
  expect(text).toContain('airplan.yaml:6:');
});

test('what one cause makes wrong in many places is told once, with the first of them', async () => {
  const source = (index: number) =>
    [`pipelines/s${index}.yaml`, 'kind: source\ndefinition: d\nconfiguration: {a: "${env:NOT_SET}"}\n'] as const;
  const files = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map(source));
  const project = aProjectOf(anEnvironment('server: sandbox\nworkspace: default'));
  const text = renderIssues((await validateFiles(portsOf({ ...project, ...files }))).issues, plainPalette);

  expect(text).toContain(
    'error: environment variable "NOT_SET" is not set, and 7 places refer to it\n  pipelines/s0.yaml:3:20',
  );
  expect(text).toContain('also in pipelines/s1.yaml:3,');
  expect(text).toContain('1 error in 1 file');
});

test('a folder that was named is named again where there is no project in it', async () => {
  const ports = portsOf({});
  const { issues } = await loadProject({ ...ports, files: { ...ports.files, folder: 'infra' } });

  expect(issues[0]?.message).toBe('there is no "airplan.yaml" in "infra"');
});
