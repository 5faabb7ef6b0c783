import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { RequestLog } from '../../src/sandbox/requests.ts';
import { createSource, unknownId, type World, withSandbox } from './world.ts';

/** What comes back for bytes that no client library would send. */
async function answerTo(world: World, request: string | Buffer): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(world.sandbox.url).port) });
  let answer = '';
  socket.setEncoding('utf8');
  socket.on('data', (part) => {
    answer += part;
  });
  socket.end(request);
  await once(socket, 'close');
  return answer;
}

function deepObject(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('addresses', () => {
  test.each([
    ['two slashes', '//', 'Object not found.'],
    ['a broken address', 'http://[', 'Object not found.'],
    ['a star', '*', 'Object not found.'],
    ['the whole address, as proxies send it', 'http://elsewhere.example/api/v1/health', '"available":true'],
  ])('%s is answered', (_what, target, says) =>
    withSandbox({}, async (world) => {
      const head = `GET ${target} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n`;

      expect(await answerTo(world, head)).toContain(says);
    }),
  );

  test('whatever can be got can be asked for without its body', () =>
    withSandbox({}, async ({ sandbox }) => {
      const statusOf = async (name: string) =>
        (await fetch(`${sandbox.url}/api/v1/${name}`, { method: 'HEAD' })).status;

      expect(await statusOf('health')).toBe(200);
      expect(await statusOf('sources/list')).toBe(405);
    }));
});

describe('bodies', () => {
  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=utf-8', 404],
    ['APPLICATION/JSON', 404],
  ])('§4.5 a body of type %s is answered with %i', (type, expected) =>
    withSandbox({}, async (world) => {
      const answer = await world.post('sources/get', { sourceId: unknownId }, { 'content-type': type });

      expect(answer.status).toBe(expected);
    }),
  );

  test('a body without a type is taken for JSON', () =>
    withSandbox({}, async (world) => {
      const body = JSON.stringify({ sourceId: unknownId });
      const head = `POST /api/v1/sources/get HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\ncontent-length: ${body.length}`;

      expect(await answerTo(world, `${head}\r\n\r\n${body}`)).toMatch(/^HTTP\/1.1 404/);
    }));

  test('bytes that are no UTF-8 are refused with 400', () =>
    withSandbox({}, async (world) => {
      const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
      const head = `POST /api/v1/sources/get HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\ncontent-length: ${body.length}`;

      expect(await answerTo(world, Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]))).toMatch(/^HTTP\/1.1 400/);
    }));

  test('what is nested deeper than a thousand levels is refused, and the list of requests can still be read', () =>
    withSandbox({}, async (world) => {
      expect((await world.post('sources/get', deepObject(1001))).status).toBe(400);
      expect((await world.post('sources/get', deepObject(200_000))).status).toBe(400);
      expect((await world.post('sources/get', deepObject(1000))).status).toBe(500);
      expect((await world.post('sources/get', { sourceId: unknownId, name: '[{"\\'.repeat(2000) })).status).toBe(404);

      expect((await fetch(`${world.sandbox.url}/control/requests`)).status).toBe(200);
    }));

  test.each(['__proto__', 'constructor', 'toString'])('a member called %s is a member like others', (name) =>
    withSandbox({}, async (world) => {
      const configuration = `{"host":"h","port":1,"database":"d","username":"u","${name}":{"password":"x"}}`;
      const source = await createSource(world, { connectionConfiguration: JSON.parse(configuration) });
      const sent = `{"sourceId":"${source.sourceId}","connectionConfiguration":{"${name}":{"b":1}}}`;
      const answer = await world.post('sources/partial_update', sent);

      expect(answer.text).toContain(`"${name}":{"b":1,"password":"x"}`);
    }),
  );
});

test('bodies of many large requests do not fill the memory, the newest are kept', () => {
  const log = new RequestLog();
  const length = 10_000_000;
  for (let index = 0; index < 5; index += 1) {
    log.add({ method: 'POST', path: `/${index}`, body: { index }, status: 200 }, length);
  }

  expect(log.requests.map(({ path }) => path)).toEqual(['/0', '/1', '/2', '/3', '/4']);
  expect(log.requests.map((request) => 'body' in request)).toEqual([false, false, true, true, true]);
});
