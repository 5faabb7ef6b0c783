import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printStreams } from '../../src/desired/print-streams.ts';
import type { OfferedStream } from '../../src/model/offer.ts';
import { streamId } from '../../src/model/stream.ts';
import { expandRules } from '../../src/plan/stream-rules.ts';
import { aStreamDescription } from '../builders.ts';
import { aProject, findingsOf, load } from './project-in-memory.ts';

function anOffered(changes: Partial<OfferedStream>): OfferedStream {
  return {
    name: 'orders',
    syncModes: ['full_refresh', 'incremental'],
    isCursorSourceDefined: false,
    defaultCursorField: [],
    primaryKey: [],
    columns: [],
    ...changes,
  };
}

test('every stream is read and written as a whole; a comment tells what else is possible', () => {
  const streams = [
    anOffered({ name: 'customers', namespace: 'public' }),
    anOffered({ name: 'events', defaultCursorField: ['sent_at'] }),
    anOffered({ name: 'log', isCursorSourceDefined: true }),
    anOffered({ name: 'report', syncModes: ['full_refresh'] }),
    anOffered({ name: 'stream', syncModes: ['incremental'] }),
  ];

  expect(printStreams(streams, streams)).toMatchInlineSnapshot(`
    "streams:
      - name: customers
        namespace: public
        syncMode: full_refresh # or incremental, with a cursorField
        destinationSyncMode: overwrite
      - name: events
        syncMode: full_refresh # or incremental, by sent_at
        destinationSyncMode: overwrite
      - name: log
        syncMode: full_refresh # or incremental
        destinationSyncMode: overwrite
      - name: report
        syncMode: full_refresh
        destinationSyncMode: overwrite
      - name: stream
        syncMode: incremental # needs a cursorField
        destinationSyncMode: append"
  `);
});

test('a source without streams has an empty list', () => {
  expect(printStreams([], [])).toBe('streams: []');
});

const names = fc.oneof(
  fc.constantFrom(
    'orders',
    'no',
    '0x1f',
    '- a',
    'a: b',
    '# c',
    '"',
    "it's",
    'x\u202ey',
    '\u0007',
    ' ',
    '${env:A}',
    'ä\n',
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
);
const streams = fc.uniqueArray(
  fc.record({ name: names, namespace: fc.constantFrom('public', 'sales', 'a b', 'null') }, { requiredKeys: ['name'] }),
  { selector: streamId, minLength: 1, maxLength: 8 },
);

test('what is printed is a valid catalog that finds each of these streams, whatever they are called', async () => {
  await fc.assert(
    fc.asyncProperty(streams, async (found) => {
      const offered = found.map((one) => anOffered(one));
      const catalog = `kind: catalog\nkey: printed\n${printStreams(offered, offered)}\n`;
      const connection = 'kind: connection\nsource: shop\ndestination: lake\ncatalog: printed\n';
      const { desired, issues = [] } = await load({
        ...aProject,
        'pipelines/shop-to-lake.yaml': connection,
        'pipelines/printed.yaml': catalog,
      });
      const expanded = expandRules(desired?.connections[0]?.streams ?? [], found.map(aStreamDescription));

      expect(issues).toEqual([]);
      expect(expanded.findings).toEqual([]);
      expect(expanded.found.map(({ description }) => streamId(description)).sort()).toEqual(found.map(streamId).sort());
    }),
    { numRuns: 30 },
  );
});

test('it stands below a connection as well', async () => {
  const text = printStreams([anOffered({})], [anOffered({})]);

  expect(
    await findingsOf(`kind: connection\nkey: added\nsource: shop\ndestination: lake\nprefix: added_\n${text}\n`),
  ).toBe('');
});
