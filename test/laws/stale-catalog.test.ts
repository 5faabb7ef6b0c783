import { expect, test } from 'vitest';
import type { DiscoveredStream } from '../../src/sandbox/registry/connector.ts';
import type { SandboxStore } from '../../src/sandbox/store.ts';
import { apply, type ProjectInMemory, plan, withSandbox } from '../support/workflow.ts';
import { aProject } from './a-project.ts';

/** Makes the server's cache as old as if its source had got what it lacks only yesterday. */
function makeCacheOld(
  store: SandboxStore,
  older: (streams: readonly DiscoveredStream[]) => readonly DiscoveredStream[],
): void {
  for (const discovery of store.discoveries.list()) {
    store.discoveries.put({ ...discovery, contentHash: 'old', streams: older(discovery.streams) });
  }
}

function withStreams(streams: string): ProjectInMemory {
  const [before = ''] = String(aProject.contents['pipelines/shop-to-lake.yaml']).split('streams:');
  const contents = { ...aProject.contents, 'pipelines/shop-to-lake.yaml': `${before}streams: ${streams}\n` };
  return { ...aProject, contents };
}

test.each([
  ['a stream', '[{name: orders}, {name: customers}]'],
  ['what a pattern is to match', '[{name: orders}, {name: "cust*"}]'],
])('%s that the source got since its last discovery is found', async (_what, streams) => {
  await withSandbox({}, async ({ url, store }) => {
    await apply(withStreams('[{name: orders}]'), url);
    makeCacheOld(store, (all) => all.filter(({ name }) => name !== 'customers'));

    expect(await apply(withStreams(streams), url)).toMatchObject({ result: 'applied' });
  });
});

test('a stream that the source does not have is a finding, whatever the cache says', async () => {
  await withSandbox({}, async ({ url }) => {
    await apply(withStreams('[{name: orders}]'), url);

    await expect(plan(withStreams('[{name: orders}, {name: "none*"}]'), url)).rejects.toThrow(
      'no stream matches "none*"',
    );
  });
});

test('a pattern may follow its source to another database in one plan', async () => {
  const project = withStreams('[{namespace: "sal*", name: "o*"}]');
  const source = String(project.contents['pipelines/shop.yaml']).replace('{host', '{schemas: [sales], host');
  await withSandbox({}, async ({ url }) => {
    await apply(withStreams('[{namespace: "pub*", name: "o*"}]'), url);

    const moved = { ...project, contents: { ...project.contents, 'pipelines/shop.yaml': source } };
    expect(await apply(moved, url)).toMatchObject({ result: 'applied', after: { changes: [] } });
  });
});
