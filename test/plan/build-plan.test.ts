import { expect, test } from 'vitest';
import { Secret, serverMask } from '../../src/model/configuration.ts';
import type { Change } from '../../src/model/plan.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { buildPlan, type PlanInput } from '../../src/plan/build-plan.ts';
import type { ActorCase } from '../../src/plan/planned-actors.ts';
import type { ConnectionCase } from '../../src/plan/planned-connections.ts';
import {
  aCatalog,
  aDesiredConnection,
  aDesiredDestination,
  aDesiredSource,
  aLive,
  aLiveConnection,
  aLiveDestination,
  aLiveSource,
  aLiveStream,
  anOrigin,
  aPlannedDestination,
  aPlannedSource,
  aStreamDescription,
  aStreamRule,
  locateFirstLine,
} from '../builders.ts';

/** A source that is as it should be. */
function aSourceCase(changes: Partial<ActorCase> = {}): ActorCase {
  return {
    desired: aDesiredSource(),
    definitionName: 'Postgres',
    planned: aPlannedSource(),
    live: aLiveSource(),
    ...changes,
  };
}

function aDestinationCase(changes: Partial<ActorCase> = {}): ActorCase {
  return {
    desired: aDesiredDestination(),
    definitionName: 'Lake',
    planned: aPlannedDestination(),
    live: aLiveDestination(),
    ...changes,
  };
}

/** A connection that is as it should be. */
function aConnectionCase(changes: Partial<ConnectionCase> = {}): ConnectionCase {
  return {
    desired: aDesiredConnection(),
    live: aLiveConnection({ streams: [aLiveStream()] }),
    catalog: aCatalog(aStreamDescription()),
    destinationSyncModes: [],
    ...changes,
  };
}

function without<T extends object, Name extends keyof T>(value: T, name: Name): Omit<T, Name> {
  const { [name]: _, ...others } = value;
  return others;
}

const ids = {
  'source/source': 'id-of-source',
  'destination/destination': 'id-of-destination',
  'connection/connection': 'id-of-connection',
};

function build(input: Partial<PlanInput> = {}) {
  return buildPlan({
    environment: 'test',
    server: 'http://airbyte.test',
    live: aLive(),
    actors: [aSourceCase(), aDestinationCase()],
    connections: [aConnectionCase()],
    ids,
    unmanaged: [],
    locate: locateFirstLine,
    ...input,
  });
}

const shown = (changes: readonly Change[]) => changes.map(({ action, key, dependsOn }) => ({ action, key, dependsOn }));

test('what is as it should be is no change', () => {
  const { plan, findings } = build({ unmanaged: ['a', 'b', 'c', 'd'].map((id) => aLiveSource({ id })) });

  expect(plan).toMatchObject({ changes: [], newTags: [], notes: [] });
  expect(plan.summary).toEqual({ create: 0, update: 0, replace: 0, delete: 0, unchanged: 3, unmanaged: 4 });
  expect(findings).toEqual([]);
});

test('on an empty server everything is created, and a connection after its ends', () => {
  const { plan } = build({
    actors: [without(aDestinationCase(), 'live'), without(aSourceCase(), 'live')],
    connections: [without(without(aConnectionCase(), 'live'), 'catalog')],
    ids: {},
  });

  expect(shown(plan.changes)).toEqual([
    { action: 'create', key: 'source/source', dependsOn: [] },
    { action: 'create', key: 'destination/destination', dependsOn: [] },
    { action: 'create', key: 'connection/connection', dependsOn: ['source/source', 'destination/destination'] },
  ]);
  expect(plan.changes[2]?.notes).toEqual(['streams are checked when applied: their source comes first']);
  expect(plan.summary).toMatchObject({ create: 3, unchanged: 0 });
});

test('a source that differs is updated in place, and its connection waits for that only if it changes too', () => {
  const changed = aSourceCase({ planned: aPlannedSource({ configuration: { host: 'new' } }) });
  const renamed = aConnectionCase({ live: aLiveConnection({ name: 'old', streams: [aLiveStream()] }) });

  expect(shown(build({ actors: [changed] }).plan.changes)).toEqual([
    { action: 'update', key: 'source/source', dependsOn: [] },
  ]);
  expect(shown(build({ actors: [changed], connections: [renamed] }).plan.changes)).toEqual([
    { action: 'update', key: 'source/source', dependsOn: [] },
    { action: 'update', key: 'connection/connection', dependsOn: ['source/source'] },
  ]);
});

