import { expect, test } from 'vitest';
import { serverMask } from '../../src/model/configuration.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { editActorInUi } from '../../src/sandbox/ui-edits.ts';
import { everyObject, withRewrittenAnswers } from '../support/rewritten-answers.ts';
import { apply, type ProjectInMemory, plan, withSandbox } from '../support/workflow.ts';

/*
 * Real complaints of users of other tools, through the whole of airplan: files, a server, a plan.
 */

const password = 'made-up-password';

/** A source, a destination, and a connection with what `settings` say of it. */
function aProject(settings: string, name = 'Shop to warehouse'): ProjectInMemory {
  const database = `{host: db, port: 5432, database: shop, username: me, password: "\${env:PASSWORD}"`;
  return {
    variables: { PASSWORD: password },
    contents: {
      'airplan.yaml': 'version: 1\nenvironments:\n  test: {server: sandbox, workspace: default}\n',
      'pipelines/shop.yaml': `kind: source\ndefinition: airbyte/source-postgres\nconfiguration:\n  ${database}}\n`,
      'pipelines/warehouse.yaml': `kind: destination\ndefinition: airbyte/destination-postgres\nconfiguration:\n  ${database}, schema: public}\n`,
      'pipelines/sync.yaml': `kind: connection\nname: ${JSON.stringify(name)}\nsource: shop\ndestination: warehouse\n${settings}\n`,
    },
  };
}

const oneStream = 'streams: [{name: orders}]';
const severalStreams = `tags: [silver, gold, bronze]
streams:
  - {name: orders, syncMode: incremental, destinationSyncMode: append_dedup, cursorField: updated_at, primaryKey: id}
  - {name: customers, fields: {include: [id, first_name, last_name]}}
  - {name: products}`;

/** The plan once the project was applied, and the server speaks in another manner from then on. */
function planAgainst(project: ProjectInMemory, rewrite: (connection: JsonObject) => JsonObject): Promise<Plan> {
  return withSandbox({}, async ({ url }) => {
    expect(await apply(project, url)).toMatchObject({ result: 'applied' });
    const list = (answer: JsonObject) => ({ connections: listIn(answer, 'connections').map(rewrite) });
    return withRewrittenAnswers(url, { 'connections/list': list }, (other) => plan(project, other));
  });
}

function listIn(object: JsonObject, name: string): readonly JsonObject[] {
  return object[name] as readonly JsonObject[];
}

/** The connection with each stream's settings changed. */
function withStreams(connection: JsonObject, change: (config: JsonObject) => JsonObject): JsonObject {
  const streams = listIn(connection.syncCatalog as JsonObject, 'streams');
  const changed = streams.map((stream) => ({ ...stream, config: change(stream.config as JsonObject) }));
  return { ...connection, syncCatalog: { streams: changed } };
}

const everythingReversed = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(everythingReversed).toReversed()
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .map(([name, inner]) => [name, everythingReversed(inner)] as const)
            .toReversed(),
        )
      : value;

test('complaint: order of streams, of field paths, of keys shown as change', async () => {
  const { changes } = await planAgainst(
    aProject(severalStreams),
    (connection) => everythingReversed(connection) as JsonObject,
  );

  expect(changes).toEqual([]);
});

const cron = { cronExpression: '0 0 3 * * ?', cronTimeZone: 'UTC' };

test('complaint: cron shown while the schedule is manual', async () => {
  const { changes } = await planAgainst(aProject(`schedule: manual\n${oneStream}`), (connection) => ({
    ...connection,
    scheduleData: { cron },
  }));

  expect(changes).toEqual([]);
});

test('complaint: cron shown with " UTC" added', async () => {
  const project = aProject(`schedule: {cron: "0 0 3 * * ?", timeZone: UTC}\n${oneStream}`);
  const { changes } = await planAgainst(project, (connection) => ({
    ...connection,
    scheduleData: { cron: { ...cron, cronExpression: `${cron.cronExpression} UTC` } },
  }));

  expect(changes).toEqual([]);
});

test('complaint: cursor that comes back null for full refresh', async () => {
  const project = aProject('streams: [{name: orders, syncMode: full_refresh, cursorField: updated_at}]');
  const { changes } = await planAgainst(project, (connection) =>
    withStreams(connection, (config) => ({ ...config, cursorField: null, primaryKey: null })),
  );

  expect(changes).toEqual([]);
});

test('complaint: "" against absent prefix', async () => {
  const project = aProject(
    `prefix: ""\nnamespaceDefinition: customformat\nnamespaceFormat: "\${SOURCE_NAMESPACE}"\n${oneStream}`,
  );
  const absent = await planAgainst(project, ({ prefix: _, ...connection }) => connection);
  const nothing = await planAgainst(project, (connection) => ({ ...connection, prefix: null }));

  expect([absent.changes, nothing.changes]).toEqual([[], []]);
});

