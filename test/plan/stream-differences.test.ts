import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { LiveConnection } from '../../src/model/live.ts';
import type { StreamDifference } from '../../src/model/offer.ts';
import type { DesiredConnection } from '../../src/model/resource.ts';
import { type StreamDescription, streamName } from '../../src/model/stream.ts';
import { plannedStreams } from '../../src/plan/find-streams.ts';
import { streamDifferences } from '../../src/plan/stream-differences.ts';
import {
  aCatalog,
  aDesiredConnection,
  aLiveConnection,
  aLiveStream,
  anOrigin,
  aStreamDescription,
  aStreamRule,
  someLiveSettings,
} from '../builders.ts';

const string = { type: 'string' };

function aTable(name: string, properties: JsonObject = { id: { type: 'integer' } }): StreamDescription {
  const fieldNames = Object.keys(properties).sort();
  const verbatim = { name, jsonSchema: { type: 'object', properties } };
  return { ...aStreamDescription({ name, fieldNames }), verbatim };
}

interface World {
  readonly offered: readonly StreamDescription[];
  readonly rules: readonly string[];
  /** Absent: the connection is not there yet. */
  readonly held?: readonly StreamDescription[];
  readonly settings?: Partial<LiveConnection['settings']>;
  readonly selection?: Partial<LiveConnection['streams'][number]['selection']>;
}

function aUser({ offered, rules, held, settings, selection }: World, desired: Partial<DesiredConnection> = {}) {
  const connection = aDesiredConnection({
    streams: rules.map((name, index) => aStreamRule({ name, origin: anOrigin('streams', index) })),
    ...desired,
  });
  const streams = held?.map((stream) => aLiveStream({ name: stream.name, ...selection }, stream));
  const live = streams && aLiveConnection({ streams, settings: someLiveSettings(settings) });
  const question = { desired: connection, ...(live === undefined ? {} : { live }) };
  const answer = plannedStreams({ ...question, catalog: aCatalog(...offered), destinationSyncModes: [] });
  return { ...question, answer };
}

const locate = () => ({ file: 'pipelines/shop.yaml', line: 7, column: 1, length: 1, lineText: '' });

function differences(world: World): readonly StreamDifference[] {
  return streamDifferences(aCatalog(...world.offered), [aUser(world)], locate);
}

/** `+ public.orders: what it means`. */
function inWords(world: World): readonly string[] {
  return differences(world).flatMap((stream) => {
    const own = stream.meanings.map(({ words }) => `${stream.difference} ${streamName(stream)}: ${words}`);
    const ofColumns = stream.columns.flatMap(({ name, before = '', after = '', meanings }) => {
      return meanings.map(({ words }) => `${streamName(stream)}.${name} ${before}→${after}: ${words}`);
    });
    return [...own, ...ofColumns];
  });
}

describe('a stream that is new', () => {
  const offered = [aTable('orders'), aTable('audit_a')];

  test('is read by nobody where no rule finds it', () => {
    expect(inWords({ offered, rules: ['orders'], held: [aTable('orders')] })).toEqual([
      'new audit_a: no connection reads it',
    ]);
    expect(inWords({ offered, rules: ['orders'] })).toEqual(['new audit_a: no connection reads it']);
  });

  test('is added by the next apply where a pattern finds it', () => {
    expect(inWords({ offered, rules: ['*'], held: [aTable('orders')] })).toEqual([
      'new audit_a: the next apply adds it',
    ]);
  });

  test('is added by a server that is to do so', () => {
    const settings = { nonBreakingChangesPreference: 'propagate_fully' } as const;

    expect(inWords({ offered, rules: ['orders'], held: [aTable('orders')], settings })).toEqual([
      'new audit_a: the server adds it by itself (propagate_fully)',
    ]);
  });

  test('is nothing to tell of where the connection is still to be created with it', () => {
    expect(inWords({ offered, rules: ['*'] })).toEqual([]);
  });
});

describe('a stream that is gone', () => {
  const offered = [aTable('orders')];
  const pauses = 'gone legacy: the server pauses the connection once it notices';

  test('stops plans whose files name it', () => {
    const stops = 'gone legacy: plan and apply stop until it is taken out of pipelines/shop.yaml:7';

    expect(inWords({ offered, rules: ['orders', 'legacy'] })).toEqual([stops]);
    expect(inWords({ offered, rules: ['orders', 'legacy'], held: [aTable('orders'), aTable('legacy')] })).toEqual([
      pauses,
      stops,
    ]);
  });

  test('is taken out where a pattern has found it', () => {
    expect(inWords({ offered, rules: ['*'], held: [aTable('orders'), aTable('legacy')] })).toEqual([
      pauses,
      'gone legacy: the next apply takes it out; what was written stays in the destination',
    ]);
  });

  test('cannot pause what is paused', () => {
    const settings = { status: 'inactive' };

    expect(inWords({ offered, rules: ['*'], held: [aTable('orders'), aTable('legacy')], settings })).toHaveLength(1);
  });
});

describe('a stream whose columns have changed', () => {
  const before = aTable('orders', { id: { type: 'integer' }, total: { type: 'integer' }, changed: string });
  const after = aTable('orders', { id: { type: 'integer' }, total: string, note: string });
  const world: World = { offered: [after], rules: ['orders'], held: [before] };

  test('shows each of them with both types, and what it means', () => {
    expect(inWords(world)).toEqual([
      'orders.changed string→: stays in the destination, and gets no new values',
      'orders.note →string: not read: the server ignores new columns (nonBreakingChangesPreference)',
      'orders.total integer→string: its destination takes the new type as its connector can; a refresh reads old rows anew',
    ]);
  });

  test('breaks where it was the cursor', () => {
    expect(inWords({ ...world, selection: { cursorField: ['changed'] } })[0]).toBe(
      'orders.changed string→: it is the cursor or key: the server pauses the connection once it notices',
    );
  });

  test('gets a column from a server that is to do so', () => {
    const settings = { nonBreakingChangesPreference: 'propagate_columns' } as const;

    expect(inWords({ ...world, settings })).toContain(
      'orders.note →string: the server adds it by itself (propagate_columns)',
    );
  });

  test('is compared in the selected columns only, for the server has stored no others', () => {
    const selection = { selectedFields: ['changed', 'id', 'total'] };

    expect(differences({ ...world, selection })[0]?.columns.map(({ name }) => name)).toEqual(['changed', 'total']);
  });

  test('is told once for all connections that it means the same for', () => {
    const users = [aUser(world, { name: 'one' }), aUser(world, { name: 'two' })].map((user, index) => ({
      ...user,
      desired: { ...user.desired, key: `connection/${index}` as DesiredConnection['key'] },
    }));
    const [orders] = streamDifferences(aCatalog(after), users, locate);

    expect(orders?.columns.map(({ meanings }) => meanings)).toEqual(
      orders?.columns.map(({ meanings: [only] }) => [
        { words: only?.words, connections: ['connection/0', 'connection/1'] },
      ]),
    );
  });
});

test('what has not changed is no difference', () => {
  const orders = aTable('orders');

  expect(differences({ offered: [orders], rules: ['orders'], held: [orders] })).toEqual([]);
});
