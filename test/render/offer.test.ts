import { expect, test } from 'vitest';
import type { Offer, OfferedStream, StreamDifference } from '../../src/model/offer.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { renderOffer } from '../../src/render/offer.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderStreamDifferences } from '../../src/render/stream-differences.ts';
import { columnsOf } from '../../src/util/visible.ts';

const orders: OfferedStream = {
  name: 'orders',
  namespace: 'public',
  syncModes: ['full_refresh', 'incremental'],
  isCursorSourceDefined: false,
  defaultCursorField: ['updated_at'],
  primaryKey: [['id'], ['region']],
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'region', type: 'string' },
    { name: 'updated_at', type: 'timestamp_with_timezone' },
  ],
};
const report: OfferedStream = {
  name: 'report',
  syncModes: ['full_refresh'],
  isCursorSourceDefined: false,
  defaultCursorField: [],
  primaryKey: [],
  columns: [],
};
const offer: Offer = { key: resourceKey('source', 'shop'), name: 'Shop', from: 'server', streams: [orders, report] };
const orderConnection = resourceKey('connection', 'orders');

test('streams stand in a table', () => {
  const text = renderOffer({ offer, streams: offer.streams, showsColumns: false, notes: [] }, plainPalette);

  expect(text).toMatchInlineSnapshot(`
    "2 streams of source/shop, kept by the server (--refresh asks anew)

      stream         sync modes    primary key  cursor      columns
      public.orders  both          id, region   updated_at  3
      report         full_refresh  -            -           0"
  `);
});

test('streams that were asked for show their columns', () => {
  const notes = ['the files change its configuration; --files asks with theirs'];
  const text = renderOffer({ offer, streams: [orders], showsColumns: true, notes }, plainPalette);

  expect(text).toMatchInlineSnapshot(`
    "1 of 2 streams of source/shop, kept by the server (--refresh asks anew)
    Note: the files change its configuration; --files asks with theirs

      stream         sync modes  primary key  cursor      columns
      public.orders  both        id, region   updated_at  3

    public.orders
      id          integer                  primary key
      region      string                   primary key
      updated_at  timestamp_with_timezone  cursor"
  `);
});

test('long names keep the table within 80 columns', () => {
  const name = 'x'.repeat(200);
  const wide = { ...orders, name, primaryKey: [[name]], defaultCursorField: [name], columns: [{ name, type: name }] };
  const text = renderOffer({ offer, streams: [wide], showsColumns: true, notes: [] }, plainPalette);

  expect(text.split('\n').filter((line) => columnsOf(line) > 80 && !line.startsWith('public.'))).toEqual([]);
});

const differences: readonly StreamDifference[] = [
  ...['audit', 'refunds'].map((name) => ({
    difference: 'new' as const,
    name,
    columns: [],
    meanings: [{ connections: [], words: 'no connection reads it' }],
  })),
  {
    difference: 'changed',
    name: 'orders',
    namespace: 'public',
    columns: [
      {
        name: 'total',
        before: 'integer',
        after: 'string',
        meanings: [{ connections: [orderConnection], words: 'a refresh reads old rows anew' }],
      },
      { name: 'note', after: 'string', meanings: [{ connections: [orderConnection], words: 'not read' }] },
    ],
    meanings: [],
  },
];

test('differences that mean the same stand together, and one connection need not be named', () => {
  const shown = { offer, differences, refusals: [], notes: [] };
  const one = renderStreamDifferences({ ...shown, connections: [orderConnection] }, plainPalette);
  const two = renderStreamDifferences(
    { ...shown, connections: [orderConnection, resourceKey('connection', 'other')] },
    plainPalette,
  );

  expect(one).toMatchInlineSnapshot(`
    "source/shop: 2 new, 0 gone, 1 changed
    compared: what the server keeps (--refresh asks anew), with connection/orders

      + audit
      + refunds
          → no connection reads it

      ~ public.orders
          total  integer → string
            → a refresh reads old rows anew
          note  new, string
            → not read"
  `);
  expect(two).toContain('→ connection/orders: not read');
});

test('no difference is said in words', () => {
  const shown = { offer, differences: [], connections: [], refusals: [], notes: [] };

  expect(renderStreamDifferences(shown, plainPalette)).toMatchInlineSnapshot(`
    "source/shop: no stream is new, gone or changed
    compared: what the server keeps (--refresh asks anew); no connection of the
    files reads from it"
  `);
});
