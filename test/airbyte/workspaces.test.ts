import { expect, test } from 'vitest';
import { ApiError, CredentialsError } from '../../src/airbyte/api-error.ts';
import { findWorkspace } from '../../src/airbyte/workspaces.ts';
import { aFakeServer, anAnswer, type FakeRoute } from './fake-server.ts';

const id = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const wire = (digit: number, name: string, slug = name) => ({ workspaceId: id(digit), name, slug, customerId: 'c' });
const some = { workspaces: [wire(1, 'Default', id(1)), wire(2, 'Data', 'data'), wire(3, 'data', 'other')] };

const refusing = (status: number) => () => anAnswer(status);

/** A server from 1.7 on. */
const newServer: Readonly<Record<string, FakeRoute>> = {
  instance_configuration: () => ({ defaultOrganizationId: 'org' }),
  'workspaces/list_by_organization_id': () => some,
  'workspaces/get': ({ workspaceId }) =>
    some.workspaces.find((workspace) => workspace.workspaceId === workspaceId) ?? anAnswer(404, { errorId: 'e' }),
};

/** A server up to 1.6. */
const oldServer: Readonly<Record<string, FakeRoute>> = {
  instance_configuration: () => ({ edition: 'community' }),
  'workspaces/list': () => some,
};

const find = (wanted: string, routes: Readonly<Record<string, FakeRoute>>) =>
  findWorkspace(aFakeServer(routes).client, wanted);

test.each([
  ['new', newServer],
  ['old', oldServer],
  ['old, with authentication', { ...oldServer, 'workspaces/list_by_organization_id': refusing(403) }],
])('finds a workspace by slug, then by name: %s server', async (_name, routes) => {
  expect(await find('data', routes)).toEqual({ found: { id: id(2), name: 'Data', slug: 'data' } });
  expect(await find('Default', routes)).toMatchObject({ found: { id: id(1) } });
});

test('finds a workspace by id without listing any', async () => {
  const { client, requests } = aFakeServer(newServer);

  expect(await findWorkspace(client, id(2))).toMatchObject({ found: { name: 'Data' } });
  expect(requests.map(({ path }) => path)).toEqual(['workspaces/get']);
});

test('an id may also be a slug: the first workspace has such a one', async () => {
  const routes = { ...newServer, 'workspaces/get': refusing(403) };

  expect(await find(id(1), routes)).toMatchObject({ found: { name: 'Default' } });
});

test('asks for the default organization where the server tells none', async () => {
  for (const answer of [{}, { defaultOrganizationId: null }, anAnswer(404)]) {
    const { client, requests } = aFakeServer({ ...newServer, instance_configuration: () => answer });
    await findWorkspace(client, 'data');

    expect(requests[1]?.body).toEqual({ organizationId: '00000000-0000-0000-0000-000000000000' });
  }
});

test('tells those of the same name', async () => {
  const twins = { workspaces: [wire(1, 'twin', 'a'), wire(2, 'twin', 'b'), wire(3, 'other')] };
  const search = await find('twin', { ...newServer, 'workspaces/list_by_organization_id': () => twins });

  expect(search.found).toBeUndefined();
  expect(search).toMatchObject({ matches: [{ id: id(1) }, { id: id(2) }], candidates: { length: 3 } });
});

test('tells what there is when none has that name', async () => {
  const search = await find('nope', newServer);

  expect(search).toMatchObject({ matches: [], candidates: { length: 3 } });
});

test('a name counts as written', async () => {
  expect(await find('DATA', newServer)).toMatchObject({ matches: [] });
});

test('a server where neither list is there answers with what the newer one said', async () => {
  const routes = { 'workspaces/list_by_organization_id': refusing(403), 'workspaces/list': refusing(404) };

  await expect(find('data', routes)).rejects.toMatchObject({
    status: 403,
    request: 'workspaces/list_by_organization_id',
  });
});

test('a 403 on workspaces/list alone says nothing about the credentials', async () => {
  const routes = { ...newServer, 'workspaces/list': refusing(403) };

  expect(await find('data', routes)).toMatchObject({ found: { id: id(2) } });
});

test.each([
  ['instance_configuration', 401, CredentialsError],
  ['workspaces/list_by_organization_id', 401, CredentialsError],
  ['workspaces/list_by_organization_id', 500, ApiError],
  ['workspaces/get', 500, ApiError],
])('%s answering %i is no sign of an old server', async (path, status, error) => {
  await expect(
    find(id(2), { ...newServer, 'workspaces/get': refusing(404), [path]: refusing(status) }),
  ).rejects.toThrow(error);
});
