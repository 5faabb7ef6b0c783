import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { isJsonObject } from '../../../src/model/json.ts';
import { builtInConnectors } from '../../../src/sandbox/registry/registry.ts';
import { secretPaths, secretTree } from '../../../src/sandbox/secrets/secret-tree.ts';
import { type Body, createSource, definitions, organizationId, unknownId, type World, withSandbox } from '../world.ts';

const custom = {
  name: 'Weather',
  dockerRepository: 'acme/source-weather',
  dockerImageTag: '1.0.0',
  documentationUrl: 'https://acme.example/weather',
};

function createCustom(world: World, changes: object = {}, scope: object = {}): Promise<Body> {
  const sourceDefinition = { ...custom, ...changes };
  return world.ok('source_definitions/create_custom', { workspaceId: world.workspaceId, ...scope, sourceDefinition });
}

async function createWorkspace({ ok }: World): Promise<string> {
  return (await ok('workspaces/create', { name: 'other', organizationId })).workspaceId;
}

function keywordsOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keywordsOf);
  return isJsonObject(schema) ? Object.entries(schema).flatMap(([name, inner]) => [name, ...keywordsOf(inner)]) : [];
}

describe('the registry', () => {
  const specifications: readonly JsonObject[] = builtInConnectors.map((connector) => connector.connectionSpecification);

  test('§8.4 has secrets at the top, in branches and in lists', () => {
    const paths = specifications.flatMap((specification) => secretPaths(secretTree(specification)));

    expect(paths).toEqual(expect.arrayContaining(['$.password', '$.authentication.api_key', '$.headers[*].value']));
  });

  test.each(['required', 'enum', 'pattern', 'const', 'oneOf'])('§8.4 has %s', (keyword) => {
    expect(specifications.flatMap(keywordsOf)).toContain(keyword);
  });

  test('§8.4 has a connector that logs in by OAuth', () =>
    withSandbox({}, async (world) => {
      const body = { workspaceId: world.workspaceId, sourceDefinitionId: definitions.restApi };
      const { advancedAuth } = await world.ok('source_definition_specifications/get', body);

      expect(advancedAuth).toMatchObject({ authFlowType: 'oauth2.0', predicateValue: 'oauth2' });
    }));

  test('§8.4 has destinations that write in different ways, and one that cannot refresh', () => {
    const destinations = builtInConnectors.filter(({ kind }) => kind === 'destination');

    expect(new Set(destinations.map(({ destinationSyncModes }) => String(destinationSyncModes))).size).toBeGreaterThan(
      1,
    );
    expect(new Set(destinations.map(({ supportsRefreshes }) => supportsRefreshes === true)).size).toBe(2);
  });
});

