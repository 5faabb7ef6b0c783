import { expect, test } from 'vitest';
import { compareActor, newActorFields } from '../../src/diff/compare.ts';
import { type Configuration, Secret, serverMask } from '../../src/model/configuration.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { renderValue } from '../../src/render/values.ts';
import { aLiveSource, aPlannedSource } from '../builders.ts';

const password = new Secret('hunter2-hunter2', '${env:PASSWORD}');

/** What changes, by path. */
function changes(live: JsonObject, desired: Configuration) {
  const fields = compareActor(aPlannedSource({ configuration: desired }), aLiveSource({ configuration: live }));
  return fields.map(({ path, before, after }) => `${path.join('.')}: ${renderValue(before)} → ${renderValue(after)}`);
}

/** The whole value at a JSON text, where object literals would lose `__proto__`. */
const json = (text: string): JsonObject => JSON.parse(text);

test('a configuration that is live as it stands is no change', () => {
  expect(
    changes({ host: 'db', port: 5432, ssl: { mode: 'prefer' } }, { ssl: { mode: 'prefer' }, port: 5432, host: 'db' }),
  ).toEqual([]);
});

test('each leaf that differs is a change by itself', () => {
  expect(
    changes({ host: 'old', ssl: { mode: 'disable', ca: 'x' } }, { host: 'new', ssl: { mode: 'prefer', ca: 'x' } }),
  ).toEqual(['configuration.host: old → new', 'configuration.ssl.mode: disable → prefer']);
});

test('a configuration is managed whole: what only the server has is shown as removed', () => {
  expect(
    changes(
      { host: 'db', jdbc_url_params: 'a=b', ssl: { mode: 'prefer', ca: 'x' } },
      { host: 'db', ssl: { mode: 'prefer' } },
    ),
  ).toEqual(['configuration.jdbc_url_params: a=b → (not set)', 'configuration.ssl.ca: x → (not set)']);
});

test('what the server lacks is shown leaf by leaf', () => {
  expect(changes({}, { tunnel: { method: 'NONE', port: 22 } })).toEqual([
    'configuration.tunnel.method: (not set) → NONE',
    'configuration.tunnel.port: (not set) → 22',
  ]);
});

test.each<[what: string, live: JsonObject, desired: Configuration, change: string]>([
  ['text that becomes an object', { ssl: 'on' }, { ssl: { mode: 'on' } }, 'configuration.ssl: on → {mode: on}'],
  ['an object that becomes text', { ssl: { mode: 'on' } }, { ssl: 'on' }, 'configuration.ssl: {mode: on} → on'],
  ['an empty object that is filled', { ssl: {} }, { ssl: { mode: 'on' } }, 'configuration.ssl: {} → {mode: on}'],
  ['an object that is emptied', { ssl: { mode: 'on' } }, { ssl: {} }, 'configuration.ssl: {mode: on} → {}'],
  ['an empty object that is new', {}, { ssl: {} }, 'configuration.ssl: (not set) → {}'],
  ['an empty object that goes', { ssl: {} }, {}, 'configuration.ssl: {} → (not set)'],
  ['null that goes', { ssl: null }, {}, 'configuration.ssl: null → (not set)'],
  ['null that is new', {}, { ssl: null }, 'configuration.ssl: (not set) → null'],
  ['null that becomes an object', { ssl: null }, { ssl: { mode: 'on' } }, 'configuration.ssl: null → {mode: on}'],
  ['an empty list that becomes an object', { ssl: [] }, { ssl: {} }, 'configuration.ssl: [] → {}'],
  ['empty text that goes', { ssl: '' }, {}, 'configuration.ssl: "" → (not set)'],
  ['a number that becomes text', { port: 5432 }, { port: '5432' }, 'configuration.port: 5432 → "5432"'],
  ['a list in another order', { on: ['a', 'b'] }, { on: ['b', 'a'] }, 'configuration.on: [a, b] → [b, a]'],
])('%s is one change', (_what, live, desired, change) => {
  expect(changes(live, desired)).toEqual([change]);
});

test('numbers are compared by value', () => {
  expect(changes(json('{"a": 1.0, "b": 1e3, "c": -0}'), { a: 1, b: 1000, c: 0 })).toEqual([]);
});

test('the order of keys says nothing, in lists of objects neither', () => {
  expect(changes({ headers: [{ name: 'a', value: 'b' }] }, { headers: [{ value: 'b', name: 'a' }] })).toEqual([]);
});

