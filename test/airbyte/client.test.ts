import { expect, test } from 'vitest';
import {
  ApiError,
  CredentialsError,
  isMissing,
  isUnclear,
  UnreadableAnswerError,
} from '../../src/airbyte/api-error.ts';
import { type ApiRequest, type Client, createClient, readAnswer } from '../../src/airbyte/client.ts';
import type { HttpAnswer } from '../../src/airbyte/transport.ts';
import { decodeNothing, decodeString, member } from '../../src/util/decode.ts';
import { anAnswer } from './fake-server.ts';

const request: ApiRequest<unknown> = { path: 'sources/create', body: {}, effect: 'create', decode: decodeNothing };

function errorOf(answer: HttpAnswer, changes: Partial<ApiRequest<unknown>> = {}): unknown {
  try {
    return readAnswer({ ...request, ...changes }, answer);
  } catch (error) {
    return error;
  }
}

/** A client that remembers how many requests were under way at most. */
function aCountingClient(parallelism: number): { client: Client; most: () => number } {
  let now = 0;
  let most = 0;
  const transport = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
    return anAnswer(200, {});
  };
  const authorizer = { header: async () => undefined, renew: async () => false };
  return { client: createClient({ baseUrl: 'http://x/api/v1', transport, authorizer, parallelism }), most: () => most };
}

test.each([1, 3, 8])('has at most %i requests under way, and does use them', async (parallelism) => {
  const { client, most } = aCountingClient(parallelism);

  await Promise.all(Array.from({ length: 50 }, () => client.call(request)));

  expect(most()).toBe(parallelism);
});

test('goes on after requests that failed', async () => {
  const answers = [anAnswer(500), anAnswer(200, {})];
  const transport = async () => answers.shift() ?? anAnswer(200, {});
  const authorizer = { header: async () => undefined, renew: async () => false };
  const client = createClient({ baseUrl: 'http://x/api/v1', transport, authorizer, parallelism: 1 });

  await expect(client.call(request)).rejects.toThrow(ApiError);
  await expect(client.call(request)).resolves.toBeUndefined();
});

test('an error names the resource, the request, the words, the status and the errorId', () => {
  const about = { key: 'source/orders', place: { file: 'pipelines/orders.yaml', line: 1 } };
  const error = errorOf(anAnswer(500, { message: 'it broke', errorId: 'e-1' }), { about });

  expect(error).toMatchObject({
    message: 'source/orders: sources/create: it broke (500, errorId e-1)',
    request: 'sources/create',
    status: 500,
    words: 'it broke',
    about,
    hint: expect.stringContaining('log'),
  });
});

test.each([
  ['nothing', '', 'sources/create: the server gave no reason (409)'],
  ['an errorId alone', { errorId: 'e-2' }, 'sources/create: the server gave no reason (409, errorId e-2)'],
  ['a web page', '<html>', 'sources/create: a web page instead of an answer (409)'],
  ['empty words', { _embedded: { errors: [] } }, 'sources/create: the server gave no reason (409)'],
])('speaks for a server that says %s', (_name, body, message) => {
  expect(errorOf(anAnswer(409, body))).toMatchObject({ message });
});

test.each(['text', 'json'])('cuts very long words: %s', (kind) => {
  const long = 'x'.repeat(1_000_000);
  const error = errorOf(anAnswer(500, kind === 'text' ? long : { message: long })) as ApiError;

  expect(error.message.length).toBeLessThan(2_500);
  expect(error.message).toContain('…');
});

test.each([
  [403, /role/],
  [404, /plan again/],
  [409, /plan again/],
  [413, /10 MB/],
  [422, /documentation/],
  [429, /parallelism/],
  [500, /log of airbyte-server/],
  [502, /log of airbyte-server/],
])('says what to do about a %i', (status, hint) => {
  expect(errorOf(anAnswer(status))).toMatchObject({ status, hint: expect.stringMatching(hint) });
});

test('a redirect says where it points', () => {
  const answer = { ...anAnswer(302), location: 'https://login.test/' };

  expect(errorOf(answer)).toMatchObject({ hint: expect.stringContaining('https://login.test/') });
});

test('a 401 is about credentials', () => {
  const error = errorOf(anAnswer(401, '<html>'));

  expect(error).toBeInstanceOf(CredentialsError);
  expect(error).toMatchObject({ message: 'sources/create: the server does not accept the credentials (401)' });
});

test.each([
  ['a web page', '<html>', /web page/],
  ['half of an answer', 'hunter2', /cannot be read/],
  ['nothing', '', /sources\/create should be an object, but is nothing/],
  ['another shape', { name: 5 }, /sources\/create\.name should be a string, but is number/],
])('a success with %s cannot be read, and quotes nothing', (_name, body, message) => {
  const decode: ApiRequest<string>['decode'] = (value, where) => member(value, where, 'name', decodeString);
  const error = errorOf(anAnswer(200, body), { decode });

  expect(error).toBeInstanceOf(UnreadableAnswerError);
  expect(error).toMatchObject({ message: expect.stringMatching(message), hint: expect.any(String) });
  expect(String(error)).not.toContain('hunter2');
});

test.each([
  [anAnswer(204), 'undefined'],
  [anAnswer(200, {}), 'undefined'],
])('an answer whose body does not matter may be empty', (answer, text) => {
  expect(String(errorOf(answer))).toBe(text);
});

test.each([
  [200, '<html>', true, false],
  [500, '', true, false],
  [503, '', true, false],
  [400, '', false, false],
  [403, '', false, true],
  [404, '', false, true],
  [422, '', false, false],
  [429, '', false, false],
])('a %i with body "%s": unclear %s, missing %s', (status, body, unclear, missing) => {
  const error = errorOf(anAnswer(status, body));

  expect([isUnclear(error), isMissing(error)]).toEqual([unclear, missing]);
});

test('hides secrets before words are cut, so that no half of one is left', () => {
  const hideSecrets = (text: string) => text.replaceAll('hunter2', '(secret)');
  const about = { key: 'source/shop', hideSecrets };

  for (let length = 0; length < 2_100; length += 3) {
    const error = errorOf(anAnswer(500, `${'x'.repeat(length)}hunter2`), { about }) as ApiError;
    expect(`${error.message} ${error.words}`).not.toMatch(/hu/);
  }
});
