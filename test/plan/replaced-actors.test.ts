import { expect, test } from 'vitest';
import { findReplaced } from '../../src/plan/replaced-actors.ts';
import { aDesiredSource, aLiveSource } from '../builders.ts';

const named = (id: string, name: string) => aLiveSource({ id, name });
const orders = aDesiredSource({ name: 'Orders' });

function replaced(unmatched = [orders], live = [named('1', 'Orders')], unclaimed = live) {
  return Object.fromEntries([...findReplaced(unmatched, live, unclaimed)].map(([key, { id }]) => [key, id]));
}

test('a resource takes the place of the one live object of its name', () => {
  expect(replaced()).toEqual({ 'source/Orders': '1' });
  expect(replaced([aDesiredSource({ name: 'Sales', renamedFrom: 'Orders' })])).toEqual({ 'source/Sales': '1' });
});

test.each<[why: string, ...Parameters<typeof replaced>]>([
  ['two have its name', [orders], [named('1', 'Orders'), named('2', 'Orders')]],
  ['another resource is that object', [orders], [named('1', 'Orders')], []],
  ['two resources would take it', [orders, aDesiredSource({ name: 'Sales', renamedFrom: 'Orders' })]],
  ['its file pins an id', [{ ...orders, id: '2' }]],
  ['it is to be removed', [{ ...orders, removal: {} }]],
  ['nothing has its name', [aDesiredSource({ name: 'Sales' })]],
])('a resource replaces nothing when %s', (_why, ...input) => {
  expect(replaced(...input)).toEqual({});
});
