import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type DiscoverRequest, discoverSource, printStreams } from '../../src/workflows/discover.ts';
import type { Contents } from '../desired/project-in-memory.ts';
import { apply, discoveries, plan, portsFor, requestsDuring, withSandbox, writes } from '../support/workflow.ts';

const shop = `kind: source
definition: airbyte/source-postgres
configuration: {host: db.example.com, port: 5432, database: shop, username: reader, password: "\${env:PASSWORD}"}
`;
const lake = `kind: destination
definition: airbyte/destination-s3
configuration: {s3_bucket_name: lake, s3_bucket_path: raw/, s3_bucket_region: eu-central-1, format: {format_type: Parquet}}
`;
const ends = 'kind: connection\nsource: shop\ndestination: lake\n';
const files: Contents = {
  'airplan.yaml': 'version: 1\nenvironments: {test: {server: sandbox, workspace: default}}\n',
  'pipelines/shop.yaml': shop,
  'pipelines/lake.yaml': lake,
};
const variables = { PASSWORD: 'zqCANARYqz' };
const request: DiscoverRequest = { source: 'shop', files: false, refresh: false, streams: [] };

const asked = (contents: Contents, url: string, changes: Partial<DiscoverRequest> = {}) =>
  discoverSource(portsFor({ contents: { ...files, ...contents }, variables }, url), { ...request, ...changes });

test.each(['1.6', '2.0'] as const)(
  'what is printed of a source that is not there yet is applied, and plans empty afterwards (%s)',
  (profile) =>
    withSandbox({ profile }, async ({ url }) => {
      const { offer } = await asked({}, url, { files: true });
      const connection = `${ends}${printStreams(offer.streams, offer.streams)}\n`;
      const project = { contents: { ...files, 'pipelines/s2l.yaml': connection }, variables };
      const { result } = await apply(project, url);

      expect(offer.from).toBe('connector');
      expect(offer.streams).toHaveLength(7);
      expect(result).toBe('applied');
      expect((await plan(project, url)).changes).toEqual([]);
    }),
);

test('the connector is run only where it has to be or is asked to, and never for a connection', () =>
  withSandbox({}, async (sandbox) => {
    const { url } = sandbox;
    await apply({ contents: files, variables }, url);
    const first = await requestsDuring(sandbox, () => asked({}, url));
    const second = await requestsDuring(sandbox, () => asked({}, url));
    const refreshed = await requestsDuring(sandbox, () => asked({}, url, { source: 'source/shop', refresh: true }));
    const runs = [first, second, refreshed];

    expect(runs.map(({ result }) => result.offer.from)).toEqual(['connector', 'server', 'connector']);
    expect(runs.map(({ requests }) => discoveries(requests))).toEqual(
      Array.from({ length: 3 }, () => ['/api/v1/sources/discover_schema']),
    );
    expect(JSON.stringify(runs.map(({ requests }) => requests))).not.toContain('connectionId');
    expect(runs.flatMap(({ requests }) => writes(requests))).toEqual([]);
  }));

test('streams are narrowed by name, with or without their namespace', () =>
  withSandbox({}, async ({ url }) => {
    const named = async (...streams: string[]) =>
      (await asked({}, url, { files: true, streams })).streams.map(({ name }) => name);

    expect(await named('audit_*', 'public.orders')).toEqual(['audit_changes', 'audit_logins', 'orders']);
    await expect(named('ordres')).rejects.toMatchObject({ code: 'invalid-flags', hint: 'did you mean "orders"?' });
  }));

test.each([
  ['shoop', 'the files have no source "shoop"', 'did you mean "shop"?'],
  ['lake', 'destination/lake is a destination', 'only sources have streams to discover'],
  ['*', '"discover" takes the key of one source, not "*"', undefined],
  ['shop', 'source/shop is not on the server yet', expect.stringContaining('--files')],
])('"%s" is refused with a way out', (source, message, hint) =>
  withSandbox({}, async ({ url }) => {
    await expect(asked({}, url, { source })).rejects.toMatchObject({ code: 'invalid-flags', message, hint });
  }),
);

test('a connector that fails speaks for itself, without secrets', () =>
  withSandbox(
    answering({ jobInfo: { succeeded: false, failureReason: { externalMessage: 'no zqCANARYqz here' } } }),
    async ({ url }) => {
      await expect(asked({}, url, { files: true })).rejects.toMatchObject({
        code: 'connector-failed',
        message: 'source/shop: the connector could not list its streams: no (secret) here',
      });
    },
  ));

test('a connector that says nothing is told of as such', () =>
  withSandbox(answering({ jobInfo: { succeeded: false } }), async ({ url }) => {
    await expect(asked({}, url, { files: true })).rejects.toThrow('could not list its streams, and does not say why');
  }));

function answering(body: JsonObject): SandboxOptions {
  return {
    intercept: ({ path }) => (path.endsWith('discover_schema') ? { type: 'status', status: 200, body } : undefined),
  };
}

test('a configuration that its connector does not accept is a finding, and the connector is not run', () =>
  withSandbox({}, async (sandbox) => {
    const wrong = { 'pipelines/shop.yaml': shop.replace('port: 5432', 'port: high') };
    const { requests } = await requestsDuring(sandbox, () =>
      expect(asked(wrong, sandbox.url, { files: true })).rejects.toMatchObject({ code: 'invalid-files' }),
    );

    expect(discoveries(requests)).toEqual([]);
  }));

test('what the files change is noted, for the server is asked about what it has', () =>
  withSandbox({}, async ({ url }) => {
    await apply({ contents: files, variables }, url);
    const changed = { 'pipelines/shop.yaml': shop.replace('db.example.com', 'other.example.com') };

    expect((await asked({}, url)).notes).toEqual([]);
    expect((await asked(changed, url)).notes).toEqual(['the files change its configuration; --files asks with theirs']);
    expect((await asked(changed, url, { files: true })).notes).toEqual([]);
  }));

test('a source that has changed is held against the connections that read from it', () =>
  withSandbox({}, async ({ url, store }) => {
    const connection = `${ends}streams: [{name: orders}, {name: "audit_*"}, {name: customers, fields: {include: [id, email]}}]\n`;
    const contents = { 'pipelines/s2l.yaml': connection };
    const before = await asked(contents, url, { files: true });
    await apply({ contents: { ...files, ...contents }, variables }, url);
    const [source] = store.actors.source.list();
    const of = { namespace: 'public' };
    const schemaEdits = [
      { type: 'drop-stream', ...of, stream: 'orders' },
      { type: 'drop-stream', ...of, stream: 'audit_logins' },
      { type: 'drop-column', ...of, stream: 'customers', column: 'email' },
    ] as const;
    if (source !== undefined) store.actors.source.put({ ...source, schemaEdits });
    const { comparison } = await asked(contents, url, { refresh: true, streams: ['*'] });
    const told = comparison.differences.filter(({ difference }) => difference !== 'new');

    expect(before.comparison.notes).toEqual([
      'connection/s2l is not on the server yet, so that there are no columns to compare',
    ]);
    expect(told.map(({ difference, name }) => `${difference} ${name}`)).toEqual([
      'gone audit_logins',
      'changed customers',
      'gone orders',
    ]);
    expect(JSON.stringify(told[2])).toContain('plan and apply stop until it is taken out of pipelines/s2l.yaml:4');
    expect(comparison.refusals.map(({ message }) => message)).toEqual([expect.stringContaining('"email"')]);
    expect(comparison.connections).toEqual(['connection/s2l']);
  }));
