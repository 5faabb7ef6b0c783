import { expect, test } from 'vitest';
import type { Client } from '../../src/airbyte/client.ts';
import { connect } from '../../src/airbyte/connect.ts';
import { readSpecification } from '../../src/airbyte/definitions.ts';
import { discoverCatalog } from '../../src/airbyte/discovery.ts';
import { Secret } from '../../src/model/configuration.ts';
import type { PlannedActor } from '../../src/model/plan.ts';
import type { Report } from '../../src/model/report.ts';
import type { Fault, Intercept } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import {
  aCreate,
  aLive,
  anEnvironment,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedDefinition,
  aPlannedDestination,
  aPlannedSource,
  aStreamSelection,
} from '../builders.ts';
import { createDestination, createSource, definitions, type World, withSandbox } from '../sandbox/world.ts';
import { applied, wordsOf } from './apply-world.ts';

/*
 * Creates whose answers get lost, on the real client against the real sandbox.
 */

const shop = aPlannedSource({
  name: 'shop',
  definitionId: definitions.postgres,
  configuration: {
    host: 'db',
    port: 5432,
    database: 'shop',
    username: 'reader',
    password: new Secret('hunter2', '${env:P}'),
    replication_method: { method: 'Standard' },
  },
});
const lake = aPlannedDestination({
  name: 'lake',
  definitionId: definitions.localJson,
  configuration: { destination_path: '/lake' },
});

/** Lets the first requests of a path go wrong, each in its way. */
function faulty(path: string, ...faults: readonly Fault[]): Intercept {
  return (request, nth) => (request.path === `/api/v1/${path}` ? faults[nth - 1] : undefined);
}

function connected({ sandbox }: World): Promise<Client> {
  return connect(sandbox.url, anEnvironment(), { nowMs: () => 0, random: () => 0, retryDelayMs: () => 0 });
}

const liveIn = ({ workspaceId: id }: World) => aLive({ workspace: { id, name: 'default', slug: id } });

async function create(actor: PlannedActor, world: World): Promise<Report> {
  return applied(await connected(world), [aCreate(actor)], { live: liveIn(world) });
}

const writes = ({ requests }: Sandbox) =>
  requests.map(({ path }) => path.replace('/api/v1/', '')).filter((path) => /\/(create|update|delete)$/.test(path));

const lost: readonly Fault[] = [
  { type: 'reset-after' },
  { type: 'truncated' },
  { type: 'status-after', status: 502 },
  { type: 'status-after', status: 500, body: { errorId: 'e' } },
  { type: 'status-after', status: 200, body: {} },
];

test.each(lost)('a source that is there although its answer is lost is adopted: %j', (fault) =>
  withSandbox({ intercept: faulty('sources/create', fault) }, async (world) => {
    const { outcomes } = await create(shop, world);
    const [source, ...others] = world.sandbox.store.actors.source.list();

    expect(outcomes[0]).toMatchObject({ result: 'applied', id: source?.id });
    expect(others).toEqual([]);
    expect(writes(world.sandbox)).toEqual(['sources/create', 'sources/update']);
  }),
);

const undone: readonly Fault[] = [
  { type: 'reset-before' },
  { type: 'html', status: 502 },
  { type: 'html', status: 200 },
  { type: 'status', status: 503 },
];

test.each(undone)('a destination that is not there is created once more: %j', (fault) =>
  withSandbox({ intercept: faulty('destinations/create', fault) }, async (world) => {
    const { outcomes } = await create(lake, world);
    const [destination, ...others] = world.sandbox.store.actors.destination.list();

    expect(outcomes[0]).toMatchObject({ result: 'applied', id: destination?.id });
    expect(others).toEqual([]);
    expect(writes(world.sandbox)).toEqual(['destinations/create', 'destinations/create']);
  }),
);

test.each([...lost, ...undone])('no trouble ever makes two: %j', (fault) =>
  withSandbox({ intercept: faulty('sources/create', fault, fault, fault) }, async (world) => {
    await create(shop, world);

    expect(world.sandbox.store.actors.source.list().length).toBeLessThanOrEqual(1);
    expect(writes(world.sandbox).filter((path) => path === 'sources/create').length).toBeLessThanOrEqual(2);
  }),
);

test.each([429, 400, 403])('a clear refusal (%i) is not tried again', (status) =>
  withSandbox({ intercept: faulty('sources/create', { type: 'status', status }) }, async (world) => {
    expect(wordsOf(await create(shop, world))).toEqual(['source/shop failed']);
    expect(writes(world.sandbox)).toEqual(['sources/create']);
  }),
);

const crm = aPlannedDefinition({
  name: 'CRM',
  manifest: {
    version: 1,
    fingerprint: 'abc',
    content: { type: 'DeclarativeSource', spec: { connection_specification: { type: 'object', required: ['url'] } } },
  },
});