test.each<[where: string, live: JsonObject, desired: Configuration]>([
  ['at the top', { password: serverMask }, { password }],
  ['in an object', { tunnel: { key: serverMask } }, { tunnel: { key: password } }],
  ['in a list', { keys: [serverMask, serverMask] }, { keys: [password, password] }],
  ['in a list of objects', { headers: [{ n: 'a', v: serverMask }] }, { headers: [{ n: 'a', v: password }] }],
  ['in the place of a number', { token: serverMask }, { token: 7 }],
  ['in the place of a list', { keys: serverMask }, { keys: ['a', 'b'] }],
  ['in the place of an object', { credentials: serverMask }, { credentials: { user: 'me', key: password } }],
])('a mask is never a difference: %s', (_where, live, desired) => {
  expect(changes(live, desired)).toEqual([]);
});

test('a secret that the server does not mask is compared by its value', () => {
  expect(changes({ password: 'hunter2-hunter2' }, { password })).toEqual([]);
  expect(changes({ password: 'another one' }, { password })).toEqual(['configuration.password: (secret) → (secret)']);
});

test('what stands in the place of a secret is not shown, whatever it is', () => {
  expect(changes({ password: { inner: 'in clear' } }, { password })).toEqual([
    'configuration.password: (secret) → (secret)',
  ]);
});

test('a secret that the server lacks is to be set', () => {
  expect(changes({ host: 'db' }, { host: 'db', password })).toEqual(['configuration.password: (not set) → (secret)']);
});

test('a mask without a counterpart is a secret that goes', () => {
  expect(changes({ password: serverMask, keys: [serverMask] }, { keys: [] })).toEqual([
    'configuration.keys: [(secret)] → []',
    'configuration.password: (secret) → (not set)',
  ]);
});

test('a list with a secret more shows all of them as secrets', () => {
  const [change] = changes(
    { headers: [{ n: 'a', v: serverMask }] },
    {
      headers: [
        { n: 'b', v: password },
        { n: 'a', v: password },
      ],
    },
  );

  expect(change).toBe('configuration.headers: [{n: a, v: (secret)}] → [{n: b, v: (secret)}, {n: a, v: (secret)}]');
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', 'a.b', 'a\nb', '[0]'])(
  'a member named %j is data like any other',
  (name) => {
    const one = json(`{${JSON.stringify(name)}: 1}`);
    const inList = { list: [{}] };

    expect(changes(one, one)).toEqual([]);
    expect(changes({}, one)).toEqual([`configuration.${name}: (not set) → 1`]);
    expect(changes(one, {})).toEqual([`configuration.${name}: 1 → (not set)`]);
    expect(changes(inList, { list: [one] })).toHaveLength(1);
    expect(changes({ list: [one] }, inList)).toHaveLength(1);
  },
);

test('values a thousand levels deep are compared', () => {
  const deep = (leaf: number) => {
    const nested = `${'{"a":['.repeat(500)}${leaf}${']}'.repeat(500)}`;
    return { ...json(nested), ...json(`${'{"b":'.repeat(1000)}${leaf}${'}'.repeat(1000)}`) };
  };

  expect(changes(deep(1), deep(1))).toEqual([]);
  expect(changes(deep(1), deep(2))).toHaveLength(2);
});

test('names with dots stay one step of the path', () => {
  const desired = aPlannedSource({ configuration: { 'a.b': { '[c]': 1 } } });

  expect(compareActor(desired, aLiveSource())).toEqual([{ path: ['configuration', 'a.b', '[c]'], after: 1 }]);
});

test('the name of a source is compared too', () => {
  expect(compareActor(aPlannedSource({ name: 'New' }), aLiveSource({ name: 'Old' }))).toEqual([
    { path: ['name'], before: 'Old', after: 'New' },
  ]);
});

test('a new source shows its connector and every leaf', () => {
  const desired = aPlannedSource({ configuration: { password, host: 'db', ssl: { mode: 'prefer' } } });

  expect(newActorFields(desired, 'Postgres')).toEqual([
    { path: ['definition'], after: 'Postgres' },
    { path: ['configuration', 'host'], after: 'db' },
    { path: ['configuration', 'password'], after: password },
    { path: ['configuration', 'ssl', 'mode'], after: 'prefer' },
  ]);
});