test('an update names the live object, the fields, and the place in the file', () => {
  const { plan } = build({ actors: [aSourceCase({ live: aLiveSource({ name: 'Old' }) })] });

  expect(plan.changes).toMatchObject([
    {
      action: 'update',
      id: 'id-of-source',
      fields: [{ path: ['name'], before: 'Old', after: 'source' }],
      place: { file: 'pipelines/test.yaml', line: 1 },
    },
  ]);
});

test.each(['source', 'destination'] as const)(
  'a connection that moves to another %s is replaced, and says what is lost',
  (end) => {
    const other = resourceKey(end, 'other');
    const { plan } = build({
      connections: [aConnectionCase({ desired: aDesiredConnection({ [end]: other }) })],
      ids: { ...ids, [other]: 'id-of-other' },
    });

    expect(plan.changes).toMatchObject([
      { action: 'replace', id: 'id-of-connection', fields: [{ path: [end], before: `${end}/${end}`, after: other }] },
    ]);
    expect(plan.changes[0]?.effects).toMatchObject([{ rule: 'connection-replaced', weight: 'loses', path: [] }]);
    expect(plan.summary).toMatchObject({ replace: 1, update: 0 });
  },
);

test('a connection that moves away from a source of no file shows that source by its id', () => {
  const live = aLiveConnection({ sourceId: 'made-by-hand', streams: [aLiveStream()] });

  expect(build({ connections: [aConnectionCase({ live })] }).plan.changes).toMatchObject([
    { action: 'replace', fields: [{ path: ['source'], before: 'made-by-hand', after: 'source/source' }] },
  ]);
});

test('a connection whose source no file names any more says that it may be the one to be created', () => {
  const live = aLive({ sources: [aLiveSource({ id: 'made-by-hand', name: 'Old name' })] });
  const connection = aConnectionCase({ live: aLiveConnection({ sourceId: 'made-by-hand', streams: [aLiveStream()] }) });
  const actors = [without(aSourceCase(), 'live'), aDestinationCase()];
  const { changes } = build({ live, ids: without(ids, 'source/source'), actors, connections: [connection] }).plan;

  expect(changes[1]).toMatchObject({ fields: [{ path: ['source'], before: 'Old name', after: 'source/source' }] });
  expect(changes[1]?.notes[0]).toBe(
    'no file names its source "Old name"; if that is source/source under another name, give it as "renamedFrom" in its file',
  );
});

test('a new connection says that another one, which no file names, has the same ends', () => {
  const live = aLive({ connections: [aLiveConnection({ id: 'made-by-hand', name: 'Old name' })] });
  const { changes } = build({ live, connections: [without(aConnectionCase(), 'live')] }).plan;

  expect(changes[0]?.notes[0]).toBe(
    '"Old name" has the same source and destination, and no file names it; if that is connection/connection under another name, give it as "renamedFrom" in its file',
  );
});

test('a connection that moves to a source to be created is replaced after that', () => {
  const key = resourceKey('source', 'new');
  const created = without(aSourceCase({ planned: aPlannedSource({ name: 'new' }) }), 'live');
  const moved = without(aConnectionCase({ desired: aDesiredConnection({ source: key }) }), 'catalog');
  const { plan, findings } = build({ actors: [aSourceCase(), aDestinationCase(), created], connections: [moved] });

  expect(shown(plan.changes)).toEqual([
    { action: 'create', key, dependsOn: [] },
    { action: 'replace', key: 'connection/connection', dependsOn: [key] },
  ]);
  expect(plan.changes[1]?.notes).toHaveLength(1);
  expect(plan.changes[1]?.effects).toHaveLength(1);
  expect(findings).toEqual([]);
});

test('streams that cannot be checked before their source has changed are always sent', () => {
  const { plan } = build({ connections: [without(aConnectionCase(), 'catalog')] });

  expect(plan.changes).toMatchObject([
    {
      action: 'update',
      fields: [{ path: ['streams'], before: ['orders'], after: ['orders'] }],
      notes: [expect.any(String)],
    },
  ]);
});

