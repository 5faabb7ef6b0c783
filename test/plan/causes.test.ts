import { expect, test } from 'vitest';
import { Secret } from '../../src/model/configuration.ts';
import type { Cause, Change, FieldChange } from '../../src/model/plan.ts';
import { resourceKey } from '../../src/model/resource.ts';
import {
  type BaseFiles,
  distanceOf,
  type FilesPlan,
  noFiles,
  stricterLimits,
  withCauses,
  withSavedCauses,
} from '../../src/plan/causes.ts';
import { aCreate, aDelete, anUpdate, aPlan, aPlannedSource, aReplace } from '../builders.ts';

const shop = aPlannedSource({ name: 'shop' });
const id = 'id-of-source';
const limits = { changePercent: 30, deletePercent: 10, minObjects: 10 };

/** Files that name `source/shop`, which is live, and would change this. */
function files(...changes: readonly Change[]): FilesPlan {
  return { changes, ids: { [shop.key]: id }, keys: new Set([shop.key]) };
}

function causes(change: Change, base: FilesPlan, applied?: FilesPlan): Change {
  const whole: BaseFiles = { ref: 'main', commit: 'c0ffee', limits, files: base, protectedIds: new Set() };
  const { changes } = withCauses(aPlan({ changes: [change] }), applied === undefined ? whole : { ...whole, applied });
  const [labelled] = changes;
  if (labelled === undefined) throw new Error('the change is gone');
  return labelled;
}

const path = ['configuration', 'host'];

/** What takes the live value `live` to what some files say. */
function host(after: FieldChange['after'], at: readonly string[] = path): Change {
  return anUpdate(shop, [], { fields: [{ path: at, before: 'live', ...(after === undefined ? {} : { after }) }] });
}

const secretly = (value: string): Secret => new Secret(value, '${env:HOST}');

// B, A and D stand for what the base, what was applied last, and the files now say; all is about the live value "live".
test.each<[what: string, now: Change, base: FilesPlan, applied: FilesPlan | undefined, cause: Cause]>([
  ['B = L: only the files changed', host('new'), files(), undefined, 'change-set'],
  ['B = L, at another path', host('new'), files(host('new', ['configuration', 'port'])), undefined, 'change-set'],
  ['B says nothing of the resource', host('new'), noFiles, undefined, 'change-set'],
  ['B = D: only the server changed', host('new'), files(host('new')), undefined, 'drift'],
  ['B = D, both without a value', host(undefined), files(host(undefined)), undefined, 'drift'],
  ['B = D, the same secret', host(secretly('x')), files(host(secretly('x'))), undefined, 'drift'],
  ['B = D, keys in another order', host({ a: 1, b: 2 }), files(host({ b: 2, a: 1 })), undefined, 'drift'],
  ['three values', host('new'), files(host('old')), undefined, 'both'],
  ['three values, one of them absent', host('new'), files(host(undefined)), undefined, 'both'],
  ['three secrets', host(secretly('x')), files(host(secretly('y'))), undefined, 'both'],
  ['a value that the base has as an object', host('x'), files(host('x', [...path, 'name'])), undefined, 'both'],
  ['a value around it', host('x', [...path, 'name']), files(host('x')), undefined, 'both'],
  ['B = D, A = L', host('new'), files(host('new')), files(), 'not-yet-applied'],
  ['B = D, A says nothing', host('new'), files(host('new')), noFiles, 'not-yet-applied'],
  ['B = D = A', host('new'), files(host('new')), files(host('new')), 'drift'],
  ['B = D, A is neither', host('new'), files(host('new')), files(host('old')), 'drift'],
  ['three values, A = L', host('new'), files(host('old')), files(), 'both'],
])('a field: %s', (_what, now, base, applied, cause) => {
  const { fields, causes: found } = causes(now, base, applied);

  expect(fields.map((field) => field.cause)).toEqual([cause]);
  expect(found).toEqual([cause]);
});

const create = aCreate(shop, { fields: [{ path, after: 'new' }] });
const remove = aDelete('source', 'shop');
const { place: _ofNoFile, ...pruned } = aDelete('source', 'shop', { key: resourceKey('source', id) });
const named = (...changes: readonly Change[]): FilesPlan => ({ ...files(...changes), ids: {} });

