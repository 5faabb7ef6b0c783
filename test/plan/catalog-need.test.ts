import { expect, test } from 'vitest';
import type { StreamRule, StreamSelection } from '../../src/model/stream.ts';
import { asksForDiscovery, catalogNeed } from '../../src/plan/catalog-need.ts';
import { aLiveConnection, aLiveStream, aStreamDescription, aStreamRule, aStreamSelection } from '../builders.ts';

const cut = aStreamDescription({ name: 'cut', fieldNames: ['id'] });
const live = aLiveConnection({
  streams: [
    aLiveStream({ name: 'whole', namespace: 'public' }),
    aLiveStream({ name: 'cut', selectedFields: ['id'] }, cut),
    aLiveStream({ name: 'twin', namespace: 'a' }),
    aLiveStream({ name: 'twin', namespace: 'b' }),
  ],
});

test('a connection that is not there yet needs a discovery', () => {
  expect(catalogNeed([aStreamRule()], undefined)).toBe('discovered');
});

test.each<[what: string, rule: Partial<StreamRule>, need: string]>([
  ['a stream that is synced already', { name: 'whole' }, 'none'],
  ['another sync mode of it', { name: 'whole', syncMode: 'incremental' }, 'none'],
  ['a stream in the namespace that is synced', { name: 'whole', namespace: 'public' }, 'none'],
  ['the same in another namespace', { name: 'whole', namespace: 'other' }, 'discovered'],
  ['a stream that is not synced yet', { name: 'new' }, 'discovered'],
  ['a name in two namespaces', { name: 'twin' }, 'discovered'],
  ['a pattern', { name: 'who*' }, 'cached'],
  ['a pattern of namespaces', { name: 'whole', namespace: 'pub*' }, 'cached'],
  ['some fields of a stream that is synced whole', { name: 'whole', fields: { include: ['id'] } }, 'none'],
  ['all but some of them', { name: 'whole', fields: { exclude: ['id'] } }, 'none'],
  ['the fields that are synced', { name: 'cut', fields: { include: ['id'] } }, 'none'],
  ['a field more', { name: 'cut', fields: { include: ['id', 'total'] } }, 'discovered'],
  ['all but some of fields that are cut down', { name: 'cut', fields: { exclude: ['total'] } }, 'cached'],
  ['fields that are not managed', { name: 'cut' }, 'none'],
])('%s: %j needs "%s"', (_what, rule, need) => {
  expect(catalogNeed([aStreamRule(rule)], live)).toBe(need);
});

test('several rules need what the most demanding one needs', () => {
  const [plain, pattern, unknown] = ['whole', '*', 'new'].map((name) => aStreamRule({ name }));

  expect(
    catalogNeed(
      [plain, pattern].flatMap((rule) => rule ?? []),
      live,
    ),
  ).toBe('cached');
  expect(
    catalogNeed(
      [plain, unknown, pattern].flatMap((rule) => rule ?? []),
      live,
    ),
  ).toBe('discovered');
  expect(catalogNeed([], live)).toBe('none');
});

test.each<[what: string, selection: Partial<StreamSelection>, asks: boolean]>([
  ['a stream that is synced', { name: 'cut' }, false],
  ['the fields that are synced', { name: 'cut', selectedFields: ['id'] }, false],
  ['a field whose schema was cut off', { name: 'cut', selectedFields: ['id', 'total'] }, true],
  ['a stream that is not synced', { name: 'new' }, true],
  ['a stream named like the namespace and name of another', { name: 'public.whole' }, true],
])('%s: sending %j asks for a discovery: %s', (_what, selection, asks) => {
  expect(asksForDiscovery([aStreamSelection(selection)], live)).toBe(asks);
});
