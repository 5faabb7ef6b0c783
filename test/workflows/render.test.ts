import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { renderStateJson } from '../../src/render/rendered-state.ts';
import { printState, renderWorkspace, type ShownOrigins } from '../../src/workflows/render.ts';
import { aProject, type Contents, load } from '../desired/project-in-memory.ts';
import { portsFor } from '../support/workflow.ts';

const aProjectFile = `version: 1
environments:
  test:
    server: sandbox
    workspace: default
    variables:
      host: db.test
      port: 5433
      from_outside: \${env:OUTSIDE}
    patch:
      source/shop:
        configuration: {user: tester, tls: null}
      catalog/shop: {defaults: {namespace: test}}
      connection/shop-to-lake: {tags: [test], schedule: {units: 1}}
  other: {server: sandbox, workspace: default, variables: {host: db.other, port: 1, from_outside: x}}
`;

const project: Contents = {
  ...aProject,
  'airplan.yaml': aProjectFile,
  'pipelines/shop.yaml': `kind: source
definition: airbyte/source-postgres
configuration:
  host: \${var:host}
  port: "\${var:port}"
  url: "jdbc:\${var:host}:\${var:port}/\${env:DATABASE:-default-canary}"
  user: someone
  tls: true
  password: \${env:PASSWORD}
  literal_password: literal-canary
  sealed: \${var:from_outside}
  kept: "$\${env:NOT_ONE} \${NAMESPACE}"
`,
  'pipelines/catalogs/shop.yaml': `kind: catalog
defaults: {syncMode: incremental, cursorField: updated_at, namespace: public}
streams:
  - {name: orders, primaryKey: [id, shop_id]}
  - name: "audit_*"
    syncMode: full_refresh
    mappers:
      - type: encryption
        mapperConfiguration: {algorithm: AES, mode: CBC, padding: NoPadding, fieldNameSuffix: _x,
                              key: mapper-canary, targetField: "\${var:host}"}
except: [audit_tmp]
`,
  'pipelines/shop-to-lake.yaml': `kind: connection
source: shop
destination: lake
catalog: shop
except: ["*_old"]
schedule: {units: 6, timeUnit: hours}
`,
};

const secrets = { PASSWORD: 'env-canary', OUTSIDE: 'outside-canary' };

async function render({
  origins = 'elsewhere',
  select = [],
  environment = 'test',
  contents = project,
}: {
  readonly origins?: ShownOrigins;
  readonly select?: readonly string[];
  readonly environment?: string;
  readonly contents?: Contents;
} = {}) {
  const ports = portsFor({ contents, variables: secrets }, 'http://127.0.0.1:1');
  const { state } = await renderWorkspace(ports, { select, exclude: [], environment });
  return { yaml: printState(state, origins), json: renderStateJson(state) };
}

test('a source is shown with its patch and variables in place, and where they come from', async () => {
  expect((await render({ select: ['source/*'] })).yaml).toMatchInlineSnapshot(`
    "kind: source
    key: shop
    name: shop
    definition: airbyte/source-postgres
    configuration:
      host: db.test # airplan.yaml:7 variable host
      kept: $\${env:NOT_ONE} \${NAMESPACE}
      literal_password: (secret)
      password: \${env:PASSWORD}
      port: 5433 # airplan.yaml:8 variable port
      sealed: \${var:from_outside}
      url: jdbc:db.test:5433/\${env:DATABASE:-…} # airplan.yaml:7 variable host, airplan.yaml:8 variable port
      user: tester # airplan.yaml:12 patch"
  `);
});

test('a connection is shown with its catalog, its defaults and what airplan fills in', async () => {
  expect((await render({ select: ['connection/*'] })).yaml).toMatchInlineSnapshot(`
    "kind: connection
    key: shop-to-lake
    name: shop-to-lake
    source: shop
    destination: lake
    schedule:
      timeUnit: hours
      units: 1 # airplan.yaml:14 patch
    tags: [test] # airplan.yaml:14 patch
    except:
      - audit_tmp # pipelines/catalogs/shop.yaml:11
      - "*_old"
    streams:
      - namespace: test # airplan.yaml:13 patch
        name: orders # pipelines/catalogs/shop.yaml:4
        syncMode: incremental # pipelines/catalogs/shop.yaml:2 defaults
        destinationSyncMode: overwrite # default of airplan
        cursorField: updated_at # pipelines/catalogs/shop.yaml:2 defaults
        primaryKey: [id, shop_id] # pipelines/catalogs/shop.yaml:4
      - namespace: test # airplan.yaml:13 patch
        name: audit_* # pipelines/catalogs/shop.yaml:5
        syncMode: full_refresh # pipelines/catalogs/shop.yaml:6
        destinationSyncMode: overwrite # default of airplan
        mappers:
          - mapperConfiguration:
              algorithm: AES # pipelines/catalogs/shop.yaml:9
              fieldNameSuffix: _x # pipelines/catalogs/shop.yaml:9
              key: (secret) # pipelines/catalogs/shop.yaml:10
              mode: CBC # pipelines/catalogs/shop.yaml:9
              padding: NoPadding # pipelines/catalogs/shop.yaml:9
              targetField: db.test # pipelines/catalogs/shop.yaml:10, airplan.yaml:7 variable host
            type: encryption # pipelines/catalogs/shop.yaml:8"
  `);
});