const builder = 'connector_builder_projects';
const publishTwice = [`${builder}/create`, `${builder}/publish`, `${builder}/publish`];

const builderTroubles: readonly (readonly [
  string,
  Fault,
  { readonly calls: readonly string[]; readonly note: string },
])[] = [
  ...lost.map((fault) => {
    const calls = [`${builder}/create`, `${builder}/publish`, 'declarative_source_definitions/create_manifest'];
    return ['publish', fault, { calls, note: 'found on the server and adopted' }] as const;
  }),
  ...undone.map((fault) => ['publish', fault, { calls: publishTwice, note: 'created at the second try' }] as const),
  ...[...lost, ...undone].map((fault) => {
    const calls = [`${builder}/create`, `${builder}/create`, `${builder}/publish`];
    return ['create', fault, { calls, note: 'may keep an unpublished draft "CRM"' }] as const;
  }),
];

test.each(builderTroubles)('a manifest becomes one connector, whatever happens to %s: %j', (call, fault, expected) =>
  withSandbox({ intercept: faulty(`${builder}/${call}`, fault) }, async (world) => {
    const { outcomes } = await applied(await connected(world), [aCreate(crm)], { live: liveIn(world) });
    const [definition, ...others] = world.sandbox.store.definitions.list();

    expect(outcomes).toMatchObject([
      { result: 'applied', id: definition?.id, notes: [expect.stringContaining(expected.note)] },
    ]);
    expect(others).toEqual([]);
    expect(world.sandbox.store.manifests.list()).toMatchObject([
      { definitionId: definition?.id, version: 1, isActive: true, description: 'airplan abc' },
    ]);
    const calls = world.sandbox.requests.map(({ path }) => path.replace('/api/v1/', ''));
    expect(calls.filter((path) => /builder|create_manifest/.test(path))).toEqual(expected.calls);
  }),
);

test('the publication that is never answered fails, and makes one connector at most', () => {
  const unanswered = { type: 'status', status: 503 } as const;
  return withSandbox({ intercept: faulty(`${builder}/publish`, unanswered, unanswered) }, async (world) => {
    const report = await applied(await connected(world), [aCreate(crm)], { live: liveIn(world) });

    expect(wordsOf(report)).toEqual(['definition/CRM failed']);
    expect(world.sandbox.store.definitions.list()).toEqual([]);
  });
});

/** Applies a new connection between a source and a destination that are there, asking for e-mail notifications. */
async function createConnection(world: World): Promise<Report> {
  const client = await connected(world);
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const catalog = await discoverCatalog(client, sourceId);
  const [first] = catalog.streams;
  const { name = '', namespace = '' } = first ?? {};
  const selections = [aStreamSelection({ name, namespace })];
  const settings = { notifySchemaChangesByEmail: true } as const;
  const desired = aPlannedConnection({ settings, streams: { state: 'known', selections } });
  const changes = [aCreate(desired)];
  const ids = { 'source/source': sourceId, 'destination/destination': destinationId };
  const more = { plan: aPlan({ changes, ids }), live: liveIn(world), catalogs: new Map([[desired.key, catalog]]) };
  return applied(client, changes, more);
}

const troubles: readonly (readonly [string, readonly Fault[]])[] = [
  ['connections/create', [{ type: 'reset-after' }]],
  ['connections/create', [{ type: 'reset-before' }]],
  ['connections/update', [{ type: 'reset-before' }, { type: 'status', status: 503 }]],
  ['connections/update', Array.from({ length: 5 }, () => ({ type: 'status', status: 503 }) as const)],
];

test.each(troubles)('one connection as desired, whatever happens to %s: %j', (path, faults) =>
  withSandbox({ intercept: faulty(path, ...faults) }, async (world) => {
    expect(wordsOf(await createConnection(world))).toEqual(['connection/connection applied']);

    const { connections } = await world.ok('connections/list', { workspaceId: world.workspaceId });
    expect(connections).toMatchObject([{ name: 'connection', status: 'active', notifySchemaChangesByEmail: true }]);
  }),
);

test('a rename keeps the stored secret and makes no new version of it', () =>
  withSandbox({}, async (world) => {
    const client = await connected(world);
    await create(shop, world);
    const { workspaceId } = world;
    const specification = await readSpecification(client, 'source', {
      definitionId: definitions.postgres,
      workspaceId,
    });
    const id = world.sandbox.store.actors.source.list()[0]?.id ?? '';
    const before = world.sandbox.store.secrets.list();

    const change = anUpdate({ ...shop, name: 'store' }, ['name'], { id });
    const specifications = new Map([[definitions.postgres, specification]]);
    await applied(client, [change], { live: liveIn(world), specifications });

    expect(world.sandbox.store.actors.source.find(id)).toMatchObject({ name: 'store' });
    expect(world.sandbox.store.secrets.list()).toEqual(before);
  }));
