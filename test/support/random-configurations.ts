import fc from 'fast-check';
import { type Draft, type DraftValue, numberDraft, secretDraft, textDraft } from './written-value.ts';

/** What a random configuration is for. */
export interface ConnectorDraft {
  readonly kind: 'source' | 'destination';
  /** Any of these names it in a file. */
  readonly definitions: readonly [id: string, repository: string, name: string];
  readonly configuration: fc.Arbitrary<Draft>;
  /** Of a destination. */
  readonly canDeduplicate?: boolean;
  /** Of a source: which streams it offers. */
  readonly offers?: 'shop' | 'crm' | 'faker';
}

const host = fc.constantFrom('db.example.com', 'postgres', '10.0.0.1');
const flag = fc.boolean();

/** An object whose optional members are there or not. */
function draft(
  required: Readonly<Record<string, fc.Arbitrary<DraftValue>>>,
  optional: Readonly<Record<string, fc.Arbitrary<DraftValue>>> = {},
): fc.Arbitrary<Draft> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
}

function branch(
  tag: string,
  value: string,
  required: Readonly<Record<string, fc.Arbitrary<DraftValue>>> = {},
  optional: Readonly<Record<string, fc.Arbitrary<DraftValue>>> = {},
): fc.Arbitrary<Draft> {
  return draft({ [tag]: fc.constant(value), ...required }, optional);
}

const tunnelHost = { tunnel_host: host, tunnel_port: numberDraft(1, 65535), tunnel_user: textDraft };
const tunnel = fc.oneof(
  branch('tunnel_method', 'NO_TUNNEL'),
  branch('tunnel_method', 'SSH_KEY_AUTH', { ...tunnelHost, ssh_key: secretDraft }),
  branch('tunnel_method', 'SSH_PASSWORD_AUTH', { ...tunnelHost, tunnel_user_password: secretDraft }),
);

const certificates = { client_certificate: secretDraft, client_key: secretDraft, client_key_password: secretDraft };

/** Members that no specification knows, where it allows them. */
const oddNames = fc.constantFrom('extra', 'ünïcode', 'with.dot', '__proto__', 'constructor', '0', 'x y', 'X-Header');
const oddValues: fc.Arbitrary<DraftValue> = fc.oneof(
  textDraft,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(textDraft, { maxLength: 2 }),
  fc.constant({}),
  fc.dictionary(fc.constantFrom('b', 'a', 'zz'), fc.oneof(textDraft, fc.integer()), { maxKeys: 3 }),
);
const extras: fc.Arbitrary<Draft> = fc
  .array(fc.tuple(oddNames, oddValues), { maxLength: 2 })
  .map((entries) => Object.fromEntries(entries));

function withExtras(configuration: fc.Arbitrary<Draft>): fc.Arbitrary<Draft> {
  return fc.tuple(configuration, extras).map(([known, odd]) => ({ ...known, ...odd }));
}

const database = { host, port: numberDraft(1, 65535), username: textDraft };

const sourcePostgres = draft(
  { ...database, database: fc.constantFrom('shop', 'ecommerce') },
  {
    schemas: fc.constantFrom(['public'], ['sales', 'public']),
    password: secretDraft,
    jdbc_url_params: textDraft,
    ssl_mode: fc.oneof(
      branch('mode', 'prefer'),
      branch('mode', 'disable'),
      branch('mode', 'verify-ca', { ca_certificate: secretDraft }, certificates),
      branch('mode', 'verify-full', { ca_certificate: secretDraft }, certificates),
    ),
    replication_method: fc.oneof(
      branch('method', 'Standard'),
      branch('method', 'Xmin'),
      branch(
        'method',
        'CDC',
        { replication_slot: textDraft, publication: textDraft },
        { initial_waiting_seconds: numberDraft(120, 2400) },
      ),
    ),
    tunnel_method: tunnel,
  },
);

const sourceMysql = draft(
  {
    ...database,
    database: fc.constantFrom('shop', 'ecommerce'),
    replication_method: fc.oneof(
      branch('method', 'STANDARD'),
      branch('method', 'CDC', {}, { server_time_zone: textDraft }),
    ),
  },
  {
    password: secretDraft,
    ssl_mode: fc.oneof(
      branch('mode', 'preferred'),
      branch('mode', 'verify_ca', { ca_certificate: secretDraft }, certificates),
    ),
    tunnel_method: tunnel,
  },
);

const sourceRestApi = draft(
  { url: fc.constantFrom('https://crm.example.com/api', 'http://10.0.0.1/') },
  {
    method: fc.constantFrom('GET', 'POST'),
    authentication: fc.oneof(
      branch('type', 'api_key', { header: fc.constant('X-API-Key'), api_key: secretDraft }),
      branch('type', 'bearer', { token: secretDraft }),
      branch('type', 'none'),
    ),
    headers: fc.array(draft({ name: textDraft, value: secretDraft }), { maxLength: 3 }),
    pagination: fc.oneof(
      branch('type', 'none'),
      branch('type', 'page', {}, { page_size: numberDraft(1, 500) }),
      branch('type', 'cursor', { cursor_path: textDraft }),
    ),
  },
);