test('every value tells its line when asked to', async () => {
  const { yaml } = await render({ select: ['destination/*'], origins: 'all' });

  expect(yaml).toMatchInlineSnapshot(`
    "kind: destination # pipelines/lake.yaml:1
    key: lake # pipelines/lake.yaml:1
    name: lake # pipelines/lake.yaml:1
    definition: airbyte/destination-s3 # pipelines/lake.yaml:2
    configuration:
      s3_bucket_name: datalake # pipelines/lake.yaml:3"
  `);
});

test('another environment has its own values, and none of the patch', async () => {
  const { yaml } = await render({ select: ['source/*'], environment: 'other' });

  expect(yaml).toContain('host: db.other # airplan.yaml:15 variable host');
  expect(yaml).toMatch(/user: someone$/);
});

test('as JSON each value has its origins by JSON pointer', async () => {
  const [connection] = JSON.parse((await render({ select: ['connection/*'] })).json).resources;

  expect(connection.document.streams[0]).toMatchObject({
    name: 'orders',
    namespace: 'test',
    primaryKey: ['id', 'shop_id'],
  });
  expect(connection.origins).toMatchObject({
    '/schedule/units': [{ from: 'patch', file: 'airplan.yaml', line: 14 }],
    '/schedule/timeUnit': [{ from: 'file', file: 'pipelines/shop-to-lake.yaml', line: 6 }],
    '/streams/0/primaryKey/1': [{ from: 'catalog', file: 'pipelines/catalogs/shop.yaml', line: 4 }],
    '/streams/0/syncMode': [{ from: 'defaults', file: 'pipelines/catalogs/shop.yaml', line: 2 }],
    '/streams/0/destinationSyncMode': [{ from: 'airplan' }],
  });
});

test('no secret is shown, wherever it stands', async () => {
  const specification = {
    type: 'object',
    properties: { host: { type: 'string', airbyte_secret: true }, literal_password: { type: 'string' } },
  };
  const stored = storedSpecification(specification);
  for (const contents of [project, { ...project, ...stored }]) {
    const outputs = [await render({ contents }), await render({ contents, origins: 'all' })];

    expect(JSON.stringify(outputs)).not.toMatch(/(env|outside|mapper|default)-canary/);
  }
  expect((await render()).yaml).not.toContain('literal-canary');
  expect((await render({ contents: { ...project, ...stored } })).yaml).toContain('host: (secret)');
});

test('what is shown can be read as files again, and means the same', async () => {
  const { yaml } = await render();
  const again: Contents = {
    'airplan.yaml': aProjectFile.replace(/ {4}patch:[\s\S]* {2}other/, '  other'),
    'pipelines/all.yaml': yaml,
  };
  const plain = (desired: unknown) =>
    JSON.parse(JSON.stringify(desired), (name, value) => (name === 'origin' ? undefined : value));
  const [first, second] = [await load(project, secrets, 'test'), await load(again, secrets, 'test')];

  expect(second.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(plain(second.desired?.connections)).toEqual(plain(first.desired?.connections));
  expect(plain(second.desired?.destinations)).toEqual(plain(first.desired?.destinations));
});

test('the same bytes in whatever order the disk lists its files', async () => {
  const expected = await render({ origins: 'all' });
  const entries = Object.entries(project);

  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(entries, { minLength: entries.length }), async (shuffled) => {
      expect(await render({ origins: 'all', contents: Object.fromEntries(shuffled) })).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

function storedSpecification(connectionSpecification: JsonObject): Contents {
  return {
    '.airplan/specs/source-postgres.json': JSON.stringify({
      formatVersion: '1.0',
      kind: 'source',
      definitionId: '11111111-2222-4333-8444-555555555555',
      name: 'Postgres',
      dockerRepository: 'airbyte/source-postgres',
      dockerImageTag: '1.0.0',
      connectionSpecification,
    }),
  };
}
