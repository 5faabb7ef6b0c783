import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CredentialsError, UnreachableError } from '../../src/airbyte/api-error.ts';
import { findBaseUrl } from '../../src/airbyte/base-url.ts';
import { createTransport } from '../../src/airbyte/transport.ts';

const host = 'http://airbyte.test';
const transport = createTransport({ headers: {}, timeoutMs: 5000, retryDelayMs: () => 0 });

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const health = (path = '/api/v1/health') => nock(host).get(path);

test.each(['', '/', '//', '/api', '/api/', '/api/public/v1', '/api/public/v1/', '/api/public'])(
  'finds the API of http://airbyte.test%s',
  async (path) => {
    health().reply(200, { available: true });

    expect(await findBaseUrl(`${host}${path}`, transport)).toBe(`${host}/api/v1`);
  },
);

test.each(['/api/v1', '/api/v1/', '/deep/api/v1'])('takes %s as it stands, without asking', async (path) => {
  expect(await findBaseUrl(`${host}${path}`, transport)).toBe(`${host}${path.replace(/\/$/, '')}`);
});

test('keeps a path before the API', async () => {
  health('/airbyte/api/v1/health').reply(200, { available: true });

  expect(await findBaseUrl(`${host}/airbyte`, transport)).toBe(`${host}/airbyte/api/v1`);
});

test('keeps what looks like half of the path if it is none', async () => {
  health().reply(404, 'Object not found.');
  health('/api/api/v1/health').reply(200, { available: true });

  expect(await findBaseUrl(`${host}/api`, transport)).toBe(`${host}/api/api/v1`);
});

test('a server that is not available right now is one all the same', async () => {
  health().reply(200, { available: false, more: 1 });

  expect(await findBaseUrl(host, transport)).toBe(`${host}/api/v1`);
});

test.each([
  ['a web page', 200, '<!doctype html><html></html>', '200 with a web page (HTML)'],
  ['wrong JSON', 200, '{"status":"ok"}', '200'],
  ['a list', 200, '[]', '200'],
  ['text that may echo what we sent', 200, 'Bearer hunter2', '200'],
  ['no such route', 404, 'Object not found.', '404: Object not found.'],
  ['a refusal', 403, '{"message":"Forbidden"}', '403: Forbidden'],
  ['trouble', 500, '', '500'],
])('%s is no Airbyte API, and the error says what answered', async (_name, status, body, words) => {
  health().reply(status, body);

  const found = findBaseUrl(host, transport, 'Bearer hunter2');

  await expect(found).rejects.toThrow(UnreachableError);
  await expect(found).rejects.toMatchObject({
    message: `no Airbyte API at ${host}: ${host}/api/v1/health answers ${words}`,
    hint: expect.stringContaining('/api/v1'),
  });
});

test('a redirect says where it points', async () => {
  health().reply(301, '<html>', { location: 'https://airbyte.test/' });

  await expect(findBaseUrl(host, transport)).rejects.toThrow('answers 301 and points to https://airbyte.test/');
});

test('a gateway that recovers is asked again', async () => {
  health().times(2).reply(502, '<html>');
  health().reply(200, { available: true });

  expect(await findBaseUrl(host, transport)).toBe(`${host}/api/v1`);
});

test('a proxy that asks for a password refuses us', async () => {
  health().reply(401, '<html><body>401 Authorization Required</body></html>');

  const found = findBaseUrl(host, transport);

  await expect(found).rejects.toThrow(CredentialsError);
  await expect(found).rejects.toMatchObject({ hint: expect.stringContaining('user name and password') });
});

test('the probe carries the credentials that such a proxy asks for', async () => {
  health().matchHeader('authorization', 'Basic abc').reply(200, { available: true });

  expect(await findBaseUrl(host, transport, 'Basic abc')).toBe(`${host}/api/v1`);
});

test('nothing that listens is unreachable', async () => {
  nock.enableNetConnect('127.0.0.1');

  await expect(findBaseUrl('http://127.0.0.1:9', transport)).rejects.toMatchObject({
    code: 'unreachable',
    message: 'health: http://127.0.0.1:9 does not answer: nothing listens there',
  });
});
