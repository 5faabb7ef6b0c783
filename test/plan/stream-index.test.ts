import fc from 'fast-check';
import { expect } from 'vitest';
import { matchesPattern } from '../../src/diff/stream-patterns.ts';
import { indexStreams } from '../../src/plan/stream-index.ts';
import { testLaw } from '../support/law.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '_', '.', 'é', '😀'), maxLength: 4 });
const glob = fc.string({ unit: fc.constantFrom('a', 'b', '_', '*', '?', '😀'), maxLength: 4 });
const stream = fc.record({ name: text, namespace: text }, { requiredKeys: ['name'] });
const pattern = fc.record({ name: glob, namespace: glob }, { requiredKeys: ['name'] });

testLaw(
  'an index finds what looking at each stream finds',
  fc.record({ streams: fc.array(stream), wanted: pattern }),
  async ({ streams, wanted }) => {
    const found = indexStreams(streams, (one) => one).find(wanted);

    expect(new Set(found)).toEqual(new Set(streams.filter((one) => matchesPattern(wanted, one))));
    expect(found.length).toBe(new Set(found).size);
  },
);
