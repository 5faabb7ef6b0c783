import { expect, test } from 'vitest';
import { findCatalogFault } from '../../src/sandbox/jobs/catalog-faults.ts';
import type { DiscoveredStream } from '../../src/sandbox/registry/connector.ts';
import type { StoredStream } from '../../src/sandbox/stored.ts';

const found: DiscoveredStream = {
  name: 'events',
  jsonSchema: { type: 'object', properties: { id: {}, at: {} } },
  supportedSyncModes: ['incremental'],
};

function stored(changes: Partial<StoredStream> = {}): StoredStream {
  return {
    stream: { name: 'events' },
    jsonSchema: {},
    syncMode: 'incremental',
    destinationSyncMode: 'append',
    cursorField: ['at'],
    primaryKey: [],
    isFieldSelectionEnabled: false,
    mappers: [],
    includeFiles: false,
    ...changes,
  };
}

function messageFor(changes: Partial<StoredStream>, known: Partial<DiscoveredStream> = {}): string | undefined {
  const ends = { found: [{ ...found, ...known }], destinationSyncModes: ['append', 'append_dedup'] };
  return findCatalogFault({ streams: [stored(changes)] }, ends)?.message;
}

test.each<[string, Partial<StoredStream>, string]>([
  [
    'deduplicates without any key',
    { destinationSyncMode: 'append_dedup' },
    'it is to be deduplicated, but has no primary key',
  ],
  [
    'has a mode that its source lacks',
    { syncMode: 'full_refresh' },
    'the source does not offer sync mode full_refresh for it',
  ],
  ['is incremental without any cursor', { cursorField: [] }, 'it is incremental, but has no cursor field'],
  [
    'has a mode that its destination lacks',
    { destinationSyncMode: 'overwrite' },
    'the destination does not support sync mode overwrite',
  ],
])('a stream that %s cannot sync', (_what, changes, reason) => {
  expect(messageFor(changes)).toBe(`Stream "events" cannot sync: ${reason}.`);
});

test.each<[string, Partial<StoredStream>, Partial<DiscoveredStream>]>([
  ['that says all it needs', {}, {}],
  ['whose source knows the cursor', { cursorField: [] }, { sourceDefinedCursor: true }],
  ['whose source proposes a cursor', { cursorField: [] }, { defaultCursorField: ['at'] }],
  ['with a cursor that the source makes up', { cursorField: ['_log'] }, { sourceDefinedCursor: true }],
  ['with a key of its own', { destinationSyncMode: 'append_dedup', primaryKey: [['id']] }, {}],
  ['whose source knows the key', { destinationSyncMode: 'append_dedup' }, { sourceDefinedPrimaryKey: [['id']] }],
  ['whose namespace is empty', { stream: { name: 'events', namespace: '' } }, {}],
])('a stream %s can sync', (_what, changes, known) => {
  expect(messageFor(changes, known)).toBeUndefined();
});

test('the first stream that cannot sync is named', () => {
  const streams = [stored(), stored({ stream: { name: 'gone' } }), stored({ cursorField: [] })];

  expect(findCatalogFault({ streams }, { found: [found], destinationSyncModes: undefined })).toMatchObject({
    origin: 'source',
    type: 'config_error',
    stream: { name: 'gone' },
  });
});