const sourceFaker = draft(
  {},
  { count: numberDraft(1, 5000), seed: numberDraft(-1, 99), always_updated: flag, parallelism: numberDraft(1, 8) },
);

const compression = fc.constantFrom<Draft>({ compression_type: 'GZIP' }, { compression_type: 'No Compression' });
const flattening = fc.constantFrom('No flattening', 'Root level flattening');

const destinationS3 = draft(
  {
    s3_bucket_name: fc.constantFrom('datalake', 'raw'),
    s3_bucket_path: textDraft,
    s3_bucket_region: fc.constantFrom('', 'us-east-1', 'eu-central-1'),
    format: fc.oneof(
      branch('format_type', 'CSV', { flattening }, { compression }),
      branch('format_type', 'JSONL', {}, { flattening, compression }),
      branch(
        'format_type',
        'Parquet',
        {},
        { compression_codec: fc.constantFrom('SNAPPY', 'GZIP'), page_size_kb: numberDraft(1, 4096) },
      ),
      branch('format_type', 'Avro', {
        compression_codec: fc.constantFrom<Draft>({ codec: 'snappy' }, { codec: 'Deflate', compression_level: 3 }),
      }),
    ),
  },
  {
    access_key_id: secretDraft,
    secret_access_key: secretDraft,
    s3_endpoint: fc.constant('http://minio:9000'),
    role_arn: textDraft,
  },
);

const destinationPostgres = draft(
  { ...database, database: textDraft, schema: textDraft },
  { password: secretDraft, ssl: flag, drop_cascade: flag, tunnel_method: tunnel },
);

const destinationSnowflake = draft(
  {
    host: fc.constantFrom('abc.snowflakecomputing.com', 'https://abc.eu-central-1.snowflakecomputing.com'),
    role: textDraft,
    warehouse: textDraft,
    database: textDraft,
    schema: textDraft,
    username: textDraft,
  },
  {
    credentials: fc.oneof(
      branch(
        'auth_type',
        'Key Pair Authentication',
        { private_key: secretDraft },
        { private_key_password: secretDraft },
      ),
      branch('auth_type', 'Username and Password', { password: secretDraft }),
    ),
    retention_period_days: numberDraft(0, 90),
  },
);

/** The connectors of the sandbox with random configurations that their specifications accept. */
export const connectorDrafts: readonly ConnectorDraft[] = [
  {
    kind: 'source',
    definitions: ['decd338e-5647-4c0b-adf4-da0e75f5a750', 'airbyte/source-postgres', 'Postgres'],
    configuration: withExtras(sourcePostgres),
    offers: 'shop',
  },
  {
    kind: 'source',
    definitions: ['435bb9a5-7887-4809-aa58-28c27df0d7ad', 'airbyte/source-mysql', 'MySQL'],
    configuration: withExtras(sourceMysql),
    offers: 'shop',
  },
  {
    kind: 'source',
    definitions: ['7c0ffee0-5a4d-4b0c-9e57-0a1ad1a9a9e5', 'airplan/source-rest-api', 'REST API'],
    configuration: withExtras(sourceRestApi),
    offers: 'crm',
  },
  {
    kind: 'source',
    definitions: ['dfd88b22-b603-4c3d-aad7-3701784586b1', 'airbyte/source-faker', 'Sample Data'],
    configuration: sourceFaker,
    offers: 'faker',
  },
  {
    kind: 'destination',
    definitions: ['4816b78f-1489-44c1-9060-4b19d5fa9362', 'airbyte/destination-s3', 'S3'],
    configuration: withExtras(destinationS3),
    canDeduplicate: false,
  },
  {
    kind: 'destination',
    definitions: ['25c5221d-dce2-4163-ade9-739ef790f503', 'airbyte/destination-postgres', 'Postgres'],
    configuration: withExtras(destinationPostgres),
    canDeduplicate: true,
  },
  {
    kind: 'destination',
    definitions: ['424892c4-daac-4491-b35d-c6688ba547ba', 'airbyte/destination-snowflake', 'Snowflake'],
    configuration: withExtras(destinationSnowflake),
    canDeduplicate: true,
  },
  {
    kind: 'destination',
    definitions: ['a625d593-bba5-4a1c-a53d-2d246268a816', 'airbyte/destination-local-json', 'Local JSON'],
    configuration: draft({ destination_path: fc.constantFrom('/local/a', '/local/ü') }),
    canDeduplicate: false,
  },
];
