import { expect, test } from 'vitest';
import { inDependencyOrder } from '../../src/plan/dependency-order.ts';
import { aCreate, aDelete, aPlannedConnection, aPlannedDestination, aPlannedSource } from '../builders.ts';

test('ends come before connections; deletions come last, the other way round', () => {
  const changes = [
    aDelete('source', 'old'),
    aCreate(aPlannedConnection({ name: 'orders-to-lake' })),
    aDelete('connection', 'old-to-lake'),
    aCreate(aPlannedDestination({ name: 'lake' })),
    aDelete('destination', 'old-lake'),
    aCreate(aPlannedSource({ name: 'orders' })),
  ];

  expect(inDependencyOrder(changes).map(({ action, key }) => `${action} ${key}`)).toEqual([
    'create source/orders',
    'create destination/lake',
    'create connection/orders-to-lake',
    'delete connection/old-to-lake',
    'delete destination/old-lake',
    'delete source/old',
  ]);
});
