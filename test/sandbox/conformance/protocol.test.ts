import { describe, expect, test } from 'vitest';
import { createConnection, createSource, definitions, unknownId, withSandbox } from '../world.ts';

describe('profile 2.0 says little', () => {
  test.each([
    ['an unknown source', 'sources/get', { sourceId: unknownId }, 404],
    ['a missing id', 'sources/get', {}, 500],
  ])('§8.2 %s is an errorId and nothing else', (_what, path, body, status) =>
    withSandbox({}, async (world) => {
      const answer = await world.post(path, body);

      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({ errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    }),
  );

  test('§8.2 what it raises on purpose has a message as well', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const answer = await world.post('sources/update', { sourceId, connectionConfiguration: {}, name: 'x' });

      expect(answer.body).toMatchObject({ message: expect.any(String), errorId: expect.any(String) });
      expect(answer.body).not.toHaveProperty('exceptionClassName');
    }));
});

describe('profile 1.6 explains', () => {
  test.each([
    ['an unknown source', 'sources/get', { sourceId: unknownId }, 404, `SOURCE_CONNECTION: ${unknownId}.`],
    ['a missing id', 'sources/get', {}, 500, 'sourceId'],
  ])('§8.2 %s', (_what, path, body, status, words) =>
    withSandbox({ profile: '1.6' }, async (world) => {
      const answer = await world.post(path, body);

      expect(answer.status).toBe(status);
      expect(answer.body.message).toMatch(/^Internal Server Error: /);
      expect(answer.body.message).toContain(words);
      expect(answer.body).toMatchObject({ exceptionClassName: expect.any(String), exceptionStack: [] });
    }),
  );
});

test.each([
  ['text that is no JSON', '{'],
  ['JSON that is no object', '[1]'],
  ['an id that is no UUID', '{"sourceId":"mine"}'],
  ['an id that is an object', '{"sourceId":{}}'],
])('§8.1 %s is refused with 400', (_what, body) =>
  withSandbox({}, async (world) => {
    const answer = await world.post('sources/get', body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ message: expect.any(String), _embedded: { errors: [{}] } });
  }),
);

test('§8.1 an enum value that nobody knows is refused with 400', () =>
  withSandbox({}, async (world) => {
    const { connectionId } = await createConnection(world);

    expect((await world.post('connections/update', { connectionId, status: 'paused' })).status).toBe(400);
    expect((await world.post('jobs/list', { configTypes: ['nap'] })).status).toBe(400);
  }));

test('§8.1 an id is found whatever its case', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);

    expect((await world.ok('sources/get', { sourceId: sourceId.toUpperCase() })).sourceId).toBe(sourceId);
  }));

test('§2.7 a body over ten megabytes is refused with 413, one just below is read', () =>
  withSandbox({}, async (world) => {
    const ofBytes = (bytes: number) => JSON.stringify({ sourceId: unknownId, filler: 'x'.repeat(bytes - 65) });

    expect((await world.post('sources/get', ofBytes(10_485_760 + 100))).status).toBe(413);
    expect((await world.post('sources/get', ofBytes(10_485_760))).status).toBe(404);
  }));

test('§8.1 a route that does not exist is a text that is no JSON', () =>
  withSandbox({}, async (world) => {
    expect(await world.post('no/such/route')).toMatchObject({ status: 404, text: 'Object not found.' });
    expect(await world.post('constructor')).toMatchObject({ status: 404 });
    expect(await world.post('../v2/sources/list')).toMatchObject({ status: 404 });
  }));

test('§8.1 a route is found by its own method only', () =>
  withSandbox({}, async (world) => {
    expect((await world.get('sources/list')).status).toBe(405);
    expect((await world.post('health')).status).toBe(405);
  }));

test.each(['source', 'destination'])('§1.3 the %s definitions need no body', (kind) =>
  withSandbox({}, async (world) => {
    const answer = await world.post(`${kind}_definitions/list`, 'no json at all');

    expect(answer.status).toBe(200);
    expect(answer.body[`${kind}Definitions`]).toHaveLength(4);
  }),
);

test.each([
  ['an unknown definition', { sourceDefinitionId: unknownId }, 404],
  ['an unknown workspace', { workspaceId: unknownId }, 500],
])('§2.7 a specification is refused for %s', (_what, changes, expected) =>
  withSandbox({}, async (world) => {
    const body = { sourceDefinitionId: definitions.postgres, workspaceId: world.workspaceId, ...changes };

    expect((await world.post('source_definition_specifications/get', body)).status).toBe(expected);
  }),
);
