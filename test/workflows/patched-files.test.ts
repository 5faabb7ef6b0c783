import { expect, test } from 'vitest';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { validateFiles } from '../../src/workflows/load.ts';
import type { Contents } from '../desired/project-in-memory.ts';
import { apply, plan, portsFor, withSandbox } from '../support/workflow.ts';

const specification = {
  kind: 'source',
  definitionId: '11111111-2222-4333-8444-555555555555',
  dockerRepository: 'airbyte/source-postgres',
  connectionSpecification: {
    type: 'object',
    required: ['host'],
    properties: {
      host: { type: 'string' },
      port: { type: 'integer', maximum: 65535 },
      password: { type: 'string', airbyte_secret: true },
    },
  },
};

function aProjectWith(patch: string, variables = '{}'): Contents {
  return {
    'airplan.yaml': `version: 1
environments:
  test:
    server: sandbox
    workspace: default
    variables: ${variables}
    patch:
      source/shop:
        configuration:
${patch.replace(/^/gm, '          ')}
  other: {server: sandbox, workspace: default, variables: {port: 5432}}
`,
    'pipelines/shop.yaml': 'kind: source\ndefinition: airbyte/source-postgres\nconfiguration: {host: db, port: 5432}\n',
    '.airplan/specs/source.json': JSON.stringify(specification),
  };
}

async function findings(contents: Contents, environment = 'test'): Promise<string> {
  const { issues } = await validateFiles(portsFor({ contents, variables: {} }, ''), environment);
  return renderIssues(issues, plainPalette);
}

test('a patched configuration is held against its specification, with places in the patch', async () => {
  expect(await findings(aProjectWith('port: 99999\nhost: null'))).toMatchInlineSnapshot(`
    "error: "port" must be at most 65535
      airplan.yaml:10:17 (out-of-range)
      10 |           port: 99999
         |                 ^^^^^

    error: the configuration lacks the key "host"
      airplan.yaml:11:11 (missing-key)
      11 |           host: null
         |           ^^^^
      hint: add "host"

    2 errors in 1 file"
  `);
  expect(await findings(aProjectWith('port: 99999\nhost: null'), 'other')).toBe('');
});

test('a secret that a patch spells out is a finding that does not show it', async () => {
  const found = await findings(aProjectWith('password: hunter2-canary'));

  expect(found).toContain('airplan.yaml:10:21 (literal-secret)');
  expect(found).not.toContain('canary');
});

test('a waiver beside a patch counts for its environment, and is not asked for in others', async () => {
  const waived = aProjectWith('password: postgres # airplan-ignore literal-secret: lives as long as the test');

  expect(await findings(waived)).toBe('');
  expect(await findings(waived, 'other')).toBe('');
  const { '.airplan/specs/source.json': _spec, ...unspecified } = waived;
  expect(await findings(unspecified)).toBe('');
});

test('a waiver beside a patch that nothing needs, or without a reason, is told', async () => {
  expect(await findings(aProjectWith('port: 1 # airplan-ignore literal-secret: none here'))).toContain('unused-waiver');
  expect(await findings(aProjectWith('port: 1 # airplan-ignore'))).toContain('waiver-without-reason');
  expect(await findings(aProjectWith('port: 1 # airplan-ignore'), 'other')).toBe('');
});

test('a variable that one environment lacks is a finding there, and its type counts in the other', async () => {
  const project = {
    ...aProjectWith('password: "${env:NONE:-x}"'),
    'pipelines/shop.yaml':
      'kind: source\ndefinition: airbyte/source-postgres\nconfiguration: {host: db, port: "${var:port}"}\n',
  };

  expect(await findings(project)).toContain('environment "test" has no variable "port"');
  expect(await findings(project, 'other')).toBe('');
});

test('what a patch takes the place of by a reference does not show in a finding beside it', async () => {
  const project = {
    ...aProjectWith('password: "${env:PASSWORD:-x}"\nport: null'),
    'pipelines/shop.yaml':
      'kind: source\ndefinition: airbyte/source-postgres\nconfiguration: {host: 5, password: retired-canary}\n',
  };

  const found = await findings(project);
  expect(found).toContain('pipelines/shop.yaml:3:23');
  expect(found).not.toContain('canary');
});

test('a patched project is applied as patched, and leaves nothing to do', async () => {
  const configuration = 'host: db\nport: 5433\ndatabase: shop\nusername: me\npassword: "${env:PASSWORD}"';
  const files = aProjectWith(configuration);
  const contents = { ...files, 'airplan.yaml': `${files['airplan.yaml']}defaultEnvironment: test\n` };
  const project = { contents, variables: { PASSWORD: 'made-up' } };

  await withSandbox({}, async ({ url, store }) => {
    expect(await apply(project, url)).toMatchObject({ result: 'applied' });
    expect(JSON.stringify(store.actors.source.list())).toContain('5433');
    expect((await plan(project, url)).changes).toEqual([]);
  });
});
