import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/configuration.ts';
import { originAt } from '../../src/model/issue.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { aConnectionFile, aProject, aSourceFile, type Contents, findingsOf, load } from './project-in-memory.ts';

async function connectionOf(lines: string, others: Contents = {}) {
  const { desired, issues } = await load({
    ...aProject,
    ...others,
    'pipelines/shop-to-lake.yaml': `kind: connection\nsource: shop\ndestination: lake\n${lines}\n`,
  });
  expect(renderIssues(issues, plainPalette)).toBe('');
  return desired?.connections[0];
}

function encryptionBy(key: string): string {
  const settings = `algorithm: AES, key: "${key}", mode: CBC, padding: NoPadding, targetField: email, fieldNameSuffix: _x`;
  return `{type: encryption, mapperConfiguration: {${settings}}}`;
}

async function streamOf(stream: string, defaults = '{}') {
  const connection = await connectionOf(`defaults: ${defaults}\nstreams:\n  - ${stream}`);
  const { origin, ...rule } = connection?.streams[0] ?? {};
  return rule;
}

describe('a project', () => {
  test('becomes resources, sorted by key, with keys and names out of file names', async () => {
    const { desired } = await load({ ...aProject, 'pipelines/deep/er/api.yml': aSourceFile });

    expect(desired?.sources.map(({ key, name }) => [key, name])).toEqual([
      ['source/api', 'api'],
      ['source/shop', 'shop'],
    ]);
    expect(desired?.connections[0]).toMatchObject({
      key: 'connection/shop-to-lake',
      source: 'source/shop',
      destination: 'destination/lake',
      settings: {},
    });
  });

  test('of several documents in a file; empty ones do not count', async () => {
    const file = ['', aSourceFile, '# nothing\n', aConnectionFile, ''].join('---\n');
    const { desired, issues } = await load({
      'airplan.yaml': aProject['airplan.yaml'] ?? '',
      'pipelines/lake.yaml': aProject['pipelines/lake.yaml'] ?? '',
      'pipelines/shop.yaml': file,
    });

    expect(issues).toEqual([]);
    expect(desired?.connections[0]?.origin).toEqual({ file: 'pipelines/shop.yaml', document: 2, path: [] });
  });

  test('keeps ids and former names', async () => {
    const file = `${aSourceFile}id: 11111111-2222-4333-8444-555555555555\nrenamedFrom: Shop\nkey: other\n`;
    const { desired } = await load({ ...aProject, 'pipelines/added.yaml': file });

    expect(desired?.sources[0]).toMatchObject({
      id: '11111111-2222-4333-8444-555555555555',
      renamedFrom: 'Shop',
      name: 'other',
    });
  });

  test('has no files but those that end in .yaml or .yml and are not hidden', async () => {
    const { issues } = await load({ ...aProject, 'pipelines/README.md': '\t', 'pipelines/.draft.yaml': '\t' });

    expect(issues).toEqual([]);
  });

  test('gives the same bytes in whatever order the disk lists its files', async () => {
    const broken = { 'pipelines/a.yaml': 'kind: sorce\n', 'pipelines/b.yaml': aSourceFile + aSourceFile };
    const contents = { ...aProject, ...broken, 'pipelines/x/shop.yaml': aSourceFile };
    const bytes = async (shuffled: Contents) => {
      const { desired, issues } = await load(shuffled);
      return JSON.stringify({ desired, issues });
    };
    const expected = await bytes(contents);
    const entries = Object.entries(contents);
    const shuffles = fc.shuffledSubarray(entries, { minLength: entries.length });

    await fc.assert(
      fc.asyncProperty(shuffles, async (shuffled) => {
        expect(await bytes(Object.fromEntries(shuffled))).toBe(expected);
      }),
    );
  });
});

describe('a file with findings', () => {
  test('still declares its key, so that nothing else seems to be missing', async () => {
    const { issues } = await load({ ...aProject, 'pipelines/shop.yaml': `${aSourceFile}nmae: Shop\n` });

    expect(issues.map(({ rule }) => rule)).toEqual(['unknown-key']);
  });

  test.each(['kind: "source\n', 'kind: sorce\n', ''])('even when it cannot be read at all: %j', async (text) => {
    const { issues } = await load({ ...aProject, 'pipelines/shop.yaml': text });

    expect(issues).toHaveLength(1);
  });
});

