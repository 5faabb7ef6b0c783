import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { builtInConnectors } from '../../src/sandbox/registry/registry.ts';
import { type Body, createSource, mask, postgresConfiguration, type World, withSandbox } from './world.ts';

/** A configuration of each connector with which nothing is wrong. */
const good: Readonly<Record<string, JsonObject>> = {
  'source-postgres': postgresConfiguration(),
  'source-mysql': postgresConfiguration({ replication_method: { method: 'STANDARD' } }),
  'source-faker': {},
  'source-rest-api': { url: 'https://crm.example.com/v2', authentication: { type: 'bearer', token: 't' } },
  'destination-postgres': { host: 'db', port: 5432, database: 'dwh', schema: 'raw', username: 'u', password: 'p' },
  'destination-s3': {
    s3_bucket_name: 'lake',
    s3_bucket_path: 'bronze/',
    s3_bucket_region: 'us-east-1',
    s3_endpoint: 'http://minio:9000',
    access_key_id: 'key',
    secret_access_key: 'secret',
    format: { format_type: 'Parquet' },
  },
  'destination-snowflake': {
    host: 'abc.snowflakecomputing.com',
    role: 'LOADER',
    warehouse: 'LOAD',
    database: 'RAW',
    schema: 'SHOP',
    username: 'airbyte',
    credentials: { auth_type: 'Username and Password', password: 'p' },
  },
  'destination-local-json': { destination_path: '/lake' },
};

const tunnel = (changes: JsonObject): JsonObject => ({
  tunnel_method: {
    tunnel_method: 'SSH_PASSWORD_AUTH',
    tunnel_host: 'bastion',
    tunnel_port: 22,
    tunnel_user: 'me',
    tunnel_user_password: 'p',
    ...changes,
  },
});
const cdc = (replication_slot: string, publication: string): JsonObject => ({
  replication_method: { method: 'CDC', replication_slot, publication },
});

async function check(world: World, image: string, changes: JsonObject): Promise<Body> {
  const connector = builtInConnectors.find(({ dockerRepository }) => dockerRepository.endsWith(`/${image}`));
  const { kind, definitionId } = connector ?? { kind: 'source', definitionId: '' };
  const actor = await world.ok(`${kind}s/create`, {
    workspaceId: world.workspaceId,
    [`${kind}DefinitionId`]: definitionId,
    name: image,
    connectionConfiguration: { ...good[image], ...changes },
  });
  return world.ok(`${kind}s/check_connection`, { [`${kind}Id`]: actor[`${kind}Id`] });
}

test('there is a good configuration of every connector', () => {
  const images = builtInConnectors.map(({ dockerRepository }) => dockerRepository.split('/')[1]);

  expect(Object.keys(good).sort()).toEqual(images.sort());
});

test.each(Object.keys(good))('%s succeeds where nothing is wrong, without a message', (image) =>
  withSandbox({}, async (world) => {
    const answer = await check(world, image, {});

    expect(answer).toMatchObject({ status: 'succeeded', jobInfo: { succeeded: true } });
    expect(answer).not.toHaveProperty('message');
  }),
);

