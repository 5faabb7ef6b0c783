import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';

import type { Intercept } from '../../src/sandbox/faults.ts';
import { withProject, withProjectAndSandbox } from '../support/run-cli.ts';

const source = 'pipelines/sources/ecommerce.yaml';
const aSource = (configuration: string) =>
  `kind: source\nname: Shop\ndefinition: airbyte/source-postgres\nconfiguration: ${configuration}\n`;

interface BadFile {
  readonly what: string;
  readonly file: string;
  readonly content: string | Uint8Array;
  /** Where the finding has to point. */
  readonly place: string;
  readonly says: string;
  readonly hint: string;
}

const badFiles: readonly BadFile[] = [
  {
    what: 'an unknown key',
    file: source,
    content: aSource('{}').replace('definition', 'defnition'),
    place: `${source}:3:1`,
    says: '"defnition"',
    hint: 'did you mean "definition"?',
  },
  {
    what: 'a wrong type',
    file: 'pipelines/connections/crm-to-staging.yaml',
    content: 'kind: connection\nsource: crm-api\ndestination: staging\nstreams: [{name: a}]\ntags: 5\n',
    place: 'pipelines/connections/crm-to-staging.yaml:5:7',
    says: '"tags"',
    hint: 'write',
  },
  {
    what: 'a key that no file declares',
    file: 'pipelines/connections/crm-to-staging.yaml',
    content: 'kind: connection\nsource: crm-appi\ndestination: staging\nstreams: [{name: a}]\n',
    place: 'pipelines/connections/crm-to-staging.yaml:2:9',
    says: 'crm-appi',
    hint: 'did you mean "crm-api"?',
  },
  {
    what: 'an environment variable that is not set',
    file: source,
    content: aSource('{password: "${env:NO_SUCH_VARIABLE}"}'),
    place: `${source}:4:27`,
    says: 'NO_SUCH_VARIABLE',
    hint: 'set it',
  },
  {
    what: 'a variable that the environment does not have',
    file: source,
    content: aSource('{host: "${var:postgres_hots}"}'),
    place: `${source}:4:23`,
    says: 'postgres_hots',
    hint: 'postgres_host',
  },
  {
    what: 'a key twice in one mapping',
    file: source,
    content: `${aSource('{}')}name: Again\n`,
    place: `${source}:5:1`,
    says: '"name"',
    hint: 'keep one of the two',
  },
  {
    what: 'a tab for indentation',
    file: source,
    content: 'kind: source\ndefinition: airbyte/source-postgres\nconfiguration:\n\thost: db\n',
    place: `${source}:4:1`,
    says: 'tab',
    hint: 'spaces',
  },
  { what: 'an empty file', file: source, content: '', place: `${source}:1:1`, says: 'empty', hint: '' },
  {
    what: 'a binary file',
    file: source,
    content: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
    place: source,
    says: 'text',
    hint: '',
  },
];

test.each(badFiles)('$what: exit 3, with place and hint', async ({ file, content, place, says, hint }) => {
  await withProject(async ({ write, run }) => {
    write(file, content);

    const { exitCode, stdout, stderr } = await run(['validate']);

    expect(exitCode).toBe(3);
    expect(stderr).toBe('');
    expect(stdout).toContain(place);
    expect(stdout).toContain(says);
    expect(stdout).toContain(hint);
  });
});

test('no folder for the pipelines: exit 3', async () => {
  await withProject(async ({ remove, run }) => {
    remove('pipelines');

    const { exitCode, stdout } = await run(['validate']);

    expect(exitCode).toBe(3);
    expect(stdout).toContain('airplan.yaml:5:12');
    expect(stdout).toContain('hint:');
  });
});

test('no project: exit 3', async () => {
  await withProject(async ({ remove, run }) => {
    remove('airplan.yaml');

    const { exitCode, stdout } = await run(['validate']);

    expect(exitCode).toBe(3);
    expect(stdout).toContain('--project');
  });
});

test('two live objects of the same name: exit 4, and both ids to choose from', async () => {
  await withProjectAndSandbox(async ({ run }, { url, store }) => {
    await run(['apply', '--yes']);
    const [one] = store.actors.source.list().filter(({ name }) => name === 'CRM API');
    await post(url, 'sources/create', {
      workspaceId: one?.workspaceId,
      sourceDefinitionId: one?.definitionId,
      name: 'CRM API',
      connectionConfiguration: { url: 'https://x.example.com', method: 'GET', authentication: { type: 'none' } },
    });
    const ids = store.actors.source
      .list()
      .filter(({ name }) => name === 'CRM API')
      .map(({ id }) => id);

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(4);
    expect(stderr).toContain('pipelines/sources/crm-api.yaml:3:7');
    expect(ids).toHaveLength(2);
    for (const id of ids) expect(stderr).toContain(id);
  });
});