test('changes come by kind and key, with sources first', () => {
  const changed = (name: string) =>
    aSourceCase({
      desired: aDesiredSource({ name }),
      planned: aPlannedSource({ name }),
      live: aLiveSource({ name: 'old' }),
    });
  const { plan } = build({
    connections: [aConnectionCase({ live: aLiveConnection({ name: 'old', streams: [aLiveStream()] }) })],
    actors: [aDestinationCase({ live: aLiveDestination({ name: 'old' }) }), changed('b'), changed('a'), changed('B')],
  });

  expect(plan.changes.map(({ key }) => key)).toEqual([
    'source/B',
    'source/a',
    'source/b',
    'destination/destination',
    'connection/connection',
  ]);
});

test('tags that the workspace lacks are listed once', () => {
  const tagged = (name: string, tags: readonly string[]) =>
    aConnectionCase({
      desired: aDesiredConnection({ name, settings: { tags } }),
      live: aLiveConnection({ name, streams: [aLiveStream()] }),
    });
  const { plan } = build({
    connections: [tagged('a', ['gold', 'bronze', 'known']), tagged('b', ['bronze'])],
    live: aLive({ tags: [{ id: '1', name: 'known' }] }),
  });

  expect(plan.newTags).toEqual(['bronze', 'gold']);
});

test('on a server without tags they are no difference, and one note says so', () => {
  const connections = [aConnectionCase({ desired: aDesiredConnection({ settings: { tags: ['gold'] } }) })];
  const { plan } = build({ connections, live: without(aLive(), 'tags') });

  expect(plan).toMatchObject({ changes: [], newTags: [] });
  expect(plan.notes).toEqual(['this server has no tags; "tags" of 1 connection cannot be applied']);
});

test('a connection whose source is neither live nor selected is a finding with the flag that helps', () => {
  const { findings } = build({
    actors: [],
    connections: [without(without(aConnectionCase(), 'live'), 'catalog')],
    ids: without(ids, 'source/source'),
  });

  expect(findings).toEqual([
    {
      rule: 'unselected-dependency',
      message: 'connection/connection needs source/source, which is not on the server and not selected',
      origin: anOrigin('source'),
      hint: '--select +connection/connection selects what it needs as well',
    },
  ]);
});

test('a connection may be planned without its ends when they are live', () => {
  expect(build({ actors: [] }).findings).toEqual([]);
});

test('a pinned source that runs on another connector is a finding', () => {
  const { findings } = build({ actors: [aSourceCase({ live: aLiveSource({ definitionId: 'another' }) })] });

  expect(findings).toMatchObject([{ rule: 'definition-cannot-change', origin: anOrigin('definition') }]);
});

test('findings about streams name their connection', () => {
  const rule = aStreamRule({ name: 'ordres' });
  const { findings } = build({ connections: [aConnectionCase({ desired: aDesiredConnection({ streams: [rule] }) })] });

  expect(findings).toMatchObject([{ message: 'connection/connection: the source has no stream "ordres"' }]);
});

test('a stream is checked against the live one of its own namespace, not against one that reads alike', () => {
  const live = [
    aLiveStream({ name: 'b.c', namespace: 'a', cursorField: ['id'] }),
    aLiveStream({ name: 'c', namespace: 'a.b', cursorField: [] }),
  ];
  const rules = live.map(({ description: { name, namespace = '' } }) =>
    aStreamRule({ name, namespace, syncMode: 'incremental', destinationSyncMode: 'append' }),
  );
  const { findings } = build({
    connections: [
      aConnectionCase({
        desired: aDesiredConnection({ streams: rules }),
        live: aLiveConnection({ streams: live }),
        catalog: aCatalog(...live.map(({ description }) => description)),
      }),
    ],
  });

  expect(findings.map(({ rule }) => rule)).toEqual(['missing-cursor']);
});

