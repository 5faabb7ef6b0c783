import { expect, test } from 'vitest';
import { type SandboxProfile, sandboxProfiles } from '../../src/sandbox/profile.ts';
import { type CheckedExchange, loadContractProxy, skipWithoutShared } from '../support/contract.ts';
import {
  type Body,
  createConnection,
  createDestination,
  createSource,
  definitions,
  organizationId,
  postgresConfiguration,
  unknownId,
  type World,
  withSandbox,
} from './world.ts';

const skip = skipWithoutShared("the checker of Airbyte's published contract");

/** Runs `use` against a sandbox behind the checking proxy, and gives what the proxy saw. */
async function checked(
  profile: SandboxProfile,
  use: (world: World) => Promise<void>,
): Promise<readonly CheckedExchange[]> {
  return withSandbox({ profile }, async (world) => {
    const startProxy = await loadContractProxy();
    const proxy = await startProxy({ target: world.sandbox.url });
    try {
      await use(behind(world, proxy.url));
      return proxy.lines;
    } finally {
      await proxy.close();
    }
  });
}

function behind(world: World, url: string): World {
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}/api/v1/${path}`, init);
    const text = await response.text();
    return { status: response.status, text, body: parse(text) };
  };
  const headers = { 'content-type': 'application/json' };
  const post: World['post'] = (path, body) =>
    call(path, { method: 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return {
    ...world,
    post,
    get: (path) => call(path, {}),
    async ok(path, body) {
      const answer = await post(path, body);
      expect(answer.status, path).toBeLessThan(300);
      return answer.body;
    },
  };
}

function parse(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function driveEverything(world: World): Promise<void> {
  const { workspaceId } = world;
  await world.get('health');
  await world.get('instance_configuration');
  await world.ok('workspaces/list_by_organization_id', { organizationId });
  await world.ok('workspaces/get', { workspaceId });
  for (const kind of ['source', 'destination']) {
    await world.ok(`${kind}_definitions/list`);
    const answer = await world.ok(`${kind}_definitions/list_for_workspace`, { workspaceId });
    for (const definition of answer[`${kind}Definitions`]) {
      const idName = `${kind}DefinitionId`;
      await world.ok(`${kind}_definition_specifications/get`, { workspaceId, [idName]: definition[idName] });
    }
  }
  await driveConnections(world);
}

async function driveConnections(world: World): Promise<void> {
  const { workspaceId } = world;
  const { sourceId } = await createSource(world, { resourceAllocation: { default: { cpu_limit: '1' } } });
  const { destinationId } = await createDestination(world);
  const connectionConfiguration = postgresConfiguration();
  await world.ok('sources/update', { sourceId, name: 'shop', connectionConfiguration });
  await world.ok('destinations/update', {
    destinationId,
    name: 'lake',
    connectionConfiguration: { destination_path: '/x' },
  });
  await world.ok('sources/check_connection', { sourceId });
  await world.ok('destinations/check_connection', { destinationId });
  const { catalog, catalogId } = await world.ok('sources/discover_schema', { sourceId });
  await world.ok('sources/discover_schema', { sourceId });
  await world.ok('sources/most_recent_source_actor_catalog', { sourceId });
  const tag = await world.ok('tags/create', { workspaceId, name: 'bronze', color: 'cd7f32' });
  const streams = catalog.streams.map((entry: Body) => ({ ...entry, config: { ...entry.config, selected: true } }));
  const { connectionId } = await world.ok('connections/create', {
    sourceId,
    destinationId,
    status: 'active',
    syncCatalog: { streams },
    sourceCatalogId: catalogId,
    scheduleType: 'basic',
    scheduleData: { basicSchedule: { timeUnit: 'hours', units: 6 } },
    tags: [tag],
  });
  await world.ok('connections/update', {
    connectionId,
    scheduleType: 'cron',
    scheduleData: { cron: { cronExpression: '0 0 3 * * ?', cronTimeZone: 'UTC' } },
    resourceRequirements: { cpu_limit: '1' },
  });
  await world.ok('connections/get', { connectionId });
  await driveJobs(world, connectionId);
  await world.ok('tags/list', { workspaceId });
  await world.ok('tags/update', { ...tag, name: 'silver' });
  for (const path of ['sources/list', 'destinations/list', 'connections/list']) await world.ok(path, { workspaceId });
  await world.post('connections/delete', { connectionId });
  await world.ok('connections/get', { connectionId });
  await world.ok('tags/delete', { tagId: tag.tagId, workspaceId });
  await world.post('sources/delete', { sourceId });
  await world.post('destinations/delete', { destinationId });
}

/** Everything that starts, shows or stops a job. */
async function driveJobs(world: World, connectionId: string): Promise<void> {
  const { job } = await world.ok('connections/sync', { connectionId });
  const streams = [{ streamName: 'orders', streamNamespace: 'public' }];
  for (const path of ['get', 'get_without_logs', 'get_light', 'get_debug_info', 'cancel']) {
    await world.ok(`jobs/${path}`, { id: job.id });
  }
  for (const path of ['get_last_replication_job', 'get_last_replication_job_with_cancel']) {
    await world.ok(`jobs/${path}`, { connectionId });
  }
  for (const path of ['reset', 'clear']) {
    await world.ok(`connections/${path}`, { connectionId });
    await world.ok(`connections/${path}/stream`, { connectionId, streams });
  }
  await world.ok('connections/refresh', { connectionId, refreshMode: 'Truncate', streams });
  await world.ok('connections/status', { connectionIds: [connectionId] });
  await world.ok('jobs/list', { configTypes: ['sync', 'reset_connection'], configId: connectionId });
  await world.ok('jobs/list_for_workspaces', { configTypes: ['sync'], workspaceIds: [world.workspaceId] });
  await world.ok('state/get', { connectionId });
  await world.ok('web_backend/state/get_type', { connectionId });
  await world.ok('jobs/cancel', { id: world.sandbox.store.jobs.size });
  const connectionState = { connectionId, stateType: 'legacy', state: { cursor: 1 } };
  await world.ok('state/create_or_update_safe', { connectionId, connectionState });
  await world.ok('web_backend/connections/update', { connectionId, skipReset: true });
}

async function driveFailures(world: World): Promise<void> {
  const { workspaceId } = world;
  const { connectionId } = await createConnection(world);
  const failing = await createSource(world, { connectionConfiguration: postgresConfiguration({ host: 'fail' }) });
  await world.ok('sources/check_connection', { sourceId: failing.sourceId });
  await world.ok('sources/discover_schema', { sourceId: failing.sourceId });
  await world.post('sources/get', { sourceId: unknownId });
  await world.post('connections/get', { connectionId: unknownId });
  await world.post('workspaces/get', { workspaceId: unknownId });
  await world.post('sources/create', {
    workspaceId,
    sourceDefinitionId: definitions.postgres,
    name: 'x',
    connectionConfiguration: {},
  });
  await world.post('connections/update', { connectionId, scheduleType: 'basic' });
  await world.post('connections/update', {
    connectionId,
    scheduleType: 'cron',
    scheduleData: { cron: { cronExpression: 'x', cronTimeZone: 'UTC' } },
  });
  await world.post('tags/create', { workspaceId, name: 'bronze', color: 'zzzzzz' });
  await world.post('sources/delete', { sourceId: failing.sourceId });
  await world.ok('sources/get', { sourceId: failing.sourceId });
}

/** Where the real server breaks its own description (API §2.6, §1.8, §2.9), and so does the sandbox. */
const faithfulBreaks = [
  { path: '/api/v1/connections/update', violation: 'response: status 400 is not declared; declared: 200, 422' },
  { path: '/api/v1/tags/create', violation: 'response: status 400 is not declared; declared: 200' },
  { path: '/api/v1/sources/get', violation: 'response.connectionConfiguration: must be object, is null' },
];

function findings(lines: readonly CheckedExchange[]) {
  return lines.flatMap(({ path, requestViolations, responseViolations }) =>
    [...requestViolations, ...responseViolations].map((violation) => ({ path, violation })),
  );
}

test.skipIf(skip).each(sandboxProfiles)(
  "profile %s keeps Airbyte's published contract on every endpoint",
  async (profile) => {
    const lines = await checked(profile, driveEverything);

    expect(findings(lines)).toEqual([]);
    expect(lines.filter(({ ok }) => !ok)).toEqual([]);
    // Geographies were given up before the description that we have was written (API §7).
    const undeclared = lines.flatMap((line) => line.undeclared).filter((name) => !/geography$/i.test(name));
    expect(undeclared).toEqual([]);
    expect(new Set(lines.map(({ operation }) => operation)).size).toBeGreaterThanOrEqual(28);
  },
);

test.skipIf(skip).each(sandboxProfiles)(
  'profile %s breaks it in refusals only where the server does',
  async (profile) => {
    expect(findings(await checked(profile, driveFailures))).toEqual(faithfulBreaks);
  },
);