describe('custom definitions', () => {
  test('§1.3 accept what the specification given with them says', () =>
    withSandbox({}, async (world) => {
      const connectionSpecification = {
        type: 'object',
        required: ['city', 'key'],
        properties: { city: { type: 'string' }, key: { type: 'string', airbyte_secret: true } },
      };
      const definition = await createCustom(world, { connectorSpecification: { connectionSpecification } });
      const { sourceDefinitionId } = definition;
      const create = { sourceDefinitionId, workspaceId: world.workspaceId, name: 'w', connectionConfiguration: {} };
      const connectionConfiguration = { city: 'Oslo', key: 'k' };

      expect(definition).toMatchObject({ ...custom, custom: true, supportLevel: 'none', releaseStage: 'custom' });
      expect((await world.post('sources/create', create)).status).toBe(422);
      expect(await createSource(world, { sourceDefinitionId, connectionConfiguration })).toMatchObject({
        sourceName: 'Weather',
        connectionConfiguration: { city: 'Oslo', key: '**********' },
      });
    }));

  test('§1.3 need a workspace, or a scope that has one', () =>
    withSandbox({}, async (world) => {
      const ofOrganization = { workspaceId: undefined, scopeId: organizationId, scopeType: 'organization' };
      const body = { sourceDefinition: custom };

      expect((await world.post('source_definitions/create_custom', body)).status).toBe(422);
      expect((await createCustom(world, {}, ofOrganization)).custom).toBe(true);
    }));

  test('§1.3 cannot be made of an image that does not answer', () =>
    withSandbox({}, async (world) => {
      const sourceDefinition = { ...custom, dockerRepository: 'acme/fail' };
      const body = { workspaceId: world.workspaceId, sourceDefinition };

      expect((await world.post('source_definitions/create_custom', body)).status).toBe(500);
    }));

  test('§8.18 are not there for other workspaces', () =>
    withSandbox({}, async (world) => {
      const { sourceDefinitionId } = await createCustom(world);
      const workspaceId = await createWorkspace(world);
      const mine = await world.ok('source_definitions/list_for_workspace', { workspaceId: world.workspaceId });
      const theirs = await world.ok('source_definitions/list_for_workspace', { workspaceId });
      const get = (body: object) => world.post('source_definitions/get_for_workspace', { sourceDefinitionId, ...body });
      const create = { sourceDefinitionId, workspaceId, name: 'w', connectionConfiguration: {} };

      expect(mine.sourceDefinitions).toHaveLength(theirs.sourceDefinitions.length + 1);
      expect((await get({ workspaceId: world.workspaceId })).status).toBe(200);
      expect((await get({ workspaceId })).status).toBe(404);
      expect((await world.post('sources/create', create)).status).toBe(404);
    }));

  test('§1.3 are changed for everybody; only they can be renamed', () =>
    withSandbox({}, async (world) => {
      const { sourceDefinitionId } = await createCustom(world);
      const change = { name: 'Climate', dockerImageTag: '2.0.0', workspaceId: world.workspaceId };
      const renamed = await world.ok('source_definitions/update', { sourceDefinitionId, ...change });
      const builtIn = { sourceDefinitionId: definitions.postgres, ...change };

      expect(renamed).toMatchObject({ name: 'Climate', dockerImageTag: '2.0.0' });
      expect(await world.ok('source_definitions/update', builtIn)).toMatchObject({
        name: 'Postgres',
        dockerImageTag: '2.0.0',
      });
    }));
});

test('§1.3 deleting a definition deletes its sources, and hides it from lists', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const sourceDefinitionId = definitions.postgres;
    await world.post('source_definitions/delete', { sourceDefinitionId });
    const { sourceDefinitions } = await world.ok('source_definitions/list');

    expect(sourceDefinitions.map((one: Body) => one.sourceDefinitionId)).not.toContain(sourceDefinitionId);
    expect((await world.ok('sources/get', { sourceId })).connectionConfiguration).toBeNull();
    expect((await world.ok('source_definitions/get', { sourceDefinitionId })).name).toBe('Postgres');
    expect((await world.post('source_definitions/get', { sourceDefinitionId: unknownId })).status).toBe(404);
  }));

test('§1.3 the latest definitions are those of the registry, whatever was changed here', () =>
  withSandbox({}, async (world) => {
    const change = {
      sourceDefinitionId: definitions.postgres,
      dockerImageTag: '0.0.1',
      workspaceId: world.workspaceId,
    };
    await createCustom(world);
    await world.ok('source_definitions/update', change);
    const { sourceDefinitions } = await world.ok('source_definitions/list_latest');

    expect(sourceDefinitions).toHaveLength(4);
    expect(sourceDefinitions.map((one: Body) => one.dockerImageTag)).not.toContain('0.0.1');
  }));

test('§1.3 a source and its definition have the same specification and version', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const { connectionSpecification, jobInfo } = await world.ok('source_definition_specifications/get_for_source', {
      sourceId,
    });
    const version = await world.ok('actor_definition_versions/get_for_source', { sourceId });

    expect(connectionSpecification.required).toContain('host');
    expect(jobInfo.configType).toBe('get_spec');
    expect(version).toMatchObject({ dockerRepository: 'airbyte/source-postgres', supportState: 'supported' });
  }));

test('§1.3 a version is resolved to the same id each time; a tag that does not exist is a 404', () =>
  withSandbox({}, async (world) => {
    const actor = { actorDefinitionId: definitions.toPostgres, actorType: 'destination' };
    const { dockerImageTag } = await world.ok('actor_definition_versions/get_default', actor);
    const resolve = () => world.ok('actor_definition_versions/resolve', { ...actor, dockerImageTag });

    expect(await resolve()).toEqual(await resolve());
    expect((await resolve()).supportRefreshes).toBe(true);
    expect((await world.post('actor_definition_versions/resolve', { ...actor, dockerImageTag: 'x' })).status).toBe(404);
  }));
