import type { FileEdits, Situation } from './stage.ts';

const catalog = 'pipelines/catalogs/ecommerce.yaml';
const toBronze = 'pipelines/connections/ecommerce-to-bronze.yaml';
const bronze = 'PostgreSQL → MinIO';
const staging = 'CRM API → Staging';

/** The catalog of the example with other streams. */
function streams(...lines: readonly string[]): FileEdits {
  return { [catalog]: ['streams:\n  - name: customers\n  - name: orders\n', listed(lines)] };
}

function listed(lines: readonly string[]): string {
  return `streams:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
}

/** Tables of a wide database, as a source offers them. */
const manyTables = Array.from({ length: 400 }, (_, index) => ({
  name: `table_${String(index + 1).padStart(3, '0')}`,
  namespace: 'public',
  jsonSchema: { type: 'object', properties: { id: { type: 'integer' }, updated_at: { type: 'string' } } },
  supportedSyncModes: ['full_refresh', 'incremental'],
  sourceDefinedPrimaryKey: [['id']],
}));

const hashing = (field: string) =>
  `{type: hashing, mapperConfiguration: {targetField: ${field}, method: SHA-256, fieldNameSuffix: _hashed}}`;
const encryption = (field: string) =>
  `{type: encryption, mapperConfiguration: {algorithm: AES, key: "\${env:FIELD_KEY}", mode: CBC, padding: PKCS5Padding, targetField: ${field}, fieldNameSuffix: _encrypted}}`;
const variables = { FIELD_KEY: '000102030405060708090a0b0c0d0e0f' };
const stepped = (step: string): FileEdits => ({
  [toBronze]: ['status: active', `status: active\nwhenStreamsChange: ${step}`],
});
const dedup = '{name: orders, destinationSyncMode: append_dedup, primaryKey: id}';

/** Plans about what connections sync. */
export const streamSituations: Readonly<Record<string, Situation>> = {
  'stream-added': { edits: streams('name: customers', 'name: orders', 'name: payments') },
  'stream-removed': { edits: streams('name: customers') },
  'streams-added-and-removed-in-the-ui': {
    files: streams('name: customers', 'name: orders', '{name: audit_logins, syncMode: full_refresh}'),
    meanwhile: async ({ drift, connection }) => {
      await drift({ type: 'deselect', target: bronze, stream: 'orders' });
      connection(bronze, ({ catalog: { streams: list } }) => ({
        catalog: {
          streams: list.flatMap((one) =>
            one.stream.name === 'customers' ? [one, { ...one, stream: { ...one.stream, name: 'order_items' } }] : [one],
          ),
        },
      }));
    },
  },
  'sync-mode-to-full-refresh': {
    edits: streams('name: customers', '{name: orders, syncMode: full_refresh, destinationSyncMode: overwrite}'),
  },
  'sync-mode-to-incremental': {
    files: streams('name: customers', '{name: orders, syncMode: full_refresh, destinationSyncMode: overwrite}'),
    meanwhile: ({ sync }) => sync(bronze),
    edits: { [catalog]: [', syncMode: full_refresh, destinationSyncMode: overwrite', ''] },
  },
  'deduplicated-from-now-on': { edits: { 'pipelines/connections/crm-to-staging.yaml': ['append_dedup', 'append'] } },
  'written-with-overwrite': {
    meanwhile: ({ sync }) => sync(bronze),
    edits: { [catalog]: ['destinationSyncMode: append', 'destinationSyncMode: overwrite'] },
  },
  'cursor-changed': {
    meanwhile: ({ sync }) => sync(bronze),
    edits: streams('name: customers', '{name: orders, cursorField: ordered_at}'),
  },
  'cursor-changed-in-the-ui': {
    meanwhile: ({ stream }) => stream(bronze, 'orders', { cursorField: ['created_at'] }),
  },
  'key-changed-in-the-ui': {
    meanwhile: ({ stream }) => stream(staging, 'deals', { primaryKey: [['id'], ['company_id']] }),
  },
  'fields-selected': {
    edits: streams(
      '{name: customers, fields: {exclude: [phone, email]}}',
      '{name: orders, fields: {include: [id, total_amount, updated_at]}}',
    ),
  },
  'fields-all-again': {
    files: streams('{name: customers, fields: {exclude: [phone, email]}}', 'name: orders'),
    edits: { [catalog]: ['{exclude: [phone, email]}', 'all'] },
  },
  'mappers-added': {
    edits: streams(`{name: customers, mappers: [${hashing('email')}, ${encryption('phone')}]}`, 'name: orders'),
    variables,
  },
  'mappers-removed-and-changed': {
    files: streams(`{name: customers, mappers: [${hashing('email')}, ${encryption('phone')}]}`, 'name: orders'),
    edits: { [catalog]: [`${hashing('email')}, ${encryption('phone')}`, encryption('email')] },
    variables,
  },
  'patterns-expanded': {
    isNew: true,
    files: streams(
      '{name: "audit_*", syncMode: full_refresh, destinationSyncMode: overwrite}',
      '{name: "*", except: ["order*"]}',
    ),
    commands: ['plan --discover'],
  },
  'patterns-checked-when-applied': { isNew: true, files: streams('{name: "audit_*"}', 'name: orders') },
  'pattern-finds-a-new-stream': {
    files: streams('{name: "audit_*"}', 'name: orders'),
    meanwhile: ({ drift }) => drift({ type: 'add-stream', target: 'PostgreSQL - Ecommerce', stream: 'audit_exports' }),
    commands: ['plan --discover'],
  },
  'four-hundred-streams-created': {
    isNew: true,
    catalogs: { 'source-postgres': manyTables },
    files: streams('{name: "table_*", cursorField: updated_at}'),
    commands: ['plan --discover --select +connection/ecommerce-to-bronze'],
  },
  'four-hundred-streams-added': {
    catalogs: { 'PostgreSQL - Ecommerce': manyTables },
    files: streams('{name: table_001}'),
    edits: { [catalog]: ['{name: table_001}', '{name: "table_*"}'] },
  },
  'four-hundred-streams-changed': {
    catalogs: { 'PostgreSQL - Ecommerce': manyTables },
    files: streams('{name: "table_*"}'),
    meanwhile: ({ sync }) => sync(bronze),
    edits: {
      [catalog]: ['{name: "table_*"}', '{name: "table_*", syncMode: full_refresh, destinationSyncMode: overwrite}'],
    },
  },
  'what-the-server-adds-by-itself': {
    files: {
      [toBronze]: ['status: active', 'status: active\nnonBreakingChangesPreference: propagate_fully'],
      ...streams('name: customers', '{name: orders, fields: {include: [id, updated_at]}}'),
    },
    meanwhile: async ({ drift }) => {
      const target = 'PostgreSQL - Ecommerce';
      await drift({ type: 'add-stream', target, stream: 'coupons' });
      await drift({ type: 'add-column', target, stream: 'orders', column: 'coupon_id' });
    },
  },
  'streams-refreshed-behind-a-change': {
    files: {
      ...stepped('refresh'),
      [catalog]: ['streams:', 'streams:\n  - name: payments'],
      'pipelines/destinations/bronze.yaml':
        'kind: destination\nname: Warehouse\ndefinition: airbyte/destination-postgres\nconfiguration: {host: db, port: 5432, database: x, schema: public, username: writer}\n',
    },
    meanwhile: ({ sync }) => sync(bronze),
    edits: { [catalog]: ['cursorField: updated_at', 'cursorField: created_at'] },
  },
  'streams-cleared-behind-a-change': {
    files: { ...stepped('clear') },
    meanwhile: ({ sync }) => sync(bronze),
    edits: streams('name: customers', '{name: orders, cursorField: ordered_at}'),
  },
  'streams-that-cannot-be-refreshed': { files: stepped('refresh'), edits: streams('name: customers', dedup) },
  'streams-of-two-namespaces': {
    files: {
      'pipelines/sources/ecommerce.yaml': ['database: ecommerce', 'database: ecommerce\n  schemas: [public, archive]'],
    },
    edits: streams(
      'name: customers',
      'name: orders',
      '{name: stock_levels, namespace: archive, cursorField: created_at}',
    ),
  },
};
