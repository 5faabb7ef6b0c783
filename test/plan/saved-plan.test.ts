import { expect, test } from 'vitest';
import { AirplanError } from '../../src/errors.ts';
import { Secret } from '../../src/model/configuration.ts';
import { isJsonObject, type Json } from '../../src/model/json.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { decodeSavedPlan, encodeSavedPlan, type SavedPlan } from '../../src/plan/saved-plan.ts';
import { planFormatNames, planFormats } from '../../src/render/plan-formats.ts';
import { parsePlanFile, savedRequest } from '../../src/workflows/saved-plan.ts';
import {
  aCreate,
  aDelete,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedSource,
  aReplace,
  aReviewManner,
} from '../builders.ts';

const secret = new Secret('made-up', '${env:PASSWORD}');

/** One of everything that a plan can hold. */
const saved: SavedPlan = {
  plan: aPlan({
    changes: [
      aCreate(aPlannedSource({ configuration: { password: secret, list: [secret, 'x'], 'a/b~c': secret } }), {
        fields: [{ path: ['configuration', 'password'], after: secret }],
      }),
      anUpdate(aPlannedConnection(), ['streams.orders'], {
        effects: [{ rule: 'r', weight: 'loses', path: ['streams', 'orders'], text: 'goes' }],
        afterwards: { action: 'clear', streams: [{ name: 'orders', namespace: 'public' }] },
      }),
      aReplace(aPlannedConnection({ name: 'moved', streams: { state: 'checked-when-applied', rules: [] } })),
      aDelete('source', 'old', { reason: 'gone' }),
    ],
    ids: { [resourceKey('source', 'source')]: 'id-1' },
    newTags: ['bronze'],
    notes: ['a note'],
  }),
  request: { select: ['source/*'], exclude: [], environment: 'test', prune: true },
  preconditions: { 'source/source': 'absent', 'connection/connection': { name: 'digest' } },
};

function decoded(text: string): SavedPlan {
  return decodeSavedPlan(JSON.parse(text), 'the plan');
}

test('comes back as it was saved, in its text as well', () => {
  const text = encodeSavedPlan(saved);

  expect(JSON.parse(JSON.stringify(decoded(text)))).toEqual(JSON.parse(JSON.stringify(saved)));
  expect(encodeSavedPlan(decoded(text))).toBe(text);
  expect(text).not.toContain('made-up');
});

test('tells a secret from a text that reads like one', () => {
  const configuration = { shown: '${env:PASSWORD}', hidden: secret, masked: '(secret)' };
  const plan = aPlan({ changes: [aCreate(aPlannedSource({ configuration }))] });
  const [change] = decoded(encodeSavedPlan({ ...saved, plan })).plan.changes;

  expect(change).toMatchObject({
    desired: { configuration: { shown: '${env:PASSWORD}', hidden: expect.any(Secret), masked: '(secret)' } },
  });
});

test('a secret that comes back knows its label only', () => {
  const [change] = decoded(encodeSavedPlan(saved)).plan.changes;
  const after = change?.fields[0]?.after;

  expect(after instanceof Secret && after.reveal()).toBe('${env:PASSWORD}');
});

test('keeps what this version does not know of', () => {
  const plan = { ...JSON.parse(encodeSavedPlan(saved)), added: { later: 1 } };

  expect(decodeSavedPlan(plan, 'the plan').plan).toMatchObject({ added: { later: 1 } });
});

test('names of members that objects have by themselves are data', () => {
  const text = encodeSavedPlan(saved).replace('"list":', '"__proto__": {"polluted": true}, "constructor": 1, "list":');
  const { plan } = decoded(text);

  expect(JSON.stringify(plan)).toContain('"__proto__":{"polluted":true}');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(() => decoded(text.replace('/desired/configuration/password', '/__proto__/toString'))).toThrow(
    'there is no secret at /changes/0/__proto__/toString',
  );
});

test.each([
  ['lists', '['.repeat(200_000) + ']'.repeat(200_000)],
  ['objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
])('%s without an end in sight are refused', (_name, deep) => {
  const text = encodeSavedPlan(saved).replace('"a note"', deep);

  expect(() => parsePlanFile(text, 'plan.json')).toThrow('nested more than 500 levels deep');
});

test('a member of another type is refused, or shown without a crash', () => {
  const whole: Json = JSON.parse(encodeSavedPlan(saved));
  const outcomes = { refused: 0, shown: 0 };
  for (const place of placesIn(whole)) {
    for (const value of [null, 7, 'text', true, [], {}, [null], { a: null }]) {
      outcomes[tryToShow(JSON.stringify(replaced(whole, place, value)))] += 1;
    }
  }

  expect(outcomes.refused).toBeGreaterThan(500);
  expect(outcomes.shown).toBeGreaterThan(100);
});

function tryToShow(text: string): 'refused' | 'shown' {
  try {
    const it = parsePlanFile(text, 'plan.json');
    savedRequest(it, 'plan.json');
    const review = { plans: [{ environment: it.plan.environment, plan: it.plan }], warnings: [] };
    for (const format of planFormatNames) planFormats[format].render(review, aReviewManner());
    return 'shown';
  } catch (error) {
    if (!(error instanceof AirplanError) || error.code !== 'invalid-files') throw error;
    return 'refused';
  }
}

type Place = readonly string[];

function placesIn(value: Json, place: Place = []): readonly Place[] {
  const isInner = isJsonObject(value) || Array.isArray(value);
  const inside = isInner ? Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...place, name])) : [];
  return place.length === 0 ? inside : [place, ...inside];
}

function replaced(value: Json, [first, ...rest]: Place, by: Json): Json {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === first ? replaced(inner, rest, by) : inner));
  return isJsonObject(value) ? { ...value, [first]: replaced(value[first] ?? null, rest, by) } : value;
}