test('complaint: masked secret shown as change, or sent back as the secret', async () => {
  await withSandbox({}, async ({ url, store, requests }) => {
    const project = aProject(oneStream);
    await apply(project, url);
    expect((await plan(project, url)).changes).toEqual([]);

    const source = String(project.contents['pipelines/shop.yaml']);
    const files = [
      `${source}name: Renamed\nrenamedFrom: shop\n`,
      `${source.replace('host: db', 'host: new')}name: Renamed\n`,
    ];
    for (const file of files) {
      const contents = { ...project.contents, 'pipelines/shop.yaml': file };
      expect(await apply({ ...project, contents }, url)).toMatchObject({ result: 'applied' });
      // One of each of the two ends.
      expect(store.secrets.list().map(({ value }) => value)).toEqual([password, password]);
    }
    const updates = requests.filter(({ path }) => path === '/api/v1/sources/update');
    expect(updates.map(({ body }) => JSON.stringify(body).includes(serverMask))).toEqual([true, false]);
  });
});

/** Does something in the web interface to the only source there is. */
async function editSource({ store }: Sandbox, configuration: JsonObject): Promise<void> {
  const [source] = store.actors.source.list();
  await editActorInUi(store, 'source', source?.id ?? '', { configuration });
}

test('complaint: UI edit of a configuration not seen', async () => {
  await withSandbox({}, async (sandbox) => {
    const project = aProject(oneStream);
    await apply(project, sandbox.url);
    await editSource(sandbox, { host: 'other', jdbc_url_params: 'a=b', ssl_mode: { mode: 'disable' } });
    const { changes } = await plan(project, sandbox.url);

    expect(changes.flatMap(({ fields }) => fields)).toEqual([
      { path: ['configuration', 'host'], before: 'other', after: 'db' },
      { path: ['configuration', 'jdbc_url_params'], before: 'a=b' },
      { path: ['configuration', 'ssl_mode', 'mode'], before: 'disable' },
    ]);
  });
});

test('complaint: unknown field in an answer breaks the tool', async () => {
  const tomorrow = (object: JsonObject): JsonObject => ({ ...object, fieldOfTomorrow: { a: [1, null] } });
  const { changes } = await planAgainst(aProject(severalStreams), (connection) => {
    const { syncCatalog, ...head } = connection;
    const streams = listIn(syncCatalog as JsonObject, 'streams').map((stream) => everyObject(stream, tomorrow));
    // The schema of a stream is the source's own: a field more there is a field more.
    const catalog = { streams: streams.map((stream, at) => withOwnSchema(stream as JsonObject, connection, at)) };
    return { ...(everyObject(head, tomorrow) as JsonObject), syncCatalog: catalog };
  });

  expect(changes).toEqual([]);
});

function withOwnSchema(stream: JsonObject, { syncCatalog }: JsonObject, at: number): JsonObject {
  const own = listIn(syncCatalog as JsonObject, 'streams')[at]?.stream as JsonObject;
  return { ...stream, stream: { ...(stream.stream as JsonObject), jsonSchema: own.jsonSchema ?? {} } };
}

test.each<[member: string, words: JsonObject]>([
  ['scheduleType', { scheduleType: 'continuous', scheduleData: { lagSeconds: 5 } }],
  ['the shape of scheduleData', { scheduleType: 'basic', scheduleData: { everySeconds: 5 } }],
  ['status', { status: 'locked' }],
  ['namespaceDefinition', { namespaceDefinition: 'mixed' }],
  ['nonBreakingChangesPreference', { nonBreakingChangesPreference: 'propagate_twice' }],
  ['backfillPreference', { backfillPreference: 'sometimes' }],
])('complaint: unknown enum in an answer breaks the tool: %s', async (_member, words) => {
  const undeclared = await planAgainst(aProject(oneStream), (connection) => ({ ...connection, ...words }));
  const declared = await planAgainst(
    aProject(
      `schedule: manual\nstatus: active\nnamespaceDefinition: source\nnonBreakingChangesPreference: ignore\nbackfillPreference: disabled\n${oneStream}`,
    ),
    (connection) => ({ ...connection, ...words }),
  );

  expect(undeclared.changes).toEqual([]);
  expect(declared.changes.flatMap(({ fields }) => fields)).toHaveLength(1);
});

test.each([
  'PostgreSQL → MinIO',
  'A <> B',
  'team/orders',
  '  spaces  inside ',
  '🐘 to ☁️',
  'größe',
  '${NAMESPACE}',
  "it's #1: {x}",
])('complaint: connection names with →, <>, /, spaces, emoji: %j', async (name) => {
  await withSandbox({}, async ({ url, store }) => {
    const project = aProject(oneStream, name);

    expect(await apply(project, url)).toMatchObject({ result: 'applied' });
    expect(store.connections.list().map((connection) => connection.name)).toEqual([name]);
    expect((await plan(project, url)).summary).toMatchObject({ unchanged: 3, unmanaged: 0 });
  });
});
