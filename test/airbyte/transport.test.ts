import { inspect } from 'node:util';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { UnreachableError } from '../../src/airbyte/api-error.ts';
import { retryDelayMs } from '../../src/airbyte/connect.ts';
import { createTransport, type HttpRequest, type TransportSettings } from '../../src/airbyte/transport.ts';

const host = 'http://airbyte.test';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

function aTransport(changes: Partial<TransportSettings> = {}) {
  return createTransport({ headers: {}, timeoutMs: 5000, retryDelayMs: () => 0, ...changes });
}

function aRequest(changes: Partial<HttpRequest> = {}): HttpRequest {
  return { url: `${host}/api/v1/x`, name: 'x', method: 'POST', body: {}, effect: 'read', ...changes };
}

/** Lets the first `count` requests go wrong; those behind them succeed. */
function failing(count: number, status: number, headers: Record<string, string> = {}): void {
  nock(host).post('/api/v1/x').times(count).reply(status, 'trouble', headers);
  nock(host).post('/api/v1/x').reply(200, '{}');
}

test('sends headers, authorization and JSON', async () => {
  const seen = nock(host, { reqheaders: { 'x-team': 'data', authorization: 'Bearer t', accept: 'application/json' } })
    .post('/api/v1/x', { name: 'é' })
    .matchHeader('content-type', 'application/json')
    .reply(200, '{"a":1}');

  const send = aTransport({ headers: { 'x-team': 'data' } });
  const answer = await send(aRequest({ body: { name: 'é' }, authorization: 'Bearer t' }));

  expect(answer).toEqual({ status: 200, body: '{"a":1}', location: undefined });
  expect(seen.isDone()).toBe(true);
});

test('a GET has no body', async () => {
  nock(host).get('/api/v1/x').reply(200, 'yes');

  expect(await aTransport()(aRequest({ method: 'GET', body: undefined }))).toMatchObject({ body: 'yes' });
});

test.each([400, 401, 403, 404, 409, 422, 500, 501])('hands out a %i at once', async (status) => {
  failing(1, status);

  expect(await aTransport()(aRequest())).toMatchObject({ status, body: 'trouble' });
});

test('does not follow a redirect, which would repeat the credentials elsewhere', async () => {
  nock(host).post('/api/v1/x').reply(302, '', { location: 'https://login.test/' });

  expect(await aTransport()(aRequest())).toMatchObject({ status: 302, location: 'https://login.test/' });
});

const passing = [429, 502, 503, 504];

test.each(passing.flatMap((status) => [[status, 'read'] as const, [status, 'write'] as const]))(
  'sends again after %i, up to four times: %s',
  async (status, effect) => {
    failing(4, status);

    expect(await aTransport()(aRequest({ effect }))).toMatchObject({ status: 200 });
  },
);

test.each(passing)('hands out the last of five %i', async (status) => {
  failing(5, status);

  expect(await aTransport()(aRequest())).toMatchObject({ status, body: 'trouble' });
});

test.each(passing)('never sends a create again after %i', async (status) => {
  failing(1, status);

  expect(await aTransport()(aRequest({ effect: 'create' }))).toMatchObject({ status });
  expect(nock.pendingMocks()).toHaveLength(1);
});

test.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'])('sends reads and writes again after %s', async (code) => {
  for (const effect of ['read', 'write'] as const) {
    nock(host).post('/api/v1/x').times(4).replyWithError(trouble(code));
    nock(host).post('/api/v1/x').reply(200, '{}');

    expect(await aTransport()(aRequest({ effect }))).toMatchObject({ status: 200 });
  }
});

test('never sends a create again after a reset', async () => {
  nock(host).post('/api/v1/x').replyWithError(trouble('ECONNRESET'));
  nock(host).post('/api/v1/x').reply(200, '{}');

  await expect(aTransport()(aRequest({ effect: 'create' }))).rejects.toThrow(UnreachableError);
  expect(nock.pendingMocks()).toHaveLength(1);
});