test.each<[what: string, now: Change, base: FilesPlan, applied: FilesPlan | undefined, cause: Cause]>([
  ['a new file', create, noFiles, undefined, 'change-set'],
  ['a file that was there', create, named(create), undefined, 'drift'],
  ['a file that was there and has changed', create, named(aCreate(shop, { fields: [] })), undefined, 'both'],
  ['a file that has landed', create, named(create), noFiles, 'not-yet-applied'],
  ['a name that was another', create, files(host('new')), undefined, 'change-set'],
  ['a removal that is new', remove, files(), undefined, 'change-set'],
  ['a removal of what no file named', remove, noFiles, undefined, 'change-set'],
  ['a removal that was there', remove, files(remove), undefined, 'drift'],
  ['a removal that has landed', remove, files(remove), files(), 'not-yet-applied'],
  ['pruned: its file is gone', pruned, files(), undefined, 'change-set'],
  ['pruned: there never was a file', pruned, noFiles, noFiles, 'drift'],
  ['pruned: its file has gone before', pruned, noFiles, files(), 'not-yet-applied'],
  ['a step that an apply left behind', anUpdate(shop, []), files(), undefined, 'not-yet-applied'],
])('as a whole: %s', (_what, now, base, applied, cause) => {
  expect(causes(now, base, applied).causes).toEqual([cause]);
});

test('a change with fields of several causes has each of them once', () => {
  const both = anUpdate(shop, ['configuration.host', 'configuration.port', 'name']);

  const labelled = causes(both, files(anUpdate(shop, ['name'])));

  expect(labelled.causes).toEqual(['change-set', 'drift']);
});

test('a secret that is sent again has no cause in the files', () => {
  const password = secretly('x');
  const rotated = anUpdate(shop, [], { fields: [{ path, before: password, after: password }] });

  expect(causes(rotated, files()).fields).toEqual(rotated.fields);
});

test('each field of an update counts, and everything else as a whole', () => {
  const changes = [
    anUpdate(shop, ['a', 'b']),
    aCreate(aPlannedSource({ name: 'new' }), {
      fields: [
        { path: ['a'], after: 1 },
        { path: ['b'], after: 1 },
      ],
    }),
  ];
  const base = {
    ref: 'main',
    commit: 'c0ffee',
    limits,
    files: files(anUpdate(shop, ['a'])),
    protectedIds: new Set(''),
  };

  expect(withCauses(aPlan({ changes }), base).base?.counts).toEqual({
    'change-set': 2,
    both: 0,
    drift: 1,
    'not-yet-applied': 0,
  });
});

test.each<[what: string, now: Change, isProtected: boolean]>([
  ['deleted', remove, true],
  ['pruned', pruned, true],
  ['replaced', aReplace(shop), true],
  ['updated', host('new'), false],
])('what the base protects is so still when it is %s', (_what, now, isProtected) => {
  const base = { ref: 'main', commit: 'c0ffee', limits, files: files(), protectedIds: new Set([id]) };
  const [change] = withCauses(aPlan({ changes: [now] }), base).changes;

  expect(change?.isProtected === true && change.isProtectedByBase === true).toBe(isProtected);
});

test('the stricter of two limits holds, figure by figure', () => {
  expect(stricterLimits(limits, { changePercent: 100, deletePercent: 0, minObjects: 5 })).toEqual({
    changePercent: 30,
    deletePercent: 0,
    minObjects: 5,
  });
});

test('files are as far from the server as they change, and as they do not know what is live', () => {
  const base = files(host('new'));

  expect(distanceOf(base, base)).toBe(1);
  expect(distanceOf(noFiles, base)).toBe(1);
  expect(distanceOf(files(), base)).toBe(0);
  expect(distanceOf({ ...noFiles, changes: [create, remove] }, noFiles)).toBe(2);
});

test('a plan that is made anew takes causes and protection from the saved one, and counts what is left', () => {
  const base = { ref: 'main', commit: 'c0ffee', limits, files: files(), protectedIds: new Set([id]) };
  const other = aDelete('source', 'orders', { id: 'other' });
  const saved = withCauses(aPlan({ changes: [remove, other] }), base);

  const fresh = withSavedCauses(aPlan({ changes: [remove] }), saved);

  expect(fresh.base?.counts).toEqual({ 'change-set': 1, both: 0, drift: 0, 'not-yet-applied': 0 });
  expect(fresh.changes[0]).toMatchObject({ isProtected: true, causes: ['change-set'] });
});
