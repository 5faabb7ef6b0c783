import { expect, test } from 'vitest';
import type { DriftEdit } from '../../src/sandbox/drift/drift-edit.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { StoredStream } from '../../src/sandbox/stored.ts';
import type { Contents } from '../desired/project-in-memory.ts';
import { apply, type ProjectInMemory, plan, withSandbox } from '../support/workflow.ts';

const ends: Contents = {
  'airplan.yaml': 'version: 1\nenvironments: {test: {server: sandbox, workspace: default}}\n',
  'pipelines/shop.yaml': `kind: source
definition: airbyte/source-postgres
configuration: {host: db.example.com, port: 5432, database: shop, username: reader}
`,
  'pipelines/lake.yaml': `kind: destination
definition: airbyte/destination-postgres
configuration: {host: db.example.com, port: 5432, database: lake, username: writer, schema: public}
`,
};

function project(streams: string, preference: string): ProjectInMemory {
  const settings = `nonBreakingChangesPreference: ${preference}`;
  const file = `kind: connection\nsource: shop\ndestination: lake\n${settings}\nstreams: [${streams}]\n`;
  return { contents: { ...ends, 'pipelines/s2l.yaml': file }, variables: {} };
}

const addStream: DriftEdit = { type: 'add-stream', target: 'shop', stream: 'coupons' };
const addColumn: DriftEdit = { type: 'add-column', target: 'shop', stream: 'orders', column: 'coupon' };
const some = '{name: orders, fields: {include: [id, updated_at]}}';

/** What is live after `first` was applied and the source has changed, with what `then` makes of it. */
async function drifted(edit: DriftEdit, first: ProjectInMemory, then: ProjectInMemory = first) {
  return withSandbox({}, async (sandbox) => {
    await apply(first, sandbox.url);
    await sandbox.control.drift(edit);
    const { changes, notes } = await plan(then, sandbox.url);
    await apply(then, sandbox.url);
    const after = await plan(then, sandbox.url);
    const paths = changes.flatMap(({ fields }) => fields.map(({ path }) => path.join('.')));
    return { paths, notes, left: after.changes.length, streams: storedStreams(sandbox) };
  });
}

function storedStreams({ store }: Sandbox): readonly StoredStream[] {
  return store.connections.list().flatMap(({ catalog }) => catalog.streams);
}

const names = (streams: readonly StoredStream[]) => streams.map(({ stream }) => stream.name).sort();
const columns = (streams: readonly StoredStream[]) => Object.keys(streams[0]?.jsonSchema.properties ?? {}).sort();

test('a stream that the server adds by itself is no change', async () => {
  const result = await drifted(addStream, project('{name: orders}', 'propagate_fully'));

  expect(result).toMatchObject({ paths: [], left: 0 });
  expect(result.notes).toEqual([
    expect.stringMatching(/^connection\/s2l: stream (public\.)?coupons stays: the server adds streams by itself/),
  ]);
});

test('a stream that the server has added stays while another one is changed', async () => {
  const then = project('{name: orders, destinationSyncMode: append}', 'propagate_fully');
  const { paths, left, streams } = await drifted(addStream, project('{name: orders}', 'propagate_fully'), then);

  expect([paths, left]).toEqual([['streams.public.orders.destinationSyncMode'], 0]);
  expect(names(streams)).toEqual(['coupons', 'orders']);
});

test('a stream that the server has added goes once the file excepts it', async () => {
  const then = project('{name: orders}, {name: "o*", except: [coupons]}', 'propagate_fully');
  const { left, streams } = await drifted(addStream, project('{name: orders}', 'propagate_fully'), then);

  expect(left).toBe(0);
  expect(names(streams)).not.toContain('coupons');
});

test('a column that the server adds to a selection stays', async () => {
  const result = await drifted(addColumn, project(some, 'propagate_columns'));

  expect(result).toMatchObject({ paths: [], left: 0 });
  expect(columns(result.streams)).toEqual(['coupon', 'id', 'updated_at']);
});

test('a column that the server adds goes once the file excludes it by name', async () => {
  const then = project('{name: orders, fields: {exclude: [coupon]}}', 'propagate_columns');
  const { left, streams } = await drifted(addColumn, project(some, 'propagate_columns'), then);

  expect(left).toBe(0);
  expect(columns(streams)).not.toContain('coupon');
});

test('what the server adds to a pattern has the settings of the file', async () => {
  const files = project('{name: "*", destinationSyncMode: append}', 'propagate_fully');
  const { paths, left } = await drifted(addStream, files);

  expect([paths, left]).toEqual([['streams.public.coupons.destinationSyncMode'], 0]);
});