describe('a stream', () => {
  test('is read in full and overwritten when nothing is said', async () => {
    expect(await streamOf('{name: orders}')).toEqual({
      name: 'orders',
      syncMode: 'full_refresh',
      destinationSyncMode: 'overwrite',
    });
  });

  test('takes what it does not say from the defaults', async () => {
    const defaults = '{namespace: public, syncMode: incremental, cursorField: at, primaryKey: id, includeFiles: true}';

    expect(await streamOf('{name: orders, primaryKey: [b, a], namespace: shop}', defaults)).toEqual({
      name: 'orders',
      namespace: 'shop',
      syncMode: 'incremental',
      destinationSyncMode: 'overwrite',
      cursorField: ['at'],
      primaryKey: [['a'], ['b']],
      includeFiles: true,
    });
  });

  test.each([
    ['id', [['id']]],
    ['[id, region]', [['id'], ['region']]],
    ['[[region], [id]]', [['id'], ['region']]],
    ['[[meta, id]]', [['meta', 'id']]],
    ['[id, [meta, region]]', [['id'], ['meta', 'region']]],
  ])('has the primary key %s', async (written, expected) => {
    expect(await streamOf(`{name: a, primaryKey: ${written}}`)).toMatchObject({ primaryKey: expected });
  });

  test.each([
    ['at', ['at']],
    ['[at]', ['at']],
    ['[meta, at]', ['meta', 'at']],
  ])('has the cursor field %s', async (written, expected) => {
    const stream = `{name: a, syncMode: incremental, cursorField: ${written}}`;

    expect(await streamOf(stream)).toMatchObject({ cursorField: expected });
  });

  test('that is read in full has no use for the default cursor', async () => {
    expect(await streamOf('{name: a}', '{cursorField: at}')).not.toHaveProperty('cursorField');
    expect(await streamOf('{name: a, cursorField: at}')).toHaveProperty('cursorField', ['at']);
  });

  test('selects fields and changes records', async () => {
    const mapper = '{type: hashing, mapperConfiguration: {targetField: email, method: SHA-256, fieldNameSuffix: _h}}';

    expect(await streamOf(`{name: a, fields: {exclude: [ip]}, mappers: [${mapper}]}`)).toMatchObject({
      fields: { exclude: ['ip'] },
      mappers: [{ type: 'hashing', mapperConfiguration: { targetField: 'email' } }],
    });
  });

  test('says what its pattern leaves out, by name or within a namespace', async () => {
    expect(await streamOf('{name: "a*", except: [ab, {namespace: tmp, name: "*"}]}')).toMatchObject({
      except: [{ name: 'ab' }, { namespace: 'tmp', name: '*' }],
    });
  });

  test('has no setting of what its list excepts', async () => {
    expect((await connectionOf('streams: [{name: "a*"}]\nexcept: [ab]'))?.settings).toEqual({});
  });

  test('leaves out what the list excepts, unless it has a plain name', async () => {
    const lines = 'streams: [{name: "a*", except: [ab]}, {name: b}, {name: c, namespace: "x*"}]\nexcept: ["t*"]';
    const connection = await connectionOf(lines);

    expect(connection?.streams.map(({ except }) => except?.map(({ name }) => name))).toEqual([
      ['ab', 't*'],
      undefined,
      ['t*'],
    ]);
  });

  test('of a shared catalog leaves out what its connection excepts', async () => {
    const catalog = 'kind: catalog\nstreams:\n  - name: "*"\nexcept: [a]\n';
    const connection = await connectionOf('catalog: all\nexcept: [b]', { 'pipelines/all.yaml': catalog });

    expect(connection?.streams[0]?.except).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  test('with a plain name and an "except" is a finding', async () => {
    expect(await findingsOf('kind: catalog\nstreams:\n  - {name: a, except: [b]}\n')).toContain(
      'error: "except" narrows patterns, and "a" is a plain name',
    );
  });

  test.each<[written: string, paths: readonly (readonly string[])[]]>([
    ['order-id', [['order-id']]],
    ['a.b', [['a.b']]],
    ['[a.b, "c d"]', [['a.b'], ['c d']]],
    ['[[meta, order-id]]', [['meta', 'order-id']]],
    ['[b, [meta, a.b]]', [['b'], ['meta', 'a.b']]],
  ])('has the key %s', async (written, primaryKey) => {
    expect(await streamOf(`{name: a, primaryKey: ${written}}`)).toMatchObject({ primaryKey });
  });

  test.each<[written: string, path: readonly string[]]>([
    ['order-date', ['order-date']],
    ['a.b', ['a.b']],
    ['[meta, a.b]', ['meta', 'a.b']],
  ])('has the cursor %s', async (written, cursorField) => {
    expect(await streamOf(`{name: a, syncMode: incremental, cursorField: ${written}}`)).toMatchObject({ cursorField });
  });

  test.each([
    ['{type: hashnig, mapperConfiguration: {targetField: a}}', '"type" cannot be "hashnig"', 'did you mean "hashing"?'],
    [
      '{type: hashing, mapperConfiguration: {targetFeld: a, method: MD5, fieldNameSuffix: ""}}',
      '"mapperConfiguration" has no key "targetFeld"',
      'did you mean "targetField"?',
    ],
    [
      '{type: encryption, mapperConfiguration: {algorithm: RSA, targetField: a, fieldNameSuffix: ""}}',
      '"mapperConfiguration" lacks the key "publicKey"',
      'add "publicKey": the public key, which is no secret',
    ],
    [
      '{type: row-filtering, mapperConfiguration: {conditions: {type: OR, conditions: []}}}',
      '"type" cannot be "OR"',
      'one of: EQUAL, NOT',
    ],
    [
      '{type: row-filtering, mapperConfiguration: {conditions: {type: NOT, conditions: [{type: EQUAL, fieldName: a}]}}}',
      'item 1 of "conditions" lacks the key "comparisonValue"',
      'add "comparisonValue": the value to compare with, as text',
    ],
  ])('with the mapper %s is one finding', async (mapper, message, hint) => {
    const text = await findingsOf(`kind: catalog\nstreams:\n  - {name: a, mappers: [${mapper}]}\n`);

    expect(text).toContain(`error: ${message}`);
    expect(text).toContain(`hint: ${hint}`);
    expect(text).toContain('1 error in 1 file');
  });

  test('shows no key that a file spells out, short as it is', async () => {
    const line = `mappers: [${encryptionBy('ab3')}]`;
    const text = await findingsOf(aConnectionFile.replace('- name: orders', `- name: orders\n    ${line}`));

    expect(text).toContain('the key of an encryption stands in the file');
    expect(text).not.toContain('ab3');
  });

  test('hides the key of an encryption', async () => {
    const stream = await streamOf(`{name: a, mappers: [${encryptionBy('c0ffee${env:FIELD_KEY:-}')}]}`);

    expect(JSON.stringify(stream)).toContain('"key":"(secret)"');
    expect(JSON.stringify(stream)).not.toContain('c0ffee');
  });

  test('resolves the references in its mappers, of which only the key of an encryption is a secret', async () => {
    const files = { 'keys/email': 'c0ffee00\n' };
    const renaming = '{type: field-renaming, mapperConfiguration: {originalFieldName: a, newFieldName: "${var:host}"}}';
    const lines = `streams:\n  - {name: a, mappers: [${encryptionBy('${file:keys/email}')}, ${renaming}]}`;
    const mappers = (await connectionOf(lines, files))?.streams[0]?.mappers;
    const key = mappers?.[0]?.mapperConfiguration.key;

    expect(key).toBeInstanceOf(Secret);
    expect(key instanceof Secret && [key.reveal(), key.label]).toEqual(['c0ffee00', '${file:keys/email}']);
    expect(mappers?.[1]?.mapperConfiguration.newFieldName).toBe('db.example.com');
  });

  test('whose encryption has its key in the file is warned of, and no frame shows the key', async () => {
    const content = `kind: catalog\nstreams:\n  - {name: a, mappers: [${encryptionBy('c0ffee00')}], cursor: b}\n`;
    const text = await findingsOf(content);

    expect(text).toContain('warning: the key of an encryption stands in the file');
    expect(text).toContain('error: item 1 of "streams" has no key "cursor"');
    expect(text).not.toContain('c0ffee00');
  });

  test.each([
    ['${env:FIELD_KEY:-c0ffee00}', 'the default of a reference is the key of an encryption'],
    ['${var:host}', 'airplan.yaml spells out the key of an encryption, as a variable'],
    ['${env:FIELD_KEY}', undefined],
    ['${env:FIELD_KEY:-}', undefined],
  ])('whose encryption has the key %s is warned of unless it is a plain reference', async (key, message) => {
    const file = `kind: catalog\nstreams:\n  - {name: a, mappers: [${encryptionBy(key)}]}\n`;
    const { issues } = await load({ ...aProject, 'pipelines/added.yaml': file }, { FIELD_KEY: 'cafe' });

    expect(issues.map((issue) => issue.message)).toEqual(message === undefined ? [] : [message]);
  });

  test('of a shared catalog points into the file of the catalog', async () => {
    const catalog = 'kind: catalog\nstreams:\n  - name: orders\n';
    const connection = await connectionOf('catalog: all', { 'pipelines/all.yaml': catalog });

    expect(connection?.streams[0]?.origin).toEqual({ file: 'pipelines/all.yaml', document: 0, path: ['streams', 0] });
  });
});

describe('a connection', () => {
  test.each([
    ['manual', { type: 'manual' }],
    ['{units: 6, timeUnit: hours}', { type: 'basic', units: 6, timeUnit: 'hours' }],
    ['{cron: 0 0 3 * * ?}', { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'UTC' }],
    ['{cron: 0 0 3 * * ?, timeZone: Europe/Berlin}', { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'Europe/Berlin' }],
  ])('runs by the schedule %s', async (written, expected) => {
    const connection = await connectionOf(
      `streams: [{name: a}]\nschedule: ${written.includes('cron') ? written.replace('0 0 3 * * ?', '"0 0 3 * * ?"') : written}`,
    );

    expect(connection?.settings.schedule).toEqual(expected);
  });

  test('has the settings that its file names and no others', async () => {
    const settings = {
      namespaceDefinition: 'customformat',
      namespaceFormat: 'raw_${SOURCE_NAMESPACE}',
      prefix: 'shop_',
      status: 'inactive',
      nonBreakingChangesPreference: 'propagate_columns',
      backfillPreference: 'disabled',
      notifySchemaChanges: true,
      notifySchemaChangesByEmail: false,
      resourceRequirements: { cpu_limit: '2' },
    };
    const connection = await connectionOf(
      `streams: [{name: a}]\nkey: k\nname: n\ntags: [b, a]\n${Object.entries(settings)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join('\n')}`,
    );

    expect(connection?.settings).toEqual({ ...settings, tags: ['a', 'b'] });
  });

  test('may ask for something once its streams have changed, which is no setting of the server', async () => {
    const connection = await connectionOf('streams: [{name: a}]\nwhenStreamsChange: refresh');

    expect(connection).toMatchObject({ whenStreamsChange: 'refresh', settings: {} });
    expect(await connectionOf('streams: [{name: a}]')).not.toHaveProperty('whenStreamsChange');
  });
});

test('places are found for values, and for what encloses a value that is not there', async () => {
  const { desired, locate } = await load(aProject);
  const [source] = desired?.sources ?? [];
  const at = (...path: (string | number)[]) => source && locate?.(originAt(source.origin, ...path));

  expect(at('configuration', 'host')).toMatchObject({ line: 3, column: 23, length: 14 });
  expect(at('configuration', 'port')).toMatchObject({ line: 3, column: 1, length: 13 });
  expect(at('name')).toMatchObject({ line: 1, column: 1 });
});