test('credentials that the server refuses: exit 9', async () => {
  const auth = { mode: 'token', clientId: 'ci', clientSecret: 'right' } as const;
  await withProjectAndSandbox(
    async ({ write, run }) => {
      write('airplan.yaml', anEnvironment('sandbox', 'auth: {clientId: ci, clientSecret: "${env:CRM_API_KEY}"}'));

      const { exitCode, stderr } = await run(['plan'], { environmentVariable: () => 'wrong' });

      expect(exitCode).toBe(9);
      expect(stderr).toContain('clientSecret');
      expect(stderr).not.toContain('wrong');
    },
    { auth },
  );
});

test('no credentials where the server wants some: exit 9', async () => {
  const auth = { mode: 'token', clientId: 'ci', clientSecret: 'right' } as const;
  await withProjectAndSandbox(
    async ({ run }) => {
      const { exitCode, stderr } = await run(['plan']);

      expect(exitCode).toBe(9);
      expect(stderr).toContain('check "auth"');
    },
    { auth },
  );
});

test('a server that is down: exit 9, with its address', async () => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  await withProject(async ({ write, run }) => {
    write('airplan.yaml', anEnvironment(`http://127.0.0.1:${port}`));

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(9);
    expect(stderr).toContain(`http://127.0.0.1:${port} does not answer: nothing listens there`);
    expect(stderr).toContain('hint: check "server"');
  });
});

test('a server that answers with web pages: exit 9', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
  });
  const port = await listening(server);
  await withProject(async ({ write, run }) => {
    write('airplan.yaml', anEnvironment(`http://127.0.0.1:${port}`));
    const probed = await run(['plan']);
    write('airplan.yaml', anEnvironment(`http://127.0.0.1:${port}/api/v1`));
    const taken = await run(['plan']);

    expect([probed.exitCode, taken.exitCode]).toEqual([9, 9]);
    expect(probed.stderr).toContain('web page');
    expect(taken.stderr).toContain('web page');
  });
  await new Promise((resolve) => server.close(resolve));
});

test('a workspace that is not there: exit 3, with what there is', async () => {
  await withProjectAndSandbox(async ({ write, run }) => {
    write('airplan.yaml', anEnvironment('sandbox').replace('workspace: default', 'workspace: defautl'));

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('airplan.yaml:5:16');
    expect(stderr).toContain('did you mean "default"?');
  });
});

test('a connector that is not there: exit 3, with suggestions', async () => {
  await withProjectAndSandbox(async ({ write, run }) => {
    write(source, aSource('{}').replace('source-postgres', 'source-postgress'));

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain(`${source}:3:13`);
    expect(stderr).toContain('did you mean "airbyte/source-postgres"?');
  });
});

const brokenSource = aSource(
  `\n  host: db\n  database: shop\n  username: me\n  port: many\n  password: "\${env:CRM_API_KEY}"`,
);

test.each(['plan', 'apply'])('a specification that is broken: %s ends with 3 before any write', async (command) => {
  await withProjectAndSandbox(async ({ write, run }, { requests }) => {
    write(source, brokenSource);

    const { exitCode, stderr } = await run([command, ...(command === 'apply' ? ['--yes'] : [])]);

    expect(exitCode).toBe(3);
    expect(stderr).toContain(`"port" must be a whole number, but is text\n  ${source}:8:9`);
    expect(stderr).not.toContain('made-up-crm-key');
    expect(requests.filter(({ path }) => /create|update/.test(path))).toEqual([]);
  });
});

test('a specification that is broken does not stop what is not selected', async () => {
  await withProjectAndSandbox(async ({ write, run }) => {
    write(source, brokenSource);

    expect((await run(['plan', '--select', 'source/crm-api'])).exitCode).toBe(0);
  });
});

