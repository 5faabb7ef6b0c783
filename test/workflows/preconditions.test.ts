import { expect, test } from 'vitest';
import { serverMask } from '../../src/model/configuration.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Specification } from '../../src/model/live.ts';
import { changedPaths, digestOf } from '../../src/workflows/preconditions.ts';
import { aLiveConnection, aLiveSource, aLiveStream, aStreamDescription, someLiveSettings } from '../builders.ts';

const specification: Specification = {
  definitionId: 'source-definition',
  connectionSpecification: { properties: { host: { type: 'string' }, pin: { type: 'string', airbyte_secret: true } } },
  supportedDestinationSyncModes: [],
};
const specifications = new Map([[specification.definitionId, specification]]);

const ofSource = (configuration: JsonObject, known = specifications) => digestOf(aLiveSource({ configuration }), known);

test('says by its path what has changed, whatever the order of members', () => {
  const before = ofSource({ host: 'a', nested: { x: 1, y: [1, 2] } });

  expect(changedPaths(before, ofSource({ nested: { y: [1, 2], x: 1 }, host: 'a' }))).toEqual([]);
  expect(changedPaths(before, ofSource({ host: 'b', nested: { x: 1, y: [1, 2] } }))).toEqual(['configuration.host']);
  expect(changedPaths(before, ofSource({ host: 'a', nested: { x: 1, y: [2, 1] } }))).toEqual(['configuration.nested']);
  expect(changedPaths(before, ofSource({ host: 'a', nested: { x: 1, y: [1, 2] }, port: 1 }))).toEqual([
    'configuration.port',
  ]);
});

test('no secret is in a digest, not even one that the server shows', () => {
  expect(ofSource({ pin: '1234' })).toEqual(ofSource({ pin: '9999' }));
  expect(ofSource({ pin: '1234' })).toEqual(ofSource({ pin: serverMask }));
});

test('without a specification any value may be a secret, so that only names count', () => {
  expect(ofSource({ pin: '1234' }, new Map())).toEqual(ofSource({ pin: '9999' }, new Map()));
  expect(ofSource({ pin: '1234' }, new Map())).not.toEqual(ofSource({ pan: '1234' }, new Map()));
});

test('the key of a mapper and the ids that the server gives are left out', () => {
  const withMapper = (key: string, id: string) =>
    aLiveStream({ mappers: [{ type: 'encryption', mapperConfiguration: { key, algorithm: 'AES' } }], mapperIds: [id] });
  const before = digestOf(aLiveConnection({ streams: [withMapper('0123', 'a')] }), specifications);

  expect(digestOf(aLiveConnection({ streams: [withMapper('4567', 'b')] }), specifications)).toEqual(before);
});

test.each([
  ['prefix', aLiveConnection({ settings: someLiveSettings({ prefix: 'x' }) })],
  ['source', aLiveConnection({ sourceId: 'other' })],
  ['streams.public.orders', aLiveConnection({ streams: [aLiveStream({ namespace: 'public' })] })],
])('a connection that differs in %s says so', (changed, connection) => {
  expect(changedPaths(digestOf(aLiveConnection(), specifications), digestOf(connection, specifications))).toEqual([
    changed,
  ]);
});

test('a stream whose schema has changed is another one; two that are shown alike are both looked at', () => {
  const dotted = (fieldNames: readonly string[]) => [
    aLiveStream({ name: 'a.b' }, aStreamDescription({ name: 'a.b' })),
    aLiveStream({ name: 'b', namespace: 'a' }, aStreamDescription({ name: 'b', namespace: 'a', fieldNames })),
  ];
  const digest = (...fieldNames: readonly string[]) =>
    digestOf(aLiveConnection({ streams: dotted(fieldNames) }), specifications);

  expect(changedPaths(digest('id'), digest('id', 'more'))).toEqual(['streams.a.b']);
});

test('what is not there is absent', () => {
  expect(digestOf(undefined, specifications)).toBe('absent');
  expect(changedPaths('absent', ofSource({})).length).toBeGreaterThan(0);
  expect(changedPaths('absent', 'absent')).toEqual([]);
});
