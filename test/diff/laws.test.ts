import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareActor, compareConnection } from '../../src/diff/compare.ts';
import { type Configuration, type ConfigurationValue, isConfiguration, Secret } from '../../src/model/configuration.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { destinationSyncModes, type StreamSelection, syncModes } from '../../src/model/stream.ts';
import { aLiveConnection, aLiveSource, aLiveStream, aPlannedConnection, aPlannedSource } from '../builders.ts';

const runs = { numRuns: 200 };
const names = fc.constantFrom('a', 'b', 'c', 'a.b', '__proto__', 'constructor', '', '0', 'ü', 'a\nb');
const scalars = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
const { configuration: configurations } = fc.letrec<{ configuration: JsonObject; value: Json }>((tie) => ({
  configuration: fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }).map(Object.fromEntries),
  value: fc.oneof({ depthSize: 'small' }, scalars, tie('configuration'), fc.array(tie('value'), { maxLength: 3 })),
}));

const fieldPaths = fc.array(names, { minLength: 1, maxLength: 2 });
const selections: fc.Arbitrary<StreamSelection> = fc.record(
  {
    name: names,
    namespace: names,
    syncMode: fc.constantFrom(...syncModes),
    destinationSyncMode: fc.constantFrom(...destinationSyncModes),
    cursorField: fieldPaths,
    primaryKey: fc.array(fieldPaths, { minLength: 1, maxLength: 3 }),
    selectedFields: fc.uniqueArray(names),
    mappers: fc.array(fc.record({ type: names, mapperConfiguration: configurations }), { maxLength: 2 }),
    includeFiles: fc.boolean(),
  },
  { requiredKeys: ['name', 'syncMode', 'destinationSyncMode'] },
);
const streamLists = fc.uniqueArray(selections, {
  selector: ({ name, namespace }) => JSON.stringify([namespace, name]),
});

function compareConfigurations(live: JsonObject, desired: Configuration) {
  return compareActor(aPlannedSource({ configuration: desired }), aLiveSource({ configuration: live }));
}

/** The same JSON in other objects, their members the other way round. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, turned(inner)]),
  );
}

/** Every text made a secret. */
function secretly(value: ConfigurationValue): ConfigurationValue {
  if (typeof value === 'string') return new Secret(value, '(secret)');
  if (Array.isArray(value)) return value.map(secretly);
  return isConfiguration(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, secretly(inner)]))
    : value;
}

test('a configuration compared with itself is no change, secret or not, in whatever order', () => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      const other = { inner: turned(configuration) };
      expect(compareConfigurations({ inner: configuration }, other)).toEqual([]);
      expect(compareConfigurations({ inner: configuration }, { inner: secretly(configuration) })).toEqual([]);
    }),
    runs,
  );
});

test('configurations that differ show it, in paths that do not contain each other', () => {
  fc.assert(
    fc.property(configurations, configurations, (live, desired) => {
      const fields = compareConfigurations(live, desired);
      const paths = fields.map(({ path }) => JSON.stringify(path).slice(0, -1));
      const isSame = JSON.stringify(sorted(live)) === JSON.stringify(sorted(desired));

      expect(fields.length === 0).toBe(isSame);
      expect(paths.filter((path) => paths.some((other) => path !== other && path.startsWith(`${other},`)))).toEqual([]);
      expect(new Set(paths).size).toBe(paths.length);
    }),
    runs,
  );
});

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return entries.map(([name, inner]) => [name, sorted(inner)]).concat([['is', 'an object']]);
}

test('streams compared with themselves are no change, in whatever order', () => {
  fc.assert(
    fc.property(streamLists, (streams) => {
      const live = aLiveConnection({ streams: streams.map((stream) => aLiveStream(stream)) });
      const desired = aPlannedConnection({ streams: { state: 'known', selections: streams.toReversed() } });
      expect(compareConnection(desired, live)).toEqual([]);
    }),
    runs,
  );
});

test('one stream more or less is one path', () => {
  fc.assert(
    fc.property(streamLists, fc.nat(), (streams, chosen) => {
      const at = chosen % Math.max(1, streams.length);
      const others = streams.filter((_, index) => index !== at);
      const compared = (live: readonly StreamSelection[], selections: readonly StreamSelection[]) =>
        compareConnection(
          aPlannedConnection({ streams: { state: 'known', selections } }),
          aLiveConnection({ streams: live.map((stream) => aLiveStream(stream)) }),
        );

      expect(compared(others, streams)).toHaveLength(streams.length - others.length);
      expect(compared(streams, others)).toHaveLength(streams.length - others.length);
    }),
    runs,
  );
});
