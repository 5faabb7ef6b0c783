import { describe, expect, test } from 'vitest';
import {
  type Body,
  createConnection,
  createSource,
  definitions,
  unknownId,
  type World,
  withSandbox,
} from '../world.ts';

const operatorConfiguration = {
  operatorType: 'webhook',
  webhook: { webhookType: 'dbtCloud', dbtCloud: { accountId: 1, jobId: 2 } },
};

function createOperation({ ok, workspaceId }: World, name: string): Promise<Body> {
  return ok('operations/create', { workspaceId, name, operatorConfiguration });
}

describe('§1.8 operations', () => {
  test('are made, renamed, listed by connection and checked', () =>
    withSandbox({}, async (world) => {
      const operation = await createOperation(world, 'dbt');
      const { operationId } = operation;
      const { connectionId } = await createConnection(world, { operationIds: [operationId] });
      const renamed = await world.ok('operations/update', { operationId, name: 'other', operatorConfiguration });

      expect(operation).toMatchObject({ name: 'dbt', operatorConfiguration });
      expect(renamed.name).toBe('other');
      expect(await world.ok('operations/list', { connectionId })).toEqual({ operations: [renamed] });
      expect(await world.ok('operations/get', { operationId })).toEqual(renamed);
      expect(await world.ok('operations/check', operatorConfiguration)).toEqual({ status: 'succeeded' });
    }));

  test('leave their connections when they are deleted', () =>
    withSandbox({}, async (world) => {
      const { operationId } = await createOperation(world, 'dbt');
      const { connectionId } = await createConnection(world, { operationIds: [operationId] });

      expect(await world.post('operations/delete', { operationId })).toMatchObject({ status: 204, text: '' });
      expect((await world.ok('connections/get', { connectionId })).operationIds).toEqual([]);
    }));

  test.each([
    ['operations/get', { operationId: unknownId }, 404],
    ['operations/delete', { operationId: unknownId }, 404],
    ['operations/list', { connectionId: unknownId }, 404],
    ['operations/check', { operatorType: 'carrier pigeon' }, 400],
    ['operations/create', { name: 'x', operatorConfiguration, workspaceId: unknownId }, 500],
  ])('%s refuses %j', (path, body, expected) =>
    withSandbox({}, async (world) => {
      expect((await world.post(path, body)).status).toBe(expected);
    }),
  );
});

test('§1.6 deleting a connection deletes the operations that only it runs', () =>
  withSandbox({}, async (world) => {
    const own = await createOperation(world, 'own');
    const shared = await createOperation(world, 'shared');
    const first = await createConnection(world, { operationIds: [own.operationId, shared.operationId] });
    const second = await createConnection(world, { operationIds: [shared.operationId] });
    await world.post('connections/delete', { connectionId: first.connectionId });
    const { operations } = await world.ok('operations/list', { connectionId: second.connectionId });

    expect(operations).toEqual([shared]);
    expect(world.sandbox.store.operations.find(own.operationId)?.isDeleted).toBe(true);
  }));