test.each([
  ['ECONNREFUSED', /nothing listens/],
  ['ENOTFOUND', /no host of that name/],
  ['ECONNRESET', /closed without an answer/],
  ['EHOSTUNREACH', /no route to the host/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /on purpose/],
])('%s is told in words', async (code, words) => {
  nock(host).post('/api/v1/x').replyWithError(trouble(code));

  await expect(aTransport()(aRequest({ effect: 'create' }))).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(words),
    hint: expect.stringContaining(code.includes('CERT') ? 'caFile' : 'server'),
  });
});

test('gives up when there is no answer in time', async () => {
  nock(host).post('/api/v1/x').delay(1000).reply(200, '{}');

  const sent = aTransport({ timeoutMs: 20 })(aRequest({ effect: 'create' }));

  await expect(sent).rejects.toThrow(`${host} does not answer: no answer within 0.02 s`);
});

test('a call may have a longer time-out than others', async () => {
  nock(host).post('/api/v1/x').delay(40).reply(200, '{}');

  expect(await aTransport({ timeoutMs: 5 })(aRequest({ timeoutMs: 5000 }))).toMatchObject({ status: 200 });
});

test('waits as it is told to between tries', async () => {
  failing(3, 503);
  const retryDelayMs = vi.fn(() => 1);

  await aTransport({ retryDelayMs })(aRequest());

  expect(retryDelayMs.mock.calls).toEqual([[1], [2], [3]]);
});

test.each([
  ['seconds', () => '0.03'],
  ['a date that is past', () => new Date(Date.now() - 5000).toUTCString()],
])('the server decides how long to wait when it gives %s', async (_name, retryAfter) => {
  failing(1, 429, { 'retry-after': retryAfter() });
  const retryDelayMs = vi.fn(() => 0);

  expect(await aTransport({ retryDelayMs })(aRequest())).toMatchObject({ status: 200 });
  expect(retryDelayMs).not.toHaveBeenCalled();
});

test.each(['0', 'soon', '-5', ''])('a Retry-After of "%s" is passed over', async (retryAfter) => {
  failing(1, 503, { 'retry-after': retryAfter });
  const retryDelayMs = vi.fn(() => 0);

  expect(await aTransport({ retryDelayMs })(aRequest())).toMatchObject({ status: 200 });
  expect(retryDelayMs).toHaveBeenCalledTimes(1);
});

test('does not wait for a server that wants more than a minute', async () => {
  failing(1, 429, { 'retry-after': '3600' });

  expect(await aTransport()(aRequest())).toMatchObject({ status: 429 });
});

test('tells of every request once, however often it was sent', async () => {
  failing(2, 503);
  const onExchange = vi.fn();
  const send = aTransport({ onExchange });

  await send(aRequest());
  nock(host).post('/api/v1/x').replyWithError(trouble('ECONNREFUSED'));
  await expect(send(aRequest())).rejects.toThrow();

  const durationMs = expect.any(Number);
  expect(onExchange.mock.calls).toEqual([[{ name: 'x', status: 200, durationMs }], [{ name: 'x', durationMs }]]);
});

test('an error holds no secret, however deep one looks', async () => {
  nock(host).post('/api/v1/x').replyWithError(trouble('ECONNREFUSED'));
  const request = aRequest({ body: { password: 'hunter2' }, authorization: 'Bearer hunter3' });

  const error: unknown = await aTransport({ headers: { 'x-key': 'hunter4' } })(request).catch((it: unknown) => it);

  expect(inspect(error, { depth: 10 })).not.toMatch(/hunter/);
  expect(JSON.stringify(error)).not.toMatch(/hunter/);
});

test('waiting doubles up to eight seconds, half of it by chance', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
    250, 500, 1000, 2000, 4000, 4000, 4000,
  ]);
  expect(retryDelayMs(1, 0.5)).toBe(375);
  expect(retryDelayMs(60, 0.999)).toBeLessThan(8000);
});

function trouble(code: string): Error {
  return Object.assign(new Error('on purpose'), { code });
}
