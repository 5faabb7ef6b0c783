import { expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { findInconsistencies } from '../support/inconsistencies.ts';
import { mask, withSandbox } from './world.ts';

/** What a world holds, ids apart. */
function outline({ store }: Sandbox) {
  const { sources, destinations, connections } = store.rows();
  const streams = connections.map(({ catalog }) => catalog.streams.map(({ stream }) => stream.name));
  return {
    names: [...sources, ...destinations, ...connections].map(({ name }) => name),
    statuses: connections.map(({ status }) => status),
    streams,
  };
}

async function outlineOf(seed: number) {
  const sandbox = await startSandbox({ worldSize: 30, seed });
  await sandbox.close();
  return outline(sandbox);
}

test('a made-up world has as many connections as asked for, all in order', () =>
  withSandbox({ worldSize: 30 }, async ({ sandbox: { store } }) => {
    expect(store.connections.size).toBe(30);
    expect(store.actors.source.size).toBe(15);
    expect(store.actors.destination.size).toBe(3);
    expect(findInconsistencies(store.rows())).toEqual([]);
    expect(new Set(store.connections.list().map(({ name }) => name)).size).toBe(30);
  }));

test('it reads like one that was made by requests: secrets masked, streams selected', () =>
  withSandbox({ worldSize: 1 }, async (world) => {
    const { sources } = await world.ok('sources/list', { workspaceId: world.workspaceId });
    const { connections } = await world.ok('connections/list', { workspaceId: world.workspaceId });

    expect(sources[0]).toMatchObject({ name: 'Orders EU Database', connectionConfiguration: { password: mask } });
    expect(connections[0].name).toBe('Orders EU Database → Orders EU Lake');
    expect(connections[0].syncCatalog.streams.length).toBeGreaterThan(0);
  }));

test('the same seed makes the same world, another one another', async () => {
  const first = await outlineOf(1);

  expect(await outlineOf(1)).toEqual(first);
  expect(await outlineOf(2)).not.toEqual(first);
});
