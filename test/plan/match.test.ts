import { expect, test } from 'vitest';
import type { LiveConnection } from '../../src/model/live.ts';
import type { DesiredConnection } from '../../src/model/resource.ts';
import { matchResources } from '../../src/plan/match.ts';
import { matchAll } from '../../src/plan/match-all.ts';
import {
  aDefinition,
  aDesiredConnection,
  aDesiredSource,
  aLive,
  aLiveConnection,
  aLiveSource,
  anOrigin,
} from '../builders.ts';

function match(desired: readonly DesiredConnection[], live: readonly LiveConnection[]) {
  const { matches, unmanaged, findings } = matchResources(
    desired.map((one) => ({ desired: one })),
    live,
  );
  return { ids: matches.map(({ live: found }) => found?.id), unmanaged: unmanaged.map(({ id }) => id), findings };
}

const named = (id: string, name: string, createdAt?: number) =>
  aLiveConnection({ id, name, ...(createdAt === undefined ? {} : { createdAt }) });

test('a resource is the one live object of its name', () => {
  expect(match([aDesiredConnection({ name: 'b' })], [named('1', 'a'), named('2', 'b')])).toEqual({
    ids: ['2'],
    unmanaged: ['1'],
    findings: [],
  });
});

test('a resource that nothing live is named like is not there', () => {
  expect(match([aDesiredConnection({ name: 'a' })], [named('1', 'A')]).ids).toEqual([undefined]);
});

test('a pinned resource is the object of that id, whatever its name', () => {
  const desired = aDesiredConnection({ name: 'new name', id: '1' });

  expect(match([desired], [named('1', 'old name'), named('2', 'new name')])).toMatchObject({
    ids: ['1'],
    unmanaged: ['2'],
  });
});

test('a pinned object is nobody else’s, even of its name', () => {
  const desired = [aDesiredConnection({ name: 'b', id: '1' }), aDesiredConnection({ name: 'a' })];

  expect(match(desired, [named('1', 'a')])).toMatchObject({ ids: ['1', undefined], findings: [] });
});

test('a pinned id that is not there is a finding at the id', () => {
  const { ids, findings } = match([aDesiredConnection({ id: 'gone' })], [named('1', 'connection')]);

  expect(ids).toEqual([undefined]);
  expect(findings).toMatchObject([
    { rule: 'pinned-id-not-found', message: expect.stringContaining('gone'), origin: anOrigin('id') },
  ]);
});

test('a renamed resource is the object of its old name until that is gone', () => {
  const desired = [aDesiredConnection({ name: 'new', renamedFrom: 'old' })];

  expect(match(desired, [named('1', 'old')]).ids).toEqual(['1']);
  expect(match(desired, [named('1', 'old'), named('2', 'new')])).toMatchObject({ ids: ['2'], unmanaged: ['1'] });
});

test('two live objects of one name are a finding with their ids and creation times', () => {
  const live = [named('1', 'twin', 1_700_000_000), named('2', 'twin')];
  const { ids, unmanaged, findings } = match([aDesiredConnection({ name: 'twin' })], live);

  expect({ ids, unmanaged }).toEqual({ ids: [undefined], unmanaged: [] });
  expect(findings).toEqual([
    {
      rule: 'ambiguous-match',
      message: 'connection/twin: 2 live connections are named "twin", and airplan does not guess',
      origin: anOrigin('name'),
      hint: 'write the id of the right one as "id": 1 (created 2023-11-14T22:13:20Z) or 2',
    },
  ]);
});

test('two live objects of the old name are a finding about the old name', () => {
  const desired = aDesiredConnection({ name: 'new', renamedFrom: 'old' });

  expect(match([desired], [named('1', 'old'), named('2', 'old')]).findings).toMatchObject([
    { message: expect.stringContaining('named "old"'), origin: anOrigin('renamedFrom') },
  ]);
});

test('one live object cannot be two resources', () => {
  const desired = [aDesiredConnection({ name: 'a' }), aDesiredConnection({ name: 'b', renamedFrom: 'a' })];

  expect(match(desired, [named('1', 'a')]).findings).toMatchObject([
    { rule: 'matched-twice', message: 'connection/b and connection/a are both the live connection 1' },
  ]);
  expect(
    match([aDesiredConnection({ name: 'x', id: '1' }), aDesiredConnection({ name: 'y', id: '1' })], [named('1', 'z')])
      .findings,
  ).toMatchObject([{ rule: 'matched-twice' }]);
});

const specifications = new Map([
  [
    'source-definition',
    { definitionId: 'source-definition', connectionSpecification: {}, supportedDestinationSyncModes: [] },
  ],
]);

test('an object of the same name on another connector is what the resource takes the place of', () => {
  const desired = aDesiredSource({ name: 'Orders' });
  const { actors, unmanaged, ids } = matchAll({
    desired: { sources: [desired], destinations: [], connections: [] },
    defined: [{ desired, definition: aDefinition() }],
    specifications,
    live: aLive({ sources: [aLiveSource({ name: 'Orders', definitionId: 'another' })] }),
  });

  expect(actors).toMatchObject([{ desired: { name: 'Orders' } }]);
  expect(actors[0]?.live).toBeUndefined();
  expect(actors[0]?.replaced?.live).toMatchObject({ definitionId: 'another' });
  expect({ unmanaged, ids }).toEqual({ unmanaged: [], ids: {} });
});

test('every kind is matched by itself, and what is left is counted', () => {
  const desired = aDesiredSource({ name: 'one name' });
  const connection = aDesiredConnection({ name: 'one name' });
  const matched = matchAll({
    desired: { sources: [desired], destinations: [], connections: [connection] },
    defined: [{ desired, definition: aDefinition() }],
    specifications,
    live: aLive({
      sources: [aLiveSource({ id: 's', name: 'one name' }), aLiveSource({ id: 't', name: 'other' })],
      connections: [named('c', 'one name'), named('d', 'other')],
    }),
  });

  expect(matched).toMatchObject({
    ids: { 'source/one name': 's', 'connection/one name': 'c' },
    unmanaged: [{ id: 't' }, { id: 'd' }],
    findings: [],
  });
});
