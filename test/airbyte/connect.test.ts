import { inspect } from 'node:util';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ApiError, CredentialsError } from '../../src/airbyte/api-error.ts';
import { connect } from '../../src/airbyte/connect.ts';
import { Secret } from '../../src/model/configuration.ts';
import type { Environment } from '../../src/model/environment.ts';
import { decodeNothing } from '../../src/util/decode.ts';
import { anEnvironment } from '../builders.ts';

const host = 'http://airbyte.test';
const api = () => nock(`${host}/api/v1`);

beforeAll(() => nock.disableNetConnect());
beforeEach(() => void api().get('/health').reply(200, { available: true }));
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const client: Environment['auth'] = { type: 'client', clientId: 'me', clientSecret: new Secret('sesame', '${env:S}') };

function connected(changes: Partial<Environment> = {}) {
  return connect(host, anEnvironment(changes), { nowMs: () => 0, random: () => 0, retryDelayMs: () => 0 });
}

async function aCall(changes: Partial<Environment>, effect: 'read' | 'create' = 'read'): Promise<unknown> {
  const { call } = await connected(changes);
  return call({ path: 'x', body: {}, effect, decode: decodeNothing });
}

/** Answers each token in turn; counts how many were asked for. */
function tokens(...values: readonly string[]): { readonly asked: () => number } {
  let count = 0;
  api()
    .post('/applications/token', { client_id: 'me', client_secret: 'sesame' })
    .times(1000)
    .reply(() => [200, { access_token: values[count++] ?? 'too many' }]);
  return { asked: () => count };
}

/** Accepts one token and refuses all others. */
function accepting(token: string): { readonly refused: () => number } {
  let count = 0;
  api().post('/x').matchHeader('authorization', `Bearer ${token}`).times(1000).reply(200, {});
  api()
    .post('/x')
    .times(1000)
    .reply(() => {
      count += 1;
      return [401, '<html>'];
    });
  return { refused: () => count };
}

test.each([
  [
    'basic',
    { type: 'basic', username: 'airbyte', password: new Secret('password', '') },
    'Basic YWlyYnl0ZTpwYXNzd29yZA==',
  ],
  ['bearer', { type: 'token', token: new Secret('abc', '') }, 'Bearer abc'],
] as const)('%s credentials go with the probe and with every call', async (_name, auth, authorization) => {
  nock.cleanAll();
  const probe = api().get('/health').matchHeader('authorization', authorization).reply(200, { available: true });
  const call = api().post('/x').matchHeader('authorization', authorization).reply(200, {});

  await aCall({ auth });

  expect([probe.isDone(), call.isDone()]).toEqual([true, true]);
});

test('without credentials there is no such header', async () => {
  nock(`${host}/api/v1`, { badheaders: ['authorization'] })
    .post('/x')
    .reply(200, {});

  await expect(aCall({})).resolves.toBeUndefined();
});

test("an environment's headers go with every request, secret ones revealed", async () => {
  nock.cleanAll();
  const headers = { 'X-Team': 'data', 'X-Proxy-Token': new Secret('knock', '') };
  const reqheaders = { 'x-team': 'data', 'x-proxy-token': 'knock' };
  nock(`${host}/api/v1`, { reqheaders }).get('/health').reply(200, { available: true });
  nock(`${host}/api/v1`, { reqheaders }).post('/applications/token').reply(200, { access_token: 't' });
  nock(`${host}/api/v1`, { reqheaders }).post('/x').reply(200, {});

  await expect(aCall({ headers, auth: client })).resolves.toBeUndefined();
});

test('client credentials: one token for fifty callers at once', async () => {
  const { asked } = tokens('first');
  accepting('first');
  const { call } = await connected({ auth: client });

  await Promise.all(
    Array.from({ length: 50 }, () => call({ path: 'x', body: {}, effect: 'read', decode: decodeNothing })),
  );

  expect(asked()).toBe(1);
});

test.each(['read', 'create'] as const)('a 401 mid-run renews once for all and sends each %s again', async (effect) => {
  const { asked } = tokens('first', 'second');
  const { refused } = accepting('second');
  const { call } = await connected({ auth: client, parallelism: 20 });

  await Promise.all(Array.from({ length: 20 }, () => call({ path: 'x', body: {}, effect, decode: decodeNothing })));

  expect(asked()).toBe(2);
  expect(refused()).toBe(20);
});

