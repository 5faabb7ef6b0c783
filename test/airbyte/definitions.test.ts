import { expect, test } from 'vitest';
import { listDefinitions, readActorVersion, readSpecification } from '../../src/airbyte/definitions.ts';
import { createTag, listTags } from '../../src/airbyte/tags.ts';
import { actorKinds } from '../../src/model/resource.ts';
import { aFakeServer, anAnswer } from './fake-server.ts';

test.each(actorKinds)('lists the %s definitions of a workspace, sorted', async (kind) => {
  const wire = (id: string, name: string) => ({
    [`${kind}DefinitionId`]: id,
    name,
    dockerRepository: `airbyte/${kind}-${id}`,
    dockerImageTag: '1.0.0',
    supportLevel: 'certified',
  });
  const { client, requests } = aFakeServer({
    [`${kind}_definitions/list_for_workspace`]: () => ({ [`${kind}Definitions`]: [wire('b', 'B'), wire('a', 'A')] }),
  });

  expect(await listDefinitions(client, kind, 'w')).toEqual([
    { id: 'a', name: 'A', dockerRepository: `airbyte/${kind}-a`, dockerImageTag: '1.0.0' },
    { id: 'b', name: 'B', dockerRepository: `airbyte/${kind}-b`, dockerImageTag: '1.0.0' },
  ]);
  expect(requests[0]?.body).toEqual({ workspaceId: 'w' });
});

test.each(actorKinds)('reads a %s specification for the version of the workspace', async (kind) => {
  const specification = { type: 'object', properties: { host: { type: 'string' } } };
  const { client, requests } = aFakeServer({
    [`${kind}_definition_specifications/get`]: () => ({
      connectionSpecification: specification,
      supportedDestinationSyncModes: ['append', 'a mode of tomorrow'],
      jobInfo: {},
    }),
  });

  expect(await readSpecification(client, kind, { definitionId: 'd', workspaceId: 'w' })).toEqual({
    definitionId: 'd',
    connectionSpecification: specification,
    supportedDestinationSyncModes: ['append', 'a mode of tomorrow'],
  });
  expect(requests[0]?.body).toEqual({ [`${kind}DefinitionId`]: 'd', workspaceId: 'w' });
});

test('a specification may be missing parts', async () => {
  const { client } = aFakeServer({ 'source_definition_specifications/get': () => ({ connectionSpecification: null }) });

  expect(await readSpecification(client, 'source', { definitionId: 'd', workspaceId: 'w' })).toEqual({
    definitionId: 'd',
    connectionSpecification: {},
    supportedDestinationSyncModes: [],
  });
});

test('tags are a bare list', async () => {
  const tag = (name: string) => ({ tagId: `id of ${name}`, name, color: '000000', workspaceId: 'w' });
  const { client } = aFakeServer({ 'tags/list': () => [tag('silver'), tag('bronze')] });

  expect(await listTags(client, 'w')).toEqual([
    { id: 'id of bronze', name: 'bronze' },
    { id: 'id of silver', name: 'silver' },
  ]);
});

test.each([404, 403])('a server that answers tags/list with %i has no tags', async (status) => {
  const { client } = aFakeServer({ 'tags/list': () => anAnswer(status) });

  expect(await listTags(client, 'w')).toBeUndefined();
});

test('trouble with tags/list is trouble', async () => {
  const { client } = aFakeServer({ 'tags/list': () => anAnswer(500) });

  await expect(listTags(client, 'w')).rejects.toMatchObject({ status: 500 });
});

test('a tag is created with a colour; a refusal names it', async () => {
  const { client, requests } = aFakeServer({
    'tags/create': (body, nth) =>
      nth === 1 ? { tagId: 't', ...body } : anAnswer(409, { title: 'tag-already-exists' }),
  });

  expect(await createTag(client, 'w', 'bronze')).toEqual({ id: 't', name: 'bronze' });
  expect(requests[0]?.body).toEqual({
    workspaceId: 'w',
    name: 'bronze',
    color: expect.stringMatching(/^[0-9A-F]{6}$/),
  });
  await expect(createTag(client, 'w', 'bronze')).rejects.toThrow('tag "bronze": tags/create: tag-already-exists (409)');
});

test.each(actorKinds)('reads which version of its connector one %s runs', async (kind) => {
  const { client, requests } = aFakeServer({
    [`actor_definition_versions/get_for_${kind}`]: () => ({ dockerRepository: 'r', dockerImageTag: '3.5.0' }),
  });

  expect(await readActorVersion(client, { kind, id: 'one' })).toBe('3.5.0');
  expect(requests[0]?.body).toEqual({ [`${kind}Id`]: 'one' });
});

test('tells custom connectors from those that come with Airbyte', async () => {
  const wire = {
    sourceDefinitionId: 'a',
    name: 'A',
    dockerRepository: 'r',
    dockerImageTag: '1',
    documentationUrl: 'u',
  };
  const lists = (custom: boolean) =>
    aFakeServer({ 'source_definitions/list_for_workspace': () => ({ sourceDefinitions: [{ ...wire, custom }] }) });

  expect(await listDefinitions(lists(true).client, 'source', 'w')).toMatchObject([
    { isCustom: true, documentationUrl: 'u' },
  ]);
  expect((await listDefinitions(lists(false).client, 'source', 'w'))[0]).not.toHaveProperty('isCustom');
});
