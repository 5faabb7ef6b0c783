import type { FileEdits, Situation } from './stage.ts';

const catalog = 'pipelines/catalogs/ecommerce.yaml';
const toBronze = 'pipelines/connections/ecommerce-to-bronze.yaml';
const ecommerce = 'pipelines/sources/ecommerce.yaml';
const bronze = 'PostgreSQL → MinIO';

/** Of the example nothing but `airplan.yaml`. */
const emptied: FileEdits = {
  'pipelines/sources': null,
  'pipelines/destinations': null,
  'pipelines/catalogs': null,
  'pipelines/connections': null,
};

const mixed: Pick<Situation, 'meanwhile' | 'edits'> = {
  meanwhile: ({ configure, drift }) => {
    configure('source', 'PostgreSQL - Ecommerce', { host: 'old-db.example.com' });
    return drift({ type: 'pause', target: bronze });
  },
  edits: { 'pipelines/connections/crm-to-staging.yaml': ['- name: deals', '- name: companies'] },
};

/** Plans of whole projects, errors included. */
export const projectSituations: Readonly<Record<string, Situation>> = {
  'empty-project': { isNew: true, files: emptied },
  'no-project': { isNew: true, files: { ...emptied, 'airplan.yaml': null } },
  'first-plan-of-the-example': { isNew: true },
  'first-plan-with-discovery': { isNew: true, commands: ['plan --discover'] },
  'no-changes': {},
  'unmanaged-only': { edits: emptied },
  'several-changes': mixed,
  'selected-with-what-it-needs': {
    isNew: true,
    commands: ['plan --select +connection/crm-to-staging', 'plan --select connection/crm-to-staging'],
  },
  'selected-nothing': { commands: ['plan --select source/shop'] },
  'explained-without-changes': { commands: ['plan --explain'] },
  'explained-beside-changes': { ...mixed, commands: ['plan --explain'] },
  'saved-plan-that-is-stale': {
    edits: { [toBronze]: ['status: active', 'status: inactive'] },
    commands: [
      'plan --out plan.json',
      ({ connection }) => connection(bronze, () => ({ status: 'inactive', schedule: { type: 'manual' } })),
      'apply plan.json',
    ],
  },
  'saved-plan-that-is-carried-out': {
    edits: { [toBronze]: ['status: active', 'status: inactive'] },
    commands: ['plan --out plan.json', ({ drift }) => drift({ type: 'pause', target: bronze }), 'apply plan.json'],
  },
  'applied-and-told': { ...mixed, commands: ['apply --yes --override-limits --parallelism 1'] },
  'two-candidates': {
    meanwhile: ({ sandbox: { store } }) => {
      for (const actor of store.actors.source.list()) {
        const id = '00000000-0000-4000-8000-00000000beef';
        if (actor.name === 'CRM API') store.actors.source.put({ ...actor, id, createdAt: actor.createdAt + 86_400 });
      }
    },
  },
  'id-that-is-not-there': {
    edits: { [ecommerce]: ['kind: source', 'kind: source\nid: 00000000-0000-4000-8000-00000000dead'] },
  },
  'several-findings': {
    edits: {
      [catalog]: [
        'streams:\n  - name: customers\n  - name: orders\n',
        'streams:\n  - name: customrs\n  - {name: orders, cursorField: changed_at}\n  - {name: payments, destinationSyncMode: append_dedupe}\n',
      ],
      [toBronze]: ['status: active', 'status: running\nscedule: manual'],
      [ecommerce]: ['${env:ECOMMERCE_DB_PASSWORD}', '${env:ECOMMERCE_PASSWORD}'],
    },
    commands: ['plan', 'validate'],
  },
  'streams-that-the-source-does-not-have': {
    edits: {
      [catalog]: [
        'streams:\n  - name: customers\n  - name: orders\n',
        'streams:\n  - name: customrs\n  - {name: orders, cursorField: changed_at}\n  - {name: payments, destinationSyncMode: append_dedup, primaryKey: nr, fields: {exclude: [secret]}}\n',
      ],
    },
  },
  'configuration-that-the-connector-refuses': {
    isNew: true,
    files: {
      [ecommerce]: ['port: 5432', 'port: 99999'],
      'pipelines/sources/crm-api.yaml': ['type: api_key, header', 'type: apikey, header'],
      'pipelines/destinations/staging.yaml': ['${env:STAGING_DB_PASSWORD}', 'hunter2hunter2'],
    },
  },
  'waivers-and-warnings': {
    isNew: true,
    files: {
      'pipelines/destinations/staging.yaml': [
        '${env:STAGING_DB_PASSWORD}',
        'postgres # airplan-ignore literal-secret: gone with the container',
      ],
      [ecommerce]: [
        'username: postgres',
        'username: postgres\n  jdbc_url_param: x # airplan-ignore mask-as-secret: no longer so',
      ],
    },
  },
  'refused-by-limits': {
    files: {
      'airplan.yaml': ['workspace: default', 'workspace: default\n    limits: {minObjects: 2, changePercent: 10}'],
    },
    edits: { [toBronze]: ['status: active', 'status: inactive'] },
    commands: ['apply --yes'],
  },
  'wrong-workspace': {
    edits: { 'airplan.yaml': ['workspace: default', 'workspace: defualt'] },
  },
  'another-workspace-than-expected': {
    edits: {
      'airplan.yaml': [
        'workspace: default',
        'workspace: default\n    expect: {workspaceId: 00000000-0000-4000-8000-00000000dead}',
      ],
    },
  },
  'a-made-up-world': { server: { worldSize: 10 }, isNew: true, files: emptied },
  'a-server-that-fails': {
    isNew: true,
    server: { intercept: ({ path }) => (path.endsWith('sources/list') ? { type: 'status', status: 500 } : undefined) },
  },
};
