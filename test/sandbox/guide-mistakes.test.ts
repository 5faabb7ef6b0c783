import { describe, expect, test } from 'vitest';
import { type SandboxProfile, sandboxProfiles } from '../../src/sandbox/profile.ts';
import { bucket, findDefinition, findWorkspace, type Script, scriptOf, setUp } from './guide-script.ts';
import { withJobs } from './job-world.ts';
import { type Body, definitions, mask, postgresConfiguration, unknownId } from './world.ts';

/** Runs `use` with a script that has set everything up. */
function withGuide(profile: SandboxProfile, use: (script: Script, made: Body) => Promise<void>): Promise<void> {
  return withJobs({ profile }, async (world) => {
    const script = scriptOf(world);
    await use(script, await setUp(script));
  });
}

/** API §9, row by row: where a typical guide is wrong about the server, a script written from it fails here too. */
describe.each(sandboxProfiles)('profile %s', (profile) => {
  test('§9.5 workspaces have ids that are UUIDs, and a slug of their own', () =>
    withGuide(profile, async ({ call }, { workspaceId }) => {
      const { body } = await call('workspaces/get', { workspaceId });

      expect((await call('workspaces/get', { workspaceId: 'default-workspace-id' })).status).toBe(400);
      expect(body).toMatchObject({ slug: workspaceId, customerId: expect.any(String), initialSetupComplete: true });
      expect(body).toHaveProperty('organizationId');
    }));

  test('§9.6 the list of definitions takes no body, and does not mind one', () =>
    withGuide(profile, async ({ call }, { workspaceId }) => {
      const [sent, plain] = [
        await call('source_definitions/list', { workspaceId }),
        await call('source_definitions/list'),
      ];
      const names = ({ body }: typeof plain) => body.sourceDefinitions.map(({ name }: { name: string }) => name).sort();

      expect(sent.status).toBe(plain.status);
      expect(names(sent)).toEqual(names(plain));
    }));

  test('§9.9 definitions of destinations are a list and ids of their own', () =>
    withGuide(profile, async (script, { workspaceId }) => {
      const source = await findDefinition(script, 'source', 'postgres', workspaceId);
      const destination = await findDefinition(script, 'destination', 'postgres', workspaceId);

      expect(source).not.toHaveProperty('destinationDefinitionId');
      expect(destination.destinationDefinitionId).not.toBe(source.sourceDefinitionId);
    }));

  test('§9.10 "ssl" is no setting of the source, and kept all the same', () =>
    withGuide(profile, async (_script, { source }) => {
      expect(source.connectionConfiguration.ssl).toBe(false);
    }));

  test('§9.11 a codec in small letters is a 422', () =>
    withGuide(profile, async ({ call }, { workspaceId }) => {
      const format = { format_type: 'Parquet', compression_codec: 'snappy' };
      const connectionConfiguration = { ...bucket, format };
      const body = { workspaceId, destinationDefinitionId: definitions.s3, name: 'lake', connectionConfiguration };

      expect((await call('destinations/create', body)).status).toBe(422);
    }));

  test('§9.12 secrets come back masked, with the name of the connector and a time', () =>
    withGuide(profile, async (_script, { source, destination }) => {
      expect(source).toMatchObject({ sourceName: 'Postgres', createdAt: expect.any(Number) });
      expect(source.connectionConfiguration.password).toBe(mask);
      expect(destination.connectionConfiguration).toMatchObject({ access_key_id: mask, secret_access_key: mask });
    }));

  test('§9.13 creating fails with 422 and 404, and makes duplicates when it is run again', () =>
    withGuide(profile, async ({ call }, { workspaceId, source: { sourceDefinitionId, sourceId } }) => {
      const body = { workspaceId, sourceDefinitionId, name: 'shop', connectionConfiguration: postgresConfiguration() };
      const again = await call('sources/create', body);

      expect((await call('sources/create', { ...body, connectionConfiguration: {} })).status).toBe(422);
      expect((await call('sources/create', { ...body, sourceDefinitionId: unknownId })).status).toBe(404);
      expect(again).toMatchObject({ status: 200, body: { name: 'shop' } });
      expect(again.body.sourceId).not.toBe(sourceId);
    }));

  test.each([
    ['fail.internal', 'failed'],
    ['crash.internal', undefined],
  ])('§9.14 a check that fails is a 200: %s', (host, expected) =>
    withGuide(profile, async ({ call }, { source: { sourceId } }) => {
      await call('sources/partial_update', { sourceId, connectionConfiguration: { host } });
      const { status, body } = await call('sources/check_connection', { sourceId });

      expect([status, body.status]).toEqual([200, expected]);
      expect(body.jobInfo.succeeded).toBe(expected !== undefined);
    }),
  );

  test('§9.15 lists end after twenty since 1.8', () =>
    withGuide(profile, async ({ call }, { workspaceId, source: { sourceDefinitionId } }) => {
      const body = { workspaceId, sourceDefinitionId, name: 'shop', connectionConfiguration: postgresConfiguration() };
      for (let index = 0; index < 21; index += 1) await call('sources/create', body);
      const { sources } = (await call('sources/list', { workspaceId })).body;

      expect(sources).toHaveLength(profile === '1.6' ? 22 : 20);
    }));

  test('§9.16 discovery proposes everything anew and selects nothing; a failed one has no catalog', () =>
    withGuide(profile, async ({ call }, { found, source: { sourceId } }) => {
      const modes = found.catalog.streams.map(({ config }: Body) => [config.syncMode, config.destinationSyncMode]);
      await call('sources/partial_update', { sourceId, connectionConfiguration: { host: 'fail.internal' } });
      const failed = await call('sources/discover_schema', { sourceId });

      expect(new Set(modes.map(String))).toEqual(new Set(['full_refresh,overwrite']));
      expect(found.catalog.streams.filter(({ config }: Body) => config.selected)).toEqual([]);
      expect(found).toMatchObject({ catalogId: expect.any(String), jobInfo: { succeeded: true } });
      expect([failed.status, failed.body.catalog]).toEqual([200, undefined]);
    }));

  test('§9.17 a stream written by hand is a 500, as it has no schema', () =>
    withGuide(profile, async ({ call }, { connection: { sourceId, destinationId } }) => {
      const stream = { name: 'orders', namespace: 'public' };
      const config = { syncMode: 'incremental', destinationSyncMode: 'append', selected: true };
      const body = { sourceId, destinationId, status: 'active', syncCatalog: { streams: [{ stream, config }] } };

      expect((await call('connections/create', body)).status).toBe(500);
    }));

  test('§9.18 the legacy schedule is understood, and stored as a basic one', () =>
    withGuide(profile, async (_script, { connection }) => {
      const schedule = { units: 24, timeUnit: 'hours' };

      expect(connection).toMatchObject({ schedule, scheduleType: 'basic', scheduleData: { basicSchedule: schedule } });
    }));

  test('§9.19 a connection that is read, edited and sent back is a 500; the pair alone is good', () =>
    withGuide(profile, async ({ call }, { connection: { connectionId } }) => {
      const { body: read } = await call('connections/get', { connectionId });
      const edited = { ...read, schedule: { ...read.schedule, units: 12 } };
      const pair = { scheduleType: 'basic', scheduleData: { basicSchedule: { units: 12, timeUnit: 'hours' } } };

      expect((await call('connections/update', edited)).status).toBe(500);
      expect((await call('connections/update', { connectionId, ...pair })).body.schedule.units).toBe(12);
      const { body: manual } = await call('connections/update', { connectionId, scheduleType: 'manual' });
      expect(manual).not.toHaveProperty('schedule');
    }));

  test.each([
    ['sources/delete', 'sourceId', 204],
    ['state/get', 'connectionId', 200],
    ['tags/list', 'workspaceId', 200],
    ['operations/list', 'connectionId', 200],
  ] as const)('§9.25 %s is there, though no guide tells', (path, name, expected) =>
    withGuide(profile, async ({ call }, { workspaceId, connection }) => {
      const ids: Body = { ...connection, workspaceId };

      expect((await call(path, { [name]: ids[name] })).status).toBe(expected);
    }),
  );

  test('§9.26 errors have shapes of their own, and since 2.0 mostly no message', () =>
    withGuide(profile, async ({ call }, { workspaceId, connection: { connectionId } }) => {
      const missing = await call('sources/get', { sourceId: unknownId });
      const problem = await call('tags/create', { workspaceId, name: 'bronze', color: 'brown' });

      expect(missing.body).not.toHaveProperty('sourceId');
      expect('message' in missing.body).toBe(profile !== '2.0');
      expect(await call('no/such/route')).toEqual({ status: 404, body: 'Object not found.' });
      expect((await call('sources/get', { sourceId: 'mine' })).body).toHaveProperty('_embedded');
      expect(problem.body).toMatchObject({ status: 400, type: 'error:tag-invalid-hex-color' });
      expect((await call('connections/update', { connectionId, scheduleType: 'basic' })).status).toBe(500);
    }));

  test('§9.27 a name is made of both ends where none is given, and names nothing alone', () =>
    withGuide(profile, async ({ call }, { connection: { sourceId, destinationId } }) => {
      const make = async (more: object) =>
        (await call('connections/create', { sourceId, destinationId, status: 'active', ...more })).body.name;
      const name = `${sourceId.slice(0, 8)} to ${destinationId.slice(0, 8)}`;

      expect([await make({}), await make({ name }), await make({ name })]).toEqual(['shop <> lake', name, name]);
    }));
});

test('§9.4 the first of several workspaces is the one that the list gives first, whichever that is', () =>
  withJobs({ profile: '1.6' }, async (world) => {
    const organizationId = '00000000-0000-0000-0000-000000000000';
    for (const name of ['b', 'a']) await world.ok('workspaces/create', { name, organizationId });
    const script = scriptOf(world);
    const { body } = await script.call('workspaces/list');

    expect(body.workspaces).toHaveLength(3);
    expect(body.workspaces.map(({ workspaceId }: Body) => workspaceId)).toContain(await findWorkspace(script));
  }));
