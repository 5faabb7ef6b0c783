import type { Situation } from './stage.ts';

const ecommerce = 'pipelines/sources/ecommerce.yaml';
const shop = 'PostgreSQL - Ecommerce';
const idOfShop = '00000000-0000-4000-8000-000000000009';

const certificate = (letter: string) =>
  `-----BEGIN CERTIFICATE-----\n${`${letter.repeat(64)}\n`.repeat(18)}-----END CERTIFICATE-----\n`;

const longAddress = (region: string) => `http://storage.example.com/${'folder-in-a-folder/'.repeat(9)}${region}/bucket`;

/** Plans about sources and destinations. */
export const actorSituations: Readonly<Record<string, Situation>> = {
  'pinned-source-renamed-in-the-ui': {
    meanwhile: ({ actor }) => actor('source', shop, { name: 'Ecommerce (old, do not use)' }),
    edits: { [ecommerce]: ['kind: source', `kind: source\nid: ${idOfShop}`] },
  },
  'source-renamed-in-the-ui': {
    meanwhile: ({ actor }) => actor('source', shop, { name: 'Ecommerce (old, do not use)' }),
  },
  'source-configured-in-the-ui': {
    meanwhile: ({ configure }) => configure('source', shop, { host: 'old-db.example.com', port: 5433 }),
  },
  'source-with-more-and-less-than-the-file': {
    meanwhile: ({ configure, sandbox: { store } }) => {
      configure('source', shop, { jdbc_url_params: 'connectTimeout=20' });
      for (const actor of store.actors.source.list()) {
        if (actor.name !== shop || actor.configuration === null) continue;
        const { ssl_mode: _gone, ...configuration } = actor.configuration;
        store.actors.source.put({ ...actor, configuration });
      }
    },
  },
  'nested-form-of-a-configuration': {
    meanwhile: ({ configure }) => configure('source', shop, { ssl_mode: { mode: 'require' } }),
    edits: {
      [ecommerce]: [
        '{ method: Standard }',
        '{ method: CDC, plugin: pgoutput, replication_slot: airbyte_slot, publication: airbyte }',
      ],
    },
  },
  'list-in-a-configuration': {
    files: { [ecommerce]: ['database: ecommerce', 'database: ecommerce\n  schemas: [public, reports]'] },
    meanwhile: ({ configure }) => configure('source', shop, { schemas: ['reports', 'public', 'scratch'] }),
  },
  'secret-rotated-in-the-ui': {
    meanwhile: ({ drift }) => drift({ type: 'rotate-secret', kind: 'source', target: shop }),
  },
  'secrets-sent-again': {
    commands: ['plan --rotate-secrets source/ecommerce', 'plan --rotate-secrets'],
    variables: { ECOMMERCE_DB_PASSWORD: 'another-made-up-password' },
  },
  'another-form-with-another-secret': {
    edits: {
      'pipelines/sources/crm-api.yaml': [
        '{ type: api_key, header: X-API-Key, api_key: "${env:CRM_API_KEY}" }',
        '{ type: bearer, token: "${env:CRM_API_KEY}" }',
      ],
    },
  },
  'long-values-changed': {
    files: {
      'certificates/ca.pem': certificate('a'),
      [ecommerce]: ['database: ecommerce', 'database: ecommerce\n  jdbc_url_params: ${file:certificates/ca.pem}'],
      'airplan.yaml': ['minio_endpoint: http://minio:9000', `minio_endpoint: ${longAddress('eu-west-1')}`],
    },
    edits: {
      'certificates/ca.pem': certificate('b'),
      'airplan.yaml': ['eu-west-1', 'eu-central-1'],
    },
  },
  'destination-moved': {
    edits: { 'airplan.yaml': ['http://minio:9000', 'https://s3.example.com'] },
  },
  'destination-format-changed': {
    edits: {
      'pipelines/destinations/bronze.yaml': [
        '{ format_type: Parquet, compression_codec: SNAPPY }',
        '{ format_type: CSV, flattening: Root level flattening }',
      ],
    },
  },
  'source-of-many-connections-changed': {
    files: {
      ...manyConnections(12),
      'pipelines/sources/crm-api.yaml': ['kind: source', 'kind: source # read by many'],
    },
    edits: { 'airplan.yaml': ['postgres_host: postgres', 'postgres_host: postgres.internal'] },
  },
  'renamed-in-the-file': {
    edits: {
      [ecommerce]: ['name: PostgreSQL - Ecommerce', 'name: Shop Database\nrenamedFrom: PostgreSQL - Ecommerce'],
      'pipelines/connections/ecommerce-to-bronze.yaml': [
        'name: PostgreSQL → MinIO',
        'name: Shop → Lake\nrenamedFrom: PostgreSQL → MinIO',
      ],
    },
  },
  'renamed-in-the-file-without-a-word': {
    edits: { [ecommerce]: ['name: PostgreSQL - Ecommerce', 'name: Shop Database'] },
  },
  'connector-of-a-source-changed': {
    edits: {
      [ecommerce]: ['airbyte/source-postgres', 'airbyte/source-mysql'],
    },
  },
  'names-that-are-hard-to-print': {
    isNew: true,
    files: {
      [ecommerce]: ['name: PostgreSQL - Ecommerce', 'name: "店舗データベース 🛒 <prod> / \\u202e\\u001b[2J"'],
      'pipelines/sources/crm-api.yaml': [
        'name: CRM API',
        `name: ${'The API of the customer relationship management, '.repeat(4)}as of 2026`,
      ],
      'pipelines/connections/ecommerce-to-bronze.yaml': ['name: PostgreSQL → MinIO', 'name: Größe → "MinIO"'],
    },
  },
  'files-with-names-of-all-sorts': {
    files: {
      [ecommerce]: null,
      'pipelines/quellen/größe/データ/shop 1.yaml':
        'kind: source\nkey: ecommerce\nname: Shop\ndefinition: airbyte/source-postgres\nconfiguration: {host: db, port: 5432, database: shop, username: reader}\n',
    },
    meanwhile: ({ configure }) => configure('source', 'Shop', { host: 'db2' }),
  },
};

/** So many connections that read from the shop. */
export function manyConnections(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const number = String(index + 1).padStart(2, '0');
      const text = `kind: connection\nname: Shop ${number}\nsource: ecommerce\ndestination: staging\nprefix: shop${number}_\nstatus: active\nschedule: {units: 6, timeUnit: hours}\nstreams: [{name: orders}]\n`;
      return [`pipelines/connections/shop-${number}.yaml`, text];
    }),
  );
}
