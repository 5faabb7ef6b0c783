import type { FileEdits, Situation } from './stage.ts';

const shop = 'pipelines/definitions/shop.yaml';
const store = 'pipelines/sources/store.yaml';
const crm = 'pipelines/definitions/crm.yaml';
const manifest = 'pipelines/definitions/crm.manifest.yaml';

const image = `kind: definition
name: Acme Shop
for: source
dockerRepository: acme/source-shop
dockerImageTag: 1.2.0
documentationUrl: https://docs.example.com/shop
`;

const declarative = 'kind: definition\nname: REST API\nfor: source\nmanifest: ./crm.manifest.yaml\n';

const someManifest = `type: DeclarativeSource
spec:
  type: Spec
  connection_specification:
    type: object
    required: [url]
    properties:
      url: {type: string}
      authentication: {type: object}
      pagination: {type: object}
`;

const source = `kind: source
name: Store
definition: shop
configuration: {url: "https://shop.example.com", token: "\${env:CRM_API_KEY}"}
`;

const nothing: FileEdits = {
  'pipelines/sources': null,
  'pipelines/destinations': null,
  'pipelines/catalogs': null,
  'pipelines/connections': null,
};

/** A small project with a connector of its own, and a source that runs on it. */
const project: FileEdits = { ...nothing, [shop]: image, [store]: source };

/** The same, the connector being a manifest. */
const declarativeProject: FileEdits = {
  ...nothing,
  [crm]: declarative.replace('REST API', 'Acme CRM'),
  [manifest]: someManifest,
  [store]: 'kind: source\nname: Store\ndefinition: crm\nconfiguration: {url: "https://crm.example.com"}\n',
};

/** The example, whose API is read by a manifest. */
const withManifest: FileEdits = {
  [crm]: declarative,
  [manifest]: someManifest,
  'pipelines/sources/crm-api.yaml': ['definition: airplan/source-rest-api', 'definition: crm'],
};

/** Plans about custom connectors. */
export const definitionSituations: Readonly<Record<string, Situation>> = {
  'custom-connector-created': { isNew: true, files: project, commands: ['plan', 'apply --yes --parallelism 1'] },
  'manifest-becomes-a-connector': {
    isNew: true,
    files: declarativeProject,
    commands: ['plan', 'apply --yes --parallelism 1', 'plan'],
  },
  'source-that-its-manifest-refuses': {
    isNew: true,
    files: declarativeProject,
    edits: { [store]: ['url: "https://crm.example.com"', 'url: 7'] },
  },
  'image-of-a-connector-updated': {
    files: project,
    edits: { [shop]: ['1.2.0', '1.3.0'] },
    commands: ['plan', 'apply --yes', 'plan'],
  },
  'manifest-of-a-connector-updated': {
    files: withManifest,
    edits: { [manifest]: ['url: {type: string}', 'url: {type: string, format: uri}\n      region: {type: string}'] },
    commands: ['plan', 'apply --yes', 'plan'],
  },
  'custom-connector-renamed-and-updated-in-the-ui': {
    files: project,
    meanwhile: ({ sandbox: { store: rows } }) => {
      for (const definition of rows.definitions.list()) {
        if (definition.origin !== 'custom') continue;
        rows.definitions.put({ ...definition, connector: { ...definition.connector, dockerImageTag: '9.9.9' } });
      }
    },
    edits: { [shop]: ['name: Acme Shop', 'name: Acme Store\nrenamedFrom: Acme Shop'] },
  },
  'custom-connector-removed': {
    files: project,
    edits: {
      [shop]: ['for: source', 'for: source\nremove: true\nreason: replaced by the connector of Airbyte'],
      [store]: ['name: Store', 'name: Store\nremove: true'],
    },
    commands: ['plan', 'apply --yes --override-limits --parallelism 1', 'plan'],
  },
  'custom-connector-removed-from-under-its-source': {
    files: project,
    edits: { [shop]: ['for: source', 'for: source\nremove: true'] },
    commands: ['plan', 'plan --select definition/shop'],
  },
  'custom-connector-in-use-elsewhere': {
    files: project,
    edits: { [shop]: ['for: source', 'for: source\nremove: true'], [store]: null },
  },
  'image-that-no-server-can-change': {
    files: project,
    edits: { [shop]: ['acme/source-shop', 'acme/source-store'] },
  },
  'connector-that-was-meant': {
    files: project,
    edits: { [store]: ['definition: shop', 'definition: shopp'] },
  },
};