test.each(['1.6', '2.0'] as const)(
  'a server of %s that refuses what its specification allows: exit 6, at the value',
  async (profile) => {
    const words = 'The provided configuration does not fulfill the specification. Errors: ';
    const message = `${words}$.port: string found, integer expected\nSchema: \n{}`;
    const refuse: Intercept = ({ path }) =>
      path.endsWith('sources/create') ? { type: 'status', status: 422, body: { message } } : undefined;
    await withProjectAndSandbox(
      async ({ write, run }) => {
        write(source, brokenSource.replace('many', '5432'));

        const { exitCode, stdout } = await run(['apply', '--yes', '--select', 'source/ecommerce']);

        expect(exitCode).toBe(6);
        expect(stdout).toContain(`${source}:8:9`);
        expect(stdout).toContain('string found, integer expected');
        expect(stdout).not.toContain('made-up-crm-key');
        expect(stdout).not.toContain('Schema:');
      },
      { profile, intercept: refuse },
    );
  },
);

test('a stream that the source does not have: exit 3 once it can be known, with what there is', async () => {
  await withProjectAndSandbox(async ({ write, run }) => {
    await run(['apply', '--yes']);
    write(
      'pipelines/catalogs/ecommerce.yaml',
      'kind: catalog\ndefaults: {namespace: public}\nstreams: [{name: ordres}]\n',
    );

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('pipelines/catalogs/ecommerce.yaml:3:18');
    expect(stderr).toContain('did you mean "public.orders"?');
  });
});

test('a stream that is missing when its source was just created stops its own branch only: exit 6', async () => {
  await withProjectAndSandbox(async ({ write, run }, { store }) => {
    write(
      'pipelines/catalogs/ecommerce.yaml',
      'kind: catalog\ndefaults: {namespace: public}\nstreams: [{name: ordres}]\n',
    );

    const { exitCode, stdout } = await run(['apply', '--yes']);

    expect(exitCode).toBe(6);
    expect(stdout).toContain('pipelines/catalogs/ecommerce.yaml:3:18');
    expect(store.connections.list().map(({ name }) => name)).toEqual(['CRM API → Staging']);
  });
});

test.each([
  { argv: ['plna'], says: 'did you mean plan' },
  { argv: ['plan', '--bogus'], says: 'bogus' },
  { argv: [], says: 'say what to do' },
  { argv: ['plan', '--env'], says: 'env' },
  { argv: ['plan', '--env', 'prodction'], says: 'did you mean "production"?' },
  { argv: ['plan', '--format', 'xml'], says: 'format' },
  { argv: ['apply', '--env', 'a', '--env', 'b'], says: '--env is given more than once' },
  { argv: ['plan', '--parallelism', '0'], says: '1 to 32' },
  { argv: ['plan', '--select', 'source/ecomerce'], says: 'did you mean "source/ecommerce"?' },
  { argv: ['apply'], says: 'no terminal to ask on' },
  { argv: ['apply', '--yes', '--allow', 'everything'], says: 'allow' },
  { argv: ['sandbox', '--port', '99999'], says: 'port' },
  { argv: ['sandbox', '--memory', '--store', 'x.json'], says: 'leave one of them out' },
  { argv: ['sandbox', '--memory', '--reset'], says: 'nothing to empty' },
  { argv: ['sandbox', '--client-id', 'ci'], says: 'add --auth token' },
  { argv: ['sandbox', '--auth', 'token', '--password', 'x'], says: 'add --auth basic' },
  { argv: ['sandbox', '--auth', 'token', '--token-ttl', '0'], says: 'whole number of seconds' },
  { argv: ['sandbox', '--auth', 'oauth'], says: 'none' },
  { argv: ['sandbox', '--latency', '80-10'], says: 'tail:20-900' },
  { argv: ['sandbox', '--latency', 'tail:20'], says: 'tail:20-900' },
  { argv: ['sandbox', '--seed', '1.5'], says: 'whole number' },
  { argv: ['sandbox', '--seed-world', 'huge'], says: 'small has 10' },
  { argv: ['sandbox', '--seed-world', '0'], says: 'small has 10' },
])('flags that make no sense: $argv: exit 3', async ({ argv, says }) => {
  await withProjectAndSandbox(async ({ run }) => {
    const { exitCode, stderr } = await run(argv);

    expect(exitCode).toBe(3);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
  });
});

function anEnvironment(server: string, more = ''): string {
  return [
    'version: 1',
    'environments:',
    '  test:',
    `    server: ${server}`,
    '    workspace: default',
    '    variables: {postgres_host: db, minio_endpoint: "http://minio:9000"}',
    more === '' ? '' : `    ${more}`,
    '',
  ].join('\n');
}

async function post(url: string, name: string, body: object): Promise<void> {
  const response = await fetch(`${url}/api/v1/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
