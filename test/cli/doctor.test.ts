import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { DoctorStep } from '../../src/model/diagnosis.ts';
import { renderDoctorStep } from '../../src/render/doctor.ts';
import { plainPalette } from '../../src/render/palette.ts';
import type { SandboxAuth } from '../../src/sandbox/auth.ts';
import { columnsOf } from '../../src/util/visible.ts';
import { makeCertificate } from '../support/certificate.ts';
import { type CliProject, withProject, withProjectAndSandbox } from '../support/run-cli.ts';
import { writes } from '../support/workflow.ts';

const certificate = makeCertificate();

test.each(['1.6', '2.0'] as const)('doctor finds a server %s well, and writes nothing', async (profile) => {
  await withProjectAndSandbox(
    async (project, { url, requests }) => {
      const told = await project.run(['doctor']);
      const found = await diagnose(project, { server: url });

      expect([told.exitCode, told.stderr]).toEqual([0, '']);
      expect(told.stdout.split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
      expect(found.exitCode).toBe(0);
      expect(found.states).toBe(
        'address ok, connection ok, path ok, version ok, auth ok, workspace ok, permissions ok, clock ok',
      );
      expect(writes(requests)).toEqual([]);
    },
    { profile },
  );
});

const byToken: SandboxAuth = { mode: 'token', clientId: 'me', clientSecret: 'right' };
const byPassword: SandboxAuth = { mode: 'basic', username: 'me', password: 'right' };
const ended = `e30.${Buffer.from('{"exp":1700000000}').toString('base64url')}.x`;

test.each<[what: string, asked: SandboxAuth, given: string, hint: string]>([
  ['no credentials for a proxy', byPassword, '', 'write "auth" of the environment: {username, password}'],
  ['a wrong password', byPassword, '{username: me, password: "${env:SECRET}"}', 'check username and password'],
  ['no credentials', byToken, '', 'write "auth" of the environment: {clientId: '],
  ['a password where tokens are asked for', byToken, '{username: me, password: "${env:SECRET}"}', 'takes no user name'],
  ['a wrong secret', byToken, '{clientId: me, clientSecret: "${env:SECRET}"}', 'check clientId and clientSecret'],
  ['a token that ended', byToken, '{token: "${env:ENDED}"}', 'the token ended at 2023-11-14T22:13Z'],
  ['a wrong token', byToken, '{token: "${env:SECRET}"}', 'check the variable of "token"'],
  [
    'a secret that nobody asks for',
    { mode: 'none' },
    '{clientId: me, clientSecret: "${env:SECRET}"}',
    'take "auth" out',
  ],
])('doctor knows %s', async (_what, auth, given, hint) => {
  await withProjectAndSandbox(
    async (project, { url }) => {
      const { exitCode, failure } = await diagnose(project, { server: url, auth: given });
      expect([exitCode, failure?.name]).toEqual([9, 'auth']);
      expect(failure?.hint).toContain(hint);
      expect(JSON.stringify(failure)).not.toContain('wrong-secret');
    },
    { auth },
  );
});

test.each([
  ['/api/public/v1', 0, 'airplan speaks the other API of the same server'],
  ['/api/v1/sources/list', 9, 'leave the path out of "server"'],
  ['/workspaces/5a2c/connections', 9, 'leave the path out of "server"'],
])('doctor knows the pasted path %s', async (path, code, hint) => {
  await withProjectAndSandbox(async (project, { url }) => {
    const { exitCode, states, steps } = await diagnose(project, { server: `${url}${path}` });
    expect([exitCode, states]).toEqual([code, expect.stringMatching(/^address warning, connection ok, path/)]);
    expect(steps[0]?.hint).toContain(hint);
  });
});

const page = (title: string) => `<!doctype html><html><head><title>${title}</title></head></html>`;
const notThere: Answer = { status: 404, body: 'Object not found.' };
const withToken: Routes = { 'applications/token': { body: { access_token: 'a.b.c' } } };
const workspaces = [{ workspaceId: '11111111-1111-4111-8111-111111111111', name: 'default', slug: 'default' }];
const withWorkspace: Routes = { 'workspaces/list_by_organization_id': { body: { workspaces } } };
const secured = { version: '2.0.0', edition: 'community', auth: { mode: 'simple' } };

test.each<[what: string, routes: Routes, step: string, hint: string]>([
  ["Airbyte's web interface", { health: { body: page('Airbyte | Login') } }, 'path', 'has the web interface and not'],
  ['the page of a proxy', { health: { body: page('Sign in') } }, 'path', 'a login page, a proxy or the web interface'],
  ['a move to https', { health: to('https://127.0.0.1/api') }, 'path', 'write https://127.0.0.1 as "server"'],
  ['a login', { health: to('https://login.example.com') }, 'path', 'if it points to a login page'],
  [
    'http on a port of https',
    { health: { status: 400, body: 'The plain HTTP request was sent to' } },
    'path',
    'https://',
  ],
  ['a server that is down', { health: { status: 503 } }, 'path', 'see whether airbyte-server runs'],
  ['a refusing proxy', { health: { status: 403 } }, 'path', 'let /api/v1 through'],
  ['something else', { health: notThere }, 'path', 'check host and port'],
  [
    'tokens that are nowhere',
    { instance_configuration: { body: secured } },
    'auth',
    '/api/v1/applications/token, is not',
  ],
  ['a proxy that keeps tokens', { 'applications/token': { status: 403 } }, 'auth', 'a proxy has to let it through'],
  ['no role', { ...withToken, 'workspaces/list_by_organization_id': { status: 403 } }, 'workspace', 'lack any role'],
  [
    'half a role',
    { ...withToken, ...withWorkspace, 'sources/list': { status: 403 } },
    'permissions',
    'role of a reader',
  ],
])('doctor knows %s', async (_what, routes, name, hint) => {
  await withServer(answering(routes), async (server) => {
    await withProject(async (project) => {
      const auth = '{clientId: me, clientSecret: "${env:SECRET}"}';
      const { exitCode, failure, text } = await diagnose(project, { server, auth });
      expect([exitCode, failure?.name]).toEqual([9, name]);
      expect(failure?.hint).toContain(hint);
      expect(text.split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
    });
  });
});

test('doctor says that nothing listens there, and that there is no such host', async () => {
  await withProject(async (project) => {
    const closed = await diagnose(project, { server: 'http://127.0.0.1:1' });
    const unknown = await diagnose(project, { server: 'http://no-such-host.invalid' });
    expect([closed.exitCode, closed.failure?.name, closed.failure?.text]).toEqual([
      9,
      'connection',
      expect.stringContaining('nothing listens there'),
    ]);
    expect([unknown.exitCode, unknown.states]).toEqual([9, 'address ok, name failed']);
  });
});

test.skipIf(certificate === undefined)('doctor tells what is wrong with certificates and with TLS', async () => {
  const server = createTlsServer({ ...certificate }, answering({}));
  await withListening(server, 'https', (secure) =>
    withServer(answering({}), (plain) =>
      withProject(async (project) => {
        project.write('ca.pem', certificate?.cert ?? '');
        const strange = await diagnose(project, { server: secure });
        const trusted = await diagnose(project, { server: secure, more: 'caFile: ca.pem' });
        const missing = await diagnose(project, { server: secure, more: 'caFile: none.pem' });
        const noTls = await diagnose(project, { server: plain.replace('http:', 'https:') });

        expect([strange.exitCode, strange.failure?.name]).toEqual([9, 'tls']);
        expect(strange.failure?.hint).toContain('caFile');
        expect(trusted.states).toContain('connection ok, tls ok, path ok');
        expect([missing.exitCode, missing.states]).toEqual([3, 'address ok, tls failed']);
        expect([noTls.exitCode, noTls.failure?.name]).toEqual([9, 'tls']);
        expect(noTls.failure?.hint).toContain('write http://');
      }),
    ),
  );
});

test('doctor ends as other commands would where the workspace is none, or the wrong one', async () => {
  await withProjectAndSandbox(async (project, { url }) => {
    const none = await diagnose(project, { server: url, workspace: 'defualt' });
    const more = 'expect: {workspaceId: 11111111-1111-4111-8111-111111111111}';
    const wrong = await diagnose(project, { server: url, more });
    expect([none.exitCode, none.failure?.name, none.failure?.hint]).toEqual([
      3,
      'workspace',
      expect.stringContaining('did you mean "default"?'),
    ]);
    expect([wrong.exitCode, wrong.failure?.name]).toEqual([4, 'workspace']);
  });
});

test('doctor tells clocks apart, and cuts what a server says of itself', async () => {
  const version = `\u001b[2J${'9'.repeat(10_000)}`;
  await withServer(answering({ instance_configuration: { body: { version } } }), async (server) => {
    await withProject(async (project) => {
      const { steps, text } = await diagnose(project, { server }, { nowMs: () => 0 });
      expect(steps.at(-1)).toMatchObject({ name: 'clock', state: 'warning' });
      expect(text).not.toContain('\u001b');
      expect(text.length).toBeLessThan(3000);
    });
  });
});

interface Place {
  readonly server: string;
  readonly workspace?: string;
  readonly auth?: string;
  readonly more?: string;
}

async function diagnose(
  project: CliProject,
  { server, workspace = 'default', auth = '', more = '' }: Place,
  context: { readonly nowMs?: () => number } = {},
) {
  const lines = [
    `server: ${server}`,
    `workspace: ${workspace}`,
    ...(auth === '' ? [] : [`auth: ${auth}`]),
    ...(more === '' ? [] : [more]),
  ];
  project.write('airplan.yaml', `version: 1\nenvironments:\n  test:\n    ${lines.join('\n    ')}\n`);
  const variables: Readonly<Record<string, string>> = { SECRET: 'wrong-secret', ENDED: ended };
  const outside = {
    ...context,
    environmentVariable: (name: string) => variables[name],
    serverUrl: async () => server,
  };
  const { exitCode, stdout } = await project.run(['doctor', '--format', 'json'], outside);
  const steps: readonly DoctorStep[] = JSON.parse(stdout).steps;
  const text = steps.map((step) => renderDoctorStep(step, plainPalette)).join('\n');
  const failure = steps.find(({ state }) => state === 'failed');
  return { exitCode, steps, failure, text, states: steps.map(({ name, state }) => `${name} ${state}`).join(', ') };
}

interface Answer {
  readonly status?: number;
  readonly location?: string;
  readonly body?: string | object;
}

/** By the end of their path. */
type Routes = Readonly<Record<string, Answer>>;

function to(location: string): Answer {
  return { status: 302, location };
}

function answering(routes: Routes): RequestListener {
  const all: Routes = { health: { body: { available: true } }, ...routes };
  return ({ url = '' }, response) => {
    const { status = 200, body = '', location } = all[url.replace('/api/v1/', '')] ?? notThere;
    response.statusCode = status;
    if (location !== undefined) response.setHeader('location', location);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

function withServer<T>(answer: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  return withListening(createServer(answer), 'http', use);
}

async function withListening<T>(server: Server, scheme: string, use: (url: string) => Promise<T>): Promise<T> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await use(`${scheme}://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
