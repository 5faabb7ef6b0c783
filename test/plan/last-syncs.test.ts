import { expect, test } from 'vitest';
import type { Effect, EffectWeight } from '../../src/model/plan.ts';
import { idsToSize, withLastSyncs } from '../../src/plan/effects/last-syncs.ts';
import { aCreate, anUpdate, aPlan, aPlannedConnection, aPlannedSource } from '../builders.ts';

function effectsOf(...weights: readonly EffectWeight[]): readonly Effect[] {
  return weights.map((weight) => ({ rule: weight, weight, path: [], text: weight }));
}

function aCostlyUpdate(id: string) {
  return anUpdate(aPlannedConnection(), ['prefix'], { id, effects: effectsOf('loses', 'rereads') });
}

test('only live connections that are read again or lose something are asked for', () => {
  const changes = [
    anUpdate(aPlannedSource(), [], { effects: effectsOf('loses') }),
    aCreate(aPlannedConnection(), { effects: effectsOf('rereads') }),
    anUpdate(aPlannedConnection(), [], { id: 'calm', effects: effectsOf('harmless') }),
    aCostlyUpdate('costly'),
  ];

  expect(idsToSize(aPlan({ changes }))).toEqual(['costly']);
});

test('no more than 25 are asked for, however large the plan', () => {
  const changes = Array.from({ length: 60 }, (_, index) => aCostlyUpdate(`c${index}`));

  expect(idsToSize(aPlan({ changes }))).toHaveLength(25);
});

test('the figures stand once, with the heaviest effect', () => {
  const plan = aPlan({ changes: [aCostlyUpdate('a'), aCostlyUpdate('b')] });
  const sized = withLastSyncs(plan, new Map([['a', { records: 1_234_567, bytes: 3_400_000_000 }]]));

  expect(sized.changes.map(({ effects }) => effects.map(({ text }) => text))).toEqual([
    ['loses (the last sync moved 1.2 million records, 3.4 GB)', 'rereads'],
    ['loses', 'rereads'],
  ]);
});
