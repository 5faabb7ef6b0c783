import { manyConnections } from './actor-situations.ts';
import type { Situation } from './stage.ts';

const toBronze = 'pipelines/connections/ecommerce-to-bronze.yaml';
const toStaging = 'pipelines/connections/crm-to-staging.yaml';
const bronze = 'PostgreSQL → MinIO';
const staging = 'CRM API → Staging';

/** Every setting that a connection can have. */
const allSettings = `namespaceDefinition: customformat
namespaceFormat: raw_\${SOURCE_NAMESPACE}
prefix: shop_
nonBreakingChangesPreference: ignore
backfillPreference: disabled
notifySchemaChanges: true
notifySchemaChangesByEmail: false
resourceRequirements: {cpu_limit: "2", memory_limit: 2Gi}`;

/** Plans about the settings of connections. */
export const connectionSituations: Readonly<Record<string, Situation>> = {
  'schedule-basic-to-cron': {
    edits: { [toBronze]: ['{ units: 6, timeUnit: hours }', '{ cron: "0 0 3 * * ?", timeZone: Europe/Berlin }'] },
  },
  'schedule-cron-to-manual': {
    edits: {
      [toStaging]: ['{ cron: "0 0 3 * * ?", timeZone: UTC }', 'manual'],
    },
  },
  'schedule-manual-in-the-ui': {
    meanwhile: ({ connection }) => connection(bronze, () => ({ schedule: { type: 'manual' } })),
  },
  'paused-in-the-ui': { meanwhile: ({ drift }) => drift({ type: 'pause', target: bronze }) },
  'paused-in-the-file': { edits: { [toBronze]: ['status: active', 'status: inactive'] } },
  'tags-changed': {
    meanwhile: ({ connection }) => connection(staging, () => ({ tagIds: [] })),
    edits: { [toBronze]: ['tags: [bronze]', 'tags: [bronze, nightly, "team: data"]'] },
  },
  'prefix-and-namespace-changed': {
    files: { [toBronze]: ['namespaceDefinition: source', allSettings] },
    edits: {
      [toBronze]: [
        'namespaceFormat: raw_${SOURCE_NAMESPACE}\nprefix: shop_',
        'namespaceFormat: lake_${SOURCE_NAMESPACE}\nprefix: ""',
      ],
    },
  },
  'every-other-setting-changed-in-the-ui': {
    files: { [toBronze]: ['namespaceDefinition: source', allSettings] },
    meanwhile: ({ connection }) =>
      connection(bronze, () => ({
        namespaceDefinition: 'destination',
        nonBreakingChangesPreference: 'propagate_fully',
        backfillPreference: 'enabled',
        notifySchemaChanges: false,
        notifySchemaChangesByEmail: true,
        resourceRequirements: { cpu_limit: '4', memory_limit: '2Gi', memory_request: '1Gi' },
      })),
  },
  'renamed-in-the-ui': {
    meanwhile: ({ drift }) => drift({ type: 'rename', kind: 'connection', target: bronze, name: 'Postgres to Minio' }),
  },
  'deleted-in-the-ui': { meanwhile: ({ drift }) => drift({ type: 'delete', kind: 'source', target: 'CRM API' }) },
  'moved-to-another-source': {
    files: {
      'pipelines/sources/replica.yaml':
        'kind: source\nname: PostgreSQL - Replica\ndefinition: airbyte/source-postgres\nconfiguration: {host: replica, port: 5432, database: ecommerce, username: postgres, password: "${env:ECOMMERCE_DB_PASSWORD}"}\n',
    },
    meanwhile: ({ sync }) => sync(bronze),
    edits: { [toBronze]: ['source: ecommerce', 'source: replica'] },
    commands: ['plan', 'apply --yes'],
  },
  'prefix-of-one-that-synced': {
    meanwhile: ({ sync }) => sync(bronze),
    edits: { [toBronze]: ['status: active', 'status: active\nprefix: shop_'] },
  },
  'the-same-change-on-forty-connections': {
    files: manyConnections(40),
    meanwhile: ({ sandbox: { store } }) => {
      for (const one of store.connections.list()) {
        if (one.name.startsWith('Shop ')) store.connections.put({ ...one, status: 'inactive' });
      }
    },
  },
  'connection-created-paused': { isNew: true, files: { [toBronze]: ['status: active', 'status: inactive'] } },
  'a-server-without-tags': {
    server: {
      intercept: ({ path }) =>
        path.endsWith('tags/list') || path.endsWith('tags/create') ? { type: 'status', status: 404 } : undefined,
    },
    isNew: true,
  },
  'an-old-server': { server: { profile: '1.6' }, edits: { [toBronze]: ['status: active', 'status: inactive'] } },
};
