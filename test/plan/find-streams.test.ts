import { expect, test } from 'vitest';
import type { StreamRule } from '../../src/model/stream.ts';
import { plannedStreams } from '../../src/plan/find-streams.ts';
import { aCatalog, aDesiredConnection, aStreamDescription, aStreamRule } from '../builders.ts';

function find(rules: readonly Partial<StreamRule>[], streams: readonly Parameters<typeof aStreamDescription>[0][]) {
  const desired = aDesiredConnection({ streams: rules.map(aStreamRule) });
  return plannedStreams({ desired, catalog: aCatalog(...streams.map(aStreamDescription)), destinationSyncModes: [] });
}

test('says what a pattern stands for; plain names speak for themselves', () => {
  const streams = ['audit_b', 'audit_a', 'orders'].map((name) => ({ name, namespace: 'public' }));

  expect(find([{ name: 'orders' }, { name: 'audit_*' }], streams).expansions).toEqual([
    '"audit_*" finds 2 streams: public.audit_a, public.audit_b',
  ]);
  expect(find([{ name: 'o*', namespace: 'public' }], streams).expansions).toEqual([
    '"public.o*" finds 1 stream: orders',
  ]);
});

test('the order of patterns in a file does not show in what they stand for', () => {
  const streams = ['orders', 'customers'].map((name) => ({ name }));
  const patterns = [{ name: 'o*' }, { name: 'c*' }];

  expect(find(patterns, streams).expansions).toEqual(find(patterns.toReversed(), streams).expansions);
});

test('of many streams it lists what fits into a line', () => {
  const streams = Array.from({ length: 400 }, (_, index) => ({ name: `table_${1000 + index}` }));

  expect(find([{ name: '*' }], streams).expansions).toEqual([
    '"*" finds 400 streams: table_1000, table_1001, table_1002, table_1003 and 396 more',
  ]);
});

test('more fields than the server takes are a finding', () => {
  const fieldNames = Array.from({ length: 5001 }, (_, index) => `f${index}`);
  const streams = ['a', 'b', 'c', 'd'].map((name) => ({ name, fieldNames }));

  expect(find([{ name: '*' }], streams).findings).toMatchObject([
    { rule: 'too-many-fields', message: expect.stringContaining('its streams have 20004 fields') },
  ]);
  expect(find([{ name: '*', fields: { exclude: ['f1', 'f2'] } }], streams).findings).toEqual([]);
});
