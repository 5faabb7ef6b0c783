import { expect, test } from 'vitest';
import type { Contents } from '../desired/project-in-memory.ts';
import { apply, plan, withSandbox } from '../support/workflow.ts';

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
const filtering = '{type: field-filtering, mapperConfiguration: {targetField: total_amount}}';

function project(stream: string, key = 'zq00112233445566') {
  const file = `kind: connection\nsource: shop\ndestination: lake\nstreams:\n  - {name: orders, ${stream}}\n`;
  return { contents: { ...ends, 'pipelines/s2l.yaml': file }, variables: { FIELD_KEY: key } };
}

function encryption(mode: string): string {
  const settings = `algorithm: AES, key: "\${env:FIELD_KEY}", mode: ${mode}, padding: NoPadding`;
  const target = 'targetField: total_amount, fieldNameSuffix: _x';
  return `mappers: [{type: encryption, mapperConfiguration: {${settings}, ${target}}}]`;
}

test('an encryption keeps its id and its key while something else changes, and gets the new key when it changes', async () => {
  await withSandbox({}, async ({ url, store }) => {
    const mapper = () => store.connections.list()[0]?.catalog.streams[0]?.mappers[0];
    await apply(project(encryption('CBC')), url);
    const before = mapper();
    await apply(project(`destinationSyncMode: append, ${encryption('CBC')}`, 'zq_another_key'), url);
    const after = mapper();
    await apply(project(`destinationSyncMode: append, ${encryption('GCM')}`, 'zq_another_key'), url);

    expect(before?.mapperConfiguration.key).toBe('zq00112233445566');
    expect(after).toEqual(before);
    expect(mapper()?.mapperConfiguration).toMatchObject({ mode: 'GCM', key: 'zq_another_key' });
  });
});

test('a mapper that the server lacks is a finding before anything is sent', async () => {
  await withSandbox({ profile: '1.6' }, async ({ url, store }) => {
    await expect(apply(project(`mappers: [${filtering}]`), url)).rejects.toThrow(
      'connection/s2l: server 1.6.0 has no mapper "field-filtering"',
    );
    expect(store.connections.list()).toEqual([]);
  });
});

test('a mapper that the server has is applied, and no plan is left', async () => {
  await withSandbox({ profile: '1.8' }, async ({ url }) => {
    const files = project(`mappers: [${filtering}]`);

    expect((await apply(files, url)).result).toBe('applied');
    expect((await plan(files, url)).changes).toEqual([]);
  });
});