describe('§1.8 manifests', () => {
  const declarativeManifest = (version: number, required: readonly string[]) => ({
    version,
    description: `version ${version}`,
    manifest: { type: 'DeclarativeSource' },
    spec: { connectionSpecification: { type: 'object', required, properties: {} } },
  });
  const idsOf = ({ workspaceId }: World) => ({ workspaceId, sourceDefinitionId: definitions.restApi });
  const create = (world: World, version: number, setAsActiveManifest: boolean, required: readonly string[] = []) =>
    world.post('declarative_source_definitions/create_manifest', {
      ...idsOf(world),
      setAsActiveManifest,
      declarativeManifest: declarativeManifest(version, required),
    });
  const list = async (world: World) =>
    (await world.ok('declarative_source_definitions/list_manifests', idsOf(world))).manifestVersions;

  test('are added, and rule what a source is told once they are active', () =>
    withSandbox({}, async (world) => {
      const added = await create(world, 2, false, ['token']);
      const active = await create(world, 1, true);
      const before = await list(world);
      const source = { sourceDefinitionId: definitions.restApi, connectionConfiguration: { url: 'no url' } };
      await createSource(world, source);
      await world.post('declarative_source_definitions/update_active_manifest', { ...idsOf(world), version: 2 });
      const refused = await world.post('sources/create', { ...source, workspaceId: world.workspaceId, name: 'x' });

      expect([added.status, active.status]).toEqual([201, 201]);
      expect(before).toEqual([
        { version: 1, isActive: true, description: 'version 1' },
        { version: 2, isActive: false, description: 'version 2' },
      ]);
      expect((await list(world)).map(({ isActive }: Body) => isActive)).toEqual([false, true]);
      expect(refused.status).toBe(422);
    }));

  test('make a connector of a project of the builder, with a first version that is active', () =>
    withSandbox({}, async (world) => {
      const { workspaceId } = world;
      const project = await world.ok('connector_builder_projects/create', {
        workspaceId,
        builderProject: { name: 'CRM', draftManifest: { type: 'DeclarativeSource' } },
      });
      const initialDeclarativeManifest = declarativeManifest(1, ['url']);
      const body = { ...project, name: 'CRM', initialDeclarativeManifest };
      const { sourceDefinitionId } = await world.ok('connector_builder_projects/publish', body);
      const definition = await world.ok('source_definitions/get_for_workspace', { workspaceId, sourceDefinitionId });
      const ids = { workspaceId, sourceDefinitionId };
      const { manifestVersions } = await world.ok('declarative_source_definitions/list_manifests', ids);
      const source = { ...ids, name: 'x', connectionConfiguration: {} };

      expect(definition).toMatchObject({
        name: 'CRM',
        custom: true,
        dockerRepository: 'airbyte/source-declarative-manifest',
        documentationUrl: '',
      });
      expect(manifestVersions).toEqual([{ version: 1, isActive: true, description: 'version 1' }]);
      expect((await world.post('sources/create', source)).status).toBe(422);
      await createSource(world, { sourceDefinitionId, connectionConfiguration: { url: 'a' } });
    }));

  test.each([
    [
      'of another workspace',
      404,
      async ({ ok }: World) => {
        const organizationId = '00000000-0000-0000-0000-000000000000';
        return { workspaceId: (await ok('workspaces/create', { name: 'other', organizationId })).workspaceId };
      },
    ],
    ['without a manifest', 500, async () => ({ initialDeclarativeManifest: null })],
  ] as const)('are not published for a project %s', (_case, status, changes) =>
    withSandbox({}, async (world) => {
      const { workspaceId } = world;
      const builderProject = { name: 'CRM' };
      const project = await world.ok('connector_builder_projects/create', { workspaceId, builderProject });
      const body = { ...project, name: 'CRM', initialDeclarativeManifest: declarativeManifest(1, []) };
      const answer = await world.post('connector_builder_projects/publish', { ...body, ...(await changes(world)) });

      expect(answer.status).toBe(status);
      expect(world.sandbox.store.definitions.list()).toEqual([]);
    }),
  );

  test('have each version once', () =>
    withSandbox({}, async (world) => {
      await create(world, 1, true);

      expect((await create(world, 1, true)).status).toBe(409);
    }));

  test.each([
    ['a source that is not declarative', { sourceDefinitionId: definitions.postgres }, 400],
    ['a source that nobody knows', { sourceDefinitionId: unknownId }, 404],
    ['a version that nobody added', { version: 7 }, 404],
  ])('are not found for %s', (_what, changes, expected) =>
    withSandbox({}, async (world) => {
      const body = { ...idsOf(world), version: 1, ...changes };

      expect((await world.post('declarative_source_definitions/update_active_manifest', body)).status).toBe(expected);
    }),
  );

  test('belong to those workspaces that may use their source', () =>
    withSandbox({}, async (world) => {
      const sourceDefinition = {
        name: 'Weather',
        dockerRepository: 'airbyte/source-declarative-manifest',
        dockerImageTag: '7.0.0',
        documentationUrl: 'https://example.com',
      };
      const { workspaceId } = world;
      const made = await world.ok('source_definitions/create_custom', { workspaceId, sourceDefinition });
      const organizationId = '00000000-0000-0000-0000-000000000000';
      const other = await world.ok('workspaces/create', { name: 'other', organizationId });
      const statusFor = async (id: string) => {
        const body = { workspaceId: id, sourceDefinitionId: made.sourceDefinitionId };
        return (await world.post('declarative_source_definitions/list_manifests', body)).status;
      };

      expect([await statusFor(workspaceId), await statusFor(other.workspaceId)]).toEqual([200, 404]);
    }));
});
