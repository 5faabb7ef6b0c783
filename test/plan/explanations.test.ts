import { expect, test } from 'vitest';
import { resourceKey } from '../../src/model/resource.ts';
import { explainAll } from '../../src/plan/explanations.ts';
import { aDesiredConnection, aLiveConnection, aLiveStream, aStreamSelection, someLiveSettings } from '../builders.ts';

/** A connection of `count` streams that all look different by an idle cursor. */
function manyStreams(count: number) {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  const selections = names.map((name) => aStreamSelection({ name, cursorField: ['at'] }));
  const live = aLiveConnection({ streams: names.map((name) => aLiveStream({ name })) });
  const connection = { desired: aDesiredConnection({ settings: { prefix: '' } }), live, destinationSyncModes: [] };
  return { connection, streams: { state: 'known', selections } } as const;
}

test('one rule for one member of many streams is one entry with their number', () => {
  const { resources, rules } = explainAll([], [manyStreams(500)]);

  expect(resources).toEqual([
    {
      key: resourceKey('connection', 'connection'),
      values: [{ path: ['streams', 's0', 'cursorField'], rule: 'idle-cursor', desired: 'at', others: 499 }],
    },
  ]);
  expect(rules).toEqual({ 'idle-cursor': expect.stringContaining('incrementally') });
});

test('what is to be created, and what looks as it is, needs no explanation', () => {
  const { connection, streams } = manyStreams(1);
  const settings = someLiveSettings();
  const { live: _, ...created } = connection;
  const same = { ...connection, live: aLiveConnection({ settings, streams: [aLiveStream({ name: 's0' })] }) };

  expect(explainAll([], [{ connection: created, streams }])).toEqual({ rules: {}, resources: [] });
  expect(
    explainAll([], [{ connection: same, streams: { state: 'known', selections: [aStreamSelection({ name: 's0' })] } }]),
  ).toEqual({ rules: {}, resources: [] });
});
