import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { type Body, createSource, withSandbox } from '../world.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airplan-defaults-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Streams as a connector would tell of them. */
async function discovered(...streams: readonly JsonObject[]): Promise<readonly Body[]> {
  const entries = streams.map((changes, index) => ({
    stream: { name: `stream-${index}`, json_schema: {}, supported_sync_modes: ['full_refresh'], ...changes },
  }));
  await writeFile(join(folder, 'shop.json'), JSON.stringify({ streams: entries }));
  return withSandbox({ catalogsFolder: folder }, async (world) => {
    const { sourceId } = await createSource(world);
    return (await world.ok('sources/discover_schema', { sourceId })).catalog.streams;
  });
}

const cursor = { source_defined_cursor: true, default_cursor_field: ['lsn'] };
const key = { source_defined_primary_key: [['id']] };
const both = { supported_sync_modes: ['full_refresh', 'incremental'] };
const newOnly = { supported_sync_modes: ['incremental'] };

test.each<[string, JsonObject, string]>([
  ['a cursor and a key', { ...cursor, ...key, ...both }, 'incremental append_dedup'],
  ['a cursor alone', { ...cursor, ...both }, 'full_refresh overwrite'],
  ['a cursor alone where everything cannot be read again', { ...cursor, ...newOnly }, 'incremental append'],
  ['a key alone', { ...key, ...both }, 'full_refresh overwrite'],
  ['neither', both, 'full_refresh overwrite'],
])('§3.3 of a source that defines %s', async (_what, stream, expected) => {
  const [{ config }] = await discovered(stream);

  expect(`${config.syncMode} ${config.destinationSyncMode}`).toBe(expected);
});

test('§3.3 the cursor and the key of the source are filled in, and the alias', async () => {
  const [{ config }] = await discovered({ name: 'été 1', ...cursor, ...key, ...both });

  expect(config).toMatchObject({ cursorField: ['lsn'], primaryKey: [['id']], aliasName: 'ete_1' });
  expect(config).toMatchObject({ selectedFields: [], hashedFields: [], mappers: [] });
  expect(config).not.toHaveProperty('fieldSelectionEnabled');
  expect(config).not.toHaveProperty('includeFiles');
});

test('§3.3 a stream is selected and suggested where it is the only one', async () => {
  const chosen = async (...streams: readonly JsonObject[]) =>
    (await discovered(...streams)).map(({ config }) => [config.selected, config.suggested]);

  expect(await chosen({})).toEqual([[true, true]]);
  expect(await chosen({}, {})).toEqual([
    [false, false],
    [false, false],
  ]);
});
