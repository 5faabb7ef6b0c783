import { expect, test } from 'vitest';
import { resourceKey } from '../../src/model/resource.ts';
import { createSelector } from '../../src/workflows/selection.ts';
import { aDesiredConnection, aDesiredDestination, aDesiredSource } from '../builders.ts';

const ends = (from: string, to: string) => ({
  source: resourceKey('source', from),
  destination: resourceKey('destination', to),
});

const desired = {
  sources: ['crm', 'shop', 'c++'].map((name) => aDesiredSource({ name })),
  destinations: ['lake', 'vault'].map((name) => aDesiredDestination({ name })),
  connections: [
    aDesiredConnection({ name: 'crm-lake', ...ends('crm', 'lake') }),
    aDesiredConnection({ name: 'shop-lake', ...ends('shop', 'lake') }),
    aDesiredConnection({ name: 'shop-vault', ...ends('shop', 'vault') }),
  ],
};

function selected(select: readonly string[], exclude: readonly string[] = []): readonly string[] {
  const isSelected = createSelector({ select, exclude }, desired);
  return [...desired.sources, ...desired.destinations, ...desired.connections].map(({ key }) => key).filter(isSelected);
}

test.each([
  ['connection/crm-lake', ['connection/crm-lake']],
  ['+connection/crm-lake', ['source/crm', 'destination/lake', 'connection/crm-lake']],
  ['source/shop+', ['source/shop', 'connection/shop-lake', 'connection/shop-vault']],
  ['+source/shop', ['source/shop']],
  ['connection/crm-lake+', ['connection/crm-lake']],
  [
    '+connection/*-lake',
    ['source/crm', 'source/shop', 'destination/lake', 'connection/crm-lake', 'connection/shop-lake'],
  ],
  ['+destination/vault+', ['destination/vault', 'connection/shop-vault']],
  ['source/c++', ['source/c++']],
  ['source/c+++', ['source/c++']],
])('%s selects %j', (select, keys) => {
  expect(selected([select])).toEqual(keys);
});

test('what is excluded goes with what needs it', () => {
  expect(selected([], ['source/shop+'])).toEqual([
    'source/crm',
    'source/c++',
    'destination/lake',
    'destination/vault',
    'connection/crm-lake',
  ]);
  expect(selected(['+connection/shop-*'], ['destination/vault+'])).toEqual([
    'source/shop',
    'destination/lake',
    'connection/shop-lake',
  ]);
});

test.each(['+source/shopp', 'source/shopp+', '+source/shopp+'])('%s matches nothing, and is told so', (select) => {
  expect(() => selected([select])).toThrow(
    expect.objectContaining({ code: 'invalid-flags', hint: 'did you mean "source/shop"?' }),
  );
});