test('the same input in another order gives the same bytes', () => {
  const streams = ['a', 'b', 'c'].map((name) => aStreamDescription({ name, namespace: 'public' }));
  const connection = (name: string, turn: <T>(list: readonly T[]) => readonly T[]) => ({
    ...aConnectionCase({
      desired: aDesiredConnection({
        name,
        streams: turn(['a', 'b', 'c']).map((stream) => aStreamRule({ name: stream })),
      }),
      live: aLiveConnection({ name: 'old', streams: turn([aLiveStream({ name: 'x' }), aLiveStream({ name: 'y' })]) }),
      catalog: aCatalog(...turn(streams)),
    }),
  });
  const planned = (turn: <T>(list: readonly T[]) => readonly T[]) =>
    JSON.stringify(
      build({
        actors: turn(['a', 'b'].map((name) => aSourceCase({ planned: aPlannedSource({ name }) }))),
        connections: turn([connection('a', turn), connection('b', turn)]),
      }).plan,
    );

  expect(planned((list) => list.toReversed())).toBe(planned((list) => list));
});

test('the JSON of a plan holds no secret', () => {
  const password = new Secret('hunter2-hunter2', '${env:PASSWORD}');
  const configuration = { password, nested: { keys: [password], tunnel: { key: password } } };
  const live = aLiveSource({ configuration: { password: serverMask, other: serverMask } });
  const json = JSON.stringify(
    build({ actors: [aSourceCase({ planned: aPlannedSource({ configuration }), live })] }).plan,
  );

  expect(json).toContain('${env:PASSWORD}');
  expect(json).not.toContain('hunter2');
});

const replacedSource = without(aSourceCase({ replaced: { live: aLiveSource(), definitionName: 'MySQL' } }), 'live');

test('a source whose connector changed is replaced, and its connections behind it', () => {
  const { plan, refusals } = build({
    actors: [replacedSource, aDestinationCase()],
    connections: [without(aConnectionCase(), 'catalog')],
    ids: without(ids, 'source/source'),
    live: aLive({ connections: [aLiveConnection()] }),
  });

  expect(refusals).toEqual([]);
  expect(plan.changes).toMatchObject([
    { action: 'replace', id: 'id-of-source', fields: [{ path: ['definition'], before: 'MySQL', after: 'Postgres' }] },
    { action: 'replace', key: 'connection/connection', dependsOn: ['source/source'] },
  ]);
  expect(plan.notes).toEqual(['applying this takes --allow replace']);
});

test('a source is not replaced while a connection hangs on it that stays', () => {
  const live = aLive({ connections: [aLiveConnection({ id: 'by-hand', name: 'By hand' })] });
  const { refusals } = build({ actors: [replacedSource], connections: [], live });

  expect(refusals).toMatchObject([
    {
      rule: 'connections-hang-on-it',
      message: expect.stringContaining('source/source cannot be replaced'),
      place: { file: 'pipelines/test.yaml' },
    },
  ]);
  expect(refusals[0]?.message).toContain('"By hand" (by-hand)');
});

test('a source that is removed waits for the connection that moves away from it', () => {
  const other = resourceKey('source', 'other');
  const removed = aSourceCase({ desired: aDesiredSource({ removal: { reason: 'old' }, isProtected: true }) });
  const { plan, refusals } = build({
    actors: [removed, aDestinationCase()],
    connections: [aConnectionCase({ desired: aDesiredConnection({ source: other }) })],
    ids: { ...ids, [other]: 'id-of-other' },
    live: aLive({ connections: [aLiveConnection()] }),
  });

  expect(refusals).toEqual([]);
  expect(plan.changes).toMatchObject([
    { action: 'replace', key: 'connection/connection', dependsOn: [] },
    {
      action: 'delete',
      key: 'source/source',
      dependsOn: ['connection/connection'],
      reason: 'old',
      askedFor: 'delete',
      isProtected: true,
    },
  ]);
  expect(plan.summary).toMatchObject({ replace: 1, delete: 1, unchanged: 1 });
});

test('what is removed and gone is neither a change nor unchanged', () => {
  const gone = without(aSourceCase({ desired: aDesiredSource({ removal: {} }) }), 'live');
  const { plan } = build({ actors: [gone, aDestinationCase()], connections: [] });

  expect(plan).toMatchObject({ changes: [], summary: { unchanged: 1 } });
  expect(plan.notes).toEqual(['source/source is gone; its file can be deleted']);
});