test('a second 401 is given up', async () => {
  const { asked } = tokens('first', 'second', 'third');
  const { refused } = accepting('none of them');

  await expect(aCall({ auth: client })).rejects.toMatchObject({ code: 'credentials-refused', request: 'x' });
  expect([asked(), refused()]).toEqual([2, 2]);
});

test('a 401 for fixed credentials is given up at once', async () => {
  const { refused } = accepting('another');

  await expect(aCall({ auth: { type: 'token', token: new Secret('mine', '') } })).rejects.toThrow(CredentialsError);
  expect(refused()).toBe(1);
});

test.each([
  [400, '{"message":"no such client: me/sesame"}', /400: no such client: me\/\(secret\)/, /clientId and clientSecret/],
  [401, '{"errorId":"e"}', /\(401\)/, /clientId and clientSecret/],
  [403, '', /\(403\)/, /without authentication/],
  [404, 'Object not found.', /404: Object not found/, /without authentication/],
  [500, '{"errorId":"e"}', /\(500\)/, /unwell/],
  [200, '<html>', /\(200\)/, /clientId and clientSecret/],
  [200, '{"token":"x"}', /\(200\)/, /clientId and clientSecret/],
])('a token endpoint that answers %i %s refuses the credentials', async (status, body, message, hint) => {
  api().post('/applications/token').reply(status, body);

  const error: unknown = await aCall({ auth: client }).catch((it: unknown) => it);

  expect(error).toBeInstanceOf(CredentialsError);
  expect(error).toMatchObject({ message: expect.stringMatching(message), hint: expect.stringMatching(hint) });
  expect(inspect(error, { depth: 10 })).not.toContain('sesame');
});

test('a refusal is not remembered: the next call asks anew', async () => {
  api().post('/applications/token').reply(500, '');
  const { call } = await connected({ auth: client });
  const request = { path: 'x', body: {}, effect: 'read', decode: decodeNothing } as const;
  await expect(call(request)).rejects.toThrow(CredentialsError);

  tokens('first');
  accepting('first');

  await expect(call(request)).resolves.toBeUndefined();
});

test('a gateway in trouble before the token endpoint is asked again', async () => {
  api().post('/applications/token').times(2).reply(503);
  tokens('first');
  accepting('first');

  await expect(aCall({ auth: client })).resolves.toBeUndefined();
});

test('a token that cannot be renewed ends in words about the credentials', async () => {
  api().post('/applications/token').reply(200, { access_token: 'first' });
  api().post('/applications/token').reply(400, '');
  accepting('another');

  await expect(aCall({ auth: client })).rejects.toThrow('applications/token: the server gives no token');
});

test('a 403 does not renew: it is not about who we are', async () => {
  const { asked } = tokens('first');
  api().post('/x').reply(403, { message: 'Forbidden' });

  await expect(aCall({ auth: client })).rejects.toThrow(ApiError);
  expect(asked()).toBe(1);
});

const password = 'p/ss+wörd';
const echoes: readonly (readonly [string, Environment['auth']])[] = [
  ['a password', { type: 'basic', username: 'me', password: new Secret(password, '${env:P}') }],
  ['a token', { type: 'token', token: new Secret(password, '${env:T}') }],
  ['a header', { type: 'none' }],
];

test.each(echoes)('%s is in no error, though a gateway quotes the headers that it got', async (_what, auth) => {
  const headers = { 'x-gate': new Secret('gate:kéy/1', '${env:H}') };
  const spellings = [password, 'gate:kéy/1'].flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text).toString('base64'),
    Buffer.from(`me:${text}`).toString('base64'),
  ]);
  api()
    .post('/x')
    .reply(502, function () {
      return { message: `${JSON.stringify(this.req.headers)} ${spellings.join(' ')}` };
    })
    .persist();

  const error = await aCall({ auth, headers: auth.type === 'none' ? headers : {} }, 'create').catch(
    (it: unknown) => it,
  );
  const own =
    auth.type === 'none' ? [spellings[4], spellings[5], spellings[6]] : [spellings[0], spellings[1], spellings[2]];
  const basic = auth.type === 'basic' ? [spellings[3]] : [];

  expect(error).toBeInstanceOf(ApiError);
  expect([...own, ...basic].filter((text) => inspect(error, { depth: 9 }).includes(String(text)))).toEqual([]);
});

test('the first question for the API hides credentials as well', async () => {
  nock.cleanAll();
  api().get('/health').reply(500, { message: 'cannot use Bearer sesame-street' });

  const auth = { type: 'token', token: new Secret('sesame-street', '${env:T}') } as const;
  await expect(connected({ auth })).rejects.toThrow('cannot use Bearer (secret)');
});
