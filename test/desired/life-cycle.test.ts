import { expect, test } from 'vitest';
import { aConnectionFile, aDestinationFile, aProject, aSourceFile, findings, load } from './project-in-memory.ts';

const removed = 'remove: true\n';

test('a file may protect its resource, or ask for its removal with a reason', async () => {
  const { desired, issues } = await load({
    ...aProject,
    'pipelines/lake.yaml': `${aDestinationFile}protect: true\n`,
    'pipelines/shop.yaml': `${aSourceFile}${removed}reason: replaced by shop2\n`,
    'pipelines/shop-to-lake.yaml': `${aConnectionFile}${removed}`,
  });

  expect(issues).toEqual([]);
  expect(desired).toMatchObject({
    sources: [{ key: 'source/shop', removal: { reason: 'replaced by shop2' } }],
    destinations: [{ key: 'destination/lake', isProtected: true }],
    connections: [{ key: 'connection/shop-to-lake', removal: {} }],
  });
  expect(desired?.destinations[0]).not.toHaveProperty('removal');
  expect(desired?.connections[0]?.settings).toEqual({});
});

test('false is as good as left out', async () => {
  const { desired } = await load({
    ...aProject,
    'pipelines/shop.yaml': `${aSourceFile}remove: false\nprotect: false\n`,
  });

  expect(desired?.sources[0]).not.toHaveProperty('removal');
  expect(desired?.sources[0]).not.toHaveProperty('isProtected');
});

test('a reason without a removal is a finding', async () => {
  expect(await findings({ ...aProject, 'pipelines/shop.yaml': `${aSourceFile}reason: old\n` })).toMatchInlineSnapshot(`
    "error: "reason" stands here without "remove"
      pipelines/shop.yaml:4:1 (idle-reason)
      4 | reason: old
        | ^^^^^^
      hint: add "remove: true", or take "reason" out

    1 error in 1 file"
  `);
});

test('a connection that stays on what is removed is a finding, at each end', async () => {
  const project = {
    ...aProject,
    'pipelines/shop.yaml': `${aSourceFile}${removed}`,
    'pipelines/lake.yaml': `${aDestinationFile}${removed}`,
  };

  expect(await findings(project)).toMatchInlineSnapshot(`
    "error: connection "shop-to-lake" reads from source "shop", which is to be removed
      pipelines/shop-to-lake.yaml:2:9 (removed-end)
      2 | source: shop
        |         ^^^^
      hint: write "remove: true" here as well, or name another source

    error: connection "shop-to-lake" writes to destination "lake", which is to be removed
      pipelines/shop-to-lake.yaml:3:14 (removed-end)
      3 | destination: lake
        |              ^^^^
      hint: write "remove: true" here as well, or name another destination

    2 errors in 1 file"
  `);
  expect(await findings({ ...project, 'pipelines/shop-to-lake.yaml': `${aConnectionFile}${removed}` })).toBe('');
});

test('what is removed needs no secrets any more', async () => {
  const source = aSourceFile.replace('db.example.com', '"${env:GONE}"');

  expect(await findings({ ...aProject, 'pipelines/shop.yaml': source })).toContain('"GONE" is not set');
  expect(
    await findings({
      ...aProject,
      'pipelines/shop.yaml': `${source}${removed}`,
      'pipelines/shop-to-lake.yaml': `${aConnectionFile}${removed}`,
    }),
  ).toBe('');
});
