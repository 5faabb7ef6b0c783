import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { originAt } from '../../src/model/issue.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { aConnectionFile, aProject, aSourceFile, type Contents, load } from './project-in-memory.ts';

async function connectionOf(lines: string, others: Contents = {}) {
  const { desired, issues } = await load({
    ...aProject,
    ...others,
    'pipelines/shop-to-lake.yaml': `kind: connection\nsource: shop\ndestination: lake\n${lines}\n`,
  });
  expect(renderIssues(issues, plainPalette)).toBe('');
  return desired?.connections[0];
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

  test('hides the key of an encryption', async () => {
    const mapper = '{type: encryption, mapperConfiguration: {algorithm: AES, key: c0ffee, targetField: email}}';

    const stream = await streamOf(`{name: a, mappers: [${mapper}]}`);
    expect(JSON.stringify(stream)).toContain('"key":"(secret)"');
    expect(JSON.stringify(stream)).not.toContain('c0ffee');
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