test.each<[string, JsonObject, string]>([
  [
    'source-postgres',
    { host: 'fail.internal' },
    '08001; Message: Could not connect to "fail.internal" on port 5432: connection refused.',
  ],
  ['source-postgres', { password: 'wrong' }, '28P01; Message: FATAL: password authentication failed for user "reader"'],
  ['source-postgres', { password: '' }, 'asks for the password of "reader"; none is stated'],
  ['source-postgres', { password: mask }, '28P01'],
  ['source-postgres', { database: 'missing_shop' }, '3D000; Message: FATAL: database "missing_shop" does not exist'],
  ['source-postgres', { schemas: ['public', 'missing_sales'] }, 'has no schema "missing_sales"'],
  ['source-postgres', cdc('missing_slot', 'p'), 'no replication slot "missing_slot" for the plugin pgoutput'],
  ['source-postgres', cdc('s', 'missing_tables'), 'no publication "missing_tables"'],
  ['source-postgres', tunnel({ tunnel_host: 'fail.bastion' }), 'nothing answers at fail.bastion'],
  ['source-postgres', tunnel({ tunnel_user_password: 'wrong' }), 'bastion does not let "me" in'],
  ['source-mysql', { host: 'failing.internal' }, 'No server answers at failing.internal:5432'],
  ['source-mysql', { password: 'wrong' }, "1045; Message: Access denied for user 'reader' (using password: YES)"],
  ['source-mysql', { password: '' }, '(using password: NO)'],
  ['source-mysql', { database: 'missing_shop' }, "1049; Message: Unknown database 'missing_shop'"],
  ['source-mysql', tunnel({ tunnel_host: 'fail' }), 'SSH tunnel'],
  ['source-rest-api', { url: 'https://' }, '"https://" is no URL'],
  ['source-rest-api', { url: 'https://fail.example.com' }, 'no answer'],
  ['source-rest-api', { url: 'https://crm.example.com/missing/' }, 'answered 404'],
  ['source-rest-api', { authentication: { type: 'bearer', token: 'wrong' } }, 'answered 401'],
  ['source-rest-api', { authentication: { type: 'api_key', header: 'X-Key', api_key: '' } }, 'answered 401'],
  ['destination-postgres', { host: 'FAIL' }, 'Could not connect to "FAIL" on port 5432'],
  ['destination-postgres', { password: 'wrong' }, '28P01'],
  ['destination-postgres', { database: 'missing' }, '3D000'],
  ['destination-s3', { s3_endpoint: 'http://fail:9000' }, 'Could not connect to the S3 endpoint http://fail:9000'],
  ['destination-s3', { s3_bucket_name: 'fail-lake' }, 'may not write to the bucket "fail-lake"'],
  ['destination-s3', { s3_bucket_name: 'missing-lake' }, 'NoSuchBucket'],
  ['destination-s3', { secret_access_key: 'wrong' }, '403'],
  ['destination-snowflake', { host: 'fail.snowflakecomputing.com' }, 'No account of Snowflake answers'],
  ['destination-snowflake', { warehouse: 'MISSING_WH' }, '"MISSING_WH" does not exist'],
  ['destination-snowflake', { credentials: { auth_type: 'Username and Password', password: 'wrong' } }, '390100'],
  ['destination-snowflake', { credentials: { auth_type: 'Key Pair Authentication', private_key: '' } }, '390144'],
  ['destination-local-json', { destination_path: '/fail/here' }, 'The folder "/fail/here" cannot be written'],
  ['destination-local-json', { destination_path: '/missing' }, 'not mounted'],
])('%s fails for %j, in its own words', (image, changes, words) =>
  withSandbox({}, async (world) => {
    const answer = await check(world, image, changes);

    expect(answer).toMatchObject({ status: 'failed', jobInfo: { succeeded: true } });
    expect(answer.message).toContain(words);
    expect(answer.jobInfo).not.toHaveProperty('failureReason');
  }),
);

test.each<[string, JsonObject]>([
  ['source-postgres', { host: 'crash.internal' }],
  ['source-mysql', { host: 'crash.internal' }],
  ['source-rest-api', { url: 'https://crash.example.com' }],
  ['destination-s3', { s3_endpoint: '', s3_bucket_name: 'crash-lake' }],
  ['destination-snowflake', { host: 'crash.snowflakecomputing.com' }],
  ['destination-local-json', { destination_path: '/crash' }],
])('%s can fall over, and then there is no status', (image, changes) =>
  withSandbox({}, async (world) => {
    const answer = await check(world, image, changes);

    expect(answer).not.toHaveProperty('status');
    expect(answer.jobInfo).toMatchObject({ succeeded: false, failureReason: { externalMessage: /./ } });
  }),
);

test('what fails a check fails the discovery as well', () =>
  withSandbox({}, async (world) => {
    const connectionConfiguration = postgresConfiguration({ schemas: ['missing_sales'] });
    const { sourceId } = await createSource(world, { connectionConfiguration });
    const answer = await world.ok('sources/discover_schema', { sourceId });

    expect(answer).not.toHaveProperty('catalog');
    expect(answer.jobInfo.failureReason.externalMessage).toContain('missing_sales');
  }));

test('a connector that comes from a file fails by its host and its secrets', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'airplan-checks-'));
  const sourceDefinitionId = '0b6f7a52-6a0a-4a3e-8f2c-3e8a1f6c9d11';
  const secret = { type: 'string', airbyte_secret: true };
  const file = {
    kind: 'source',
    dockerRepository: 'acme/source-fleet',
    definitionId: sourceDefinitionId,
    name: 'Fleet',
    connectionSpecification: {
      type: 'object',
      properties: { host: { type: 'string' }, login: { type: 'object', properties: { token: secret } } },
    },
  };
  await writeFile(join(folder, 'fleet.json'), JSON.stringify(file));
  try {
    await withSandbox({ specsFolder: folder }, async (world) => {
      const messageFor = async (connectionConfiguration: JsonObject) => {
        const { sourceId } = await createSource(world, { sourceDefinitionId, connectionConfiguration });
        const { status, message } = await world.ok('sources/check_connection', { sourceId });
        return message ?? status;
      };

      expect(await messageFor({ host: 'wrong', login: { token: 'right' } })).toBe('succeeded');
      expect(await messageFor({ host: 'fail.example.com' })).toBe('Could not connect to Fleet at "fail.example.com".');
      expect(await messageFor({ login: { token: 'wrong' } })).toBe('Fleet does not accept these credentials.');
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
