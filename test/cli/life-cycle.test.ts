import { expect, test } from 'vitest';
import { aProject } from '../laws/a-project.ts';
import { activeConnections, livingActors, withApplied } from '../support/small-project.ts';

const files = { shop: 'pipelines/shop.yaml', lake: 'pipelines/lake.yaml', flow: 'pipelines/shop-to-lake.yaml' };
const textOf = (file: string) => String(aProject.contents[file]);
const removed = (file: string, more = '') => `${textOf(file)}remove: true\n${more}`;

/** Ids differ from run to run. */
const withoutIds = (text: string) => text.replace(/[\da-f]{8}-[\da-f-]{27}/g, 'ID');

test('what its file removes is deleted in order, with its reason; afterwards a note says that the file can go', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    write(files.shop, removed(files.shop, 'reason: moved to the new shop\n'));
    write(files.flow, removed(files.flow));

    const plan = await run(['plan']);
    const applied = await run(['apply', '--yes', '--format', 'json']);
    const after = await run(['plan', '--detailed-exitcode']);

    expect(plan.stdout).toMatchInlineSnapshot(`
      "Plan: 0 to create, 0 to update, 0 to replace, 2 to delete; 1 unchanged, 0 unmanaged
      environment test, workspace "default" on sandbox

      Sources
        - source/shop  "shop"  pipelines/shop.yaml:1
            ! reason: moved to the new shop
            → its configuration and secrets are gone for good

      Connections
        - connection/shop-to-lake  "shop-to-lake"  pipelines/shop-to-lake.yaml:1
            → its syncs stop and its sync state is lost; what it wrote stays in the
              destination

      Plan: 0 to create, 0 to update, 0 to replace, 2 to delete; 1 unchanged, 0 unmanaged
      "
    `);
    expect(applied.exitCode).toBe(0);
    expect(JSON.parse(applied.stdout)).toMatchObject({
      report: {
        outcomes: [{ key: 'connection/shop-to-lake', action: 'delete', result: 'applied' }, { key: 'source/shop' }],
      },
      plan: { summary: { delete: 2, unchanged: 1 }, changes: [{}, { dependsOn: ['connection/shop-to-lake'] }] },
    });
    expect(activeConnections(sandbox)).toEqual([]);
    expect(livingActors(sandbox, 'source')).toEqual([]);
    expect(after.exitCode).toBe(0);
    expect(after.stdout).toMatchInlineSnapshot(`
      "No changes: the server is as the files say; 1 unchanged, 0 unmanaged
      environment test, workspace "default" on sandbox
      note: source/shop, connection/shop-to-lake are gone; their files can be deleted
      "
    `);
  });
});

test('a report says what was deleted', async () => {
  await withApplied(async ({ run, write }) => {
    write(files.flow, removed(files.flow));

    expect((await run(['apply', '--yes'])).stdout).toMatch(
      /- connection\/shop-to-lake {2}"shop-to-lake" {2}deleted in/,
    );
  });
});

test('the last of what files name is not deleted without a word more', async () => {
  await withApplied(async ({ run, write }) => {
    for (const file of Object.values(files)) write(file, removed(file));

    const refused = await run(['apply', '--yes']);
    const forced = await run(['apply', '--yes', '--override-limits']);

    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('the plan deletes 3 live objects, and leaves none of those that the files name');
    expect(forced.exitCode).toBe(0);
  });
});

test('a source is not deleted while a connection hangs on it that no file names', async () => {
  await withApplied(async ({ run, write, remove }, sandbox) => {
    write(files.shop, removed(files.shop));
    remove(files.flow);

    const refused = await run(['plan']);
    const pruned = await run(['apply', '--yes', '--prune', '--allow', 'delete']);

    expect(refused.exitCode).toBe(4);
    expect(withoutIds(refused.stderr)).toMatchInlineSnapshot(`
      "error: source/shop cannot be deleted: the server would delete a connection that stays: "shop-to-lake" (ID)
        pipelines/shop.yaml:5:9 (connections-hang-on-it)
        5 | remove: true
          |         ^^^^
        hint: have them go too: "remove: true" in their files, --prune if no file
              names them, and --select all of them

      1 error in 1 file
      "
    `);
    expect(pruned.exitCode).toBe(0);
    expect(activeConnections(sandbox)).toEqual([]);
  });
});

test('what is selected takes along nothing that is not', async () => {
  await withApplied(async ({ run, write }) => {
    write(files.shop, removed(files.shop));
    write(files.flow, removed(files.flow));

    const { exitCode, stderr } = await run(['plan', '--select', 'source/shop']);

    expect(exitCode).toBe(4);
    expect(stderr).toContain('source/shop cannot be deleted: the server would delete a connection that stays');
  });
});

test('what no file names is counted, listed when asked for, and deleted by --prune with --allow delete only', async () => {
  await withApplied(async ({ run, remove }, sandbox) => {
    remove(files.flow);
    remove(files.shop);

    const counted = await run(['plan']);
    const listed = await run(['plan', '--show-unmanaged']);
    const json = await run(['plan', '--show-unmanaged', '--format', 'json']);
    const plan = await run(['plan', '--prune']);
    const refused = await run(['apply', '--yes', '--prune']);
    const selected = await run(['plan', '--prune', '--select', 'destination/*']);
    const applied = await run(['apply', '--yes', '--prune', '--allow', 'delete']);

    expect(counted.stdout).toContain('1 unchanged, 2 unmanaged');
    expect(withoutIds(listed.stdout)).toMatchInlineSnapshot(`
      "No changes: the server is as the files say; 1 unchanged, 2 unmanaged
      environment test, workspace "default" on sandbox

      Unmanaged: live, but no file names them
        source/ID  "shop"
        connection/ID  "shop-to-lake"
      "
    `);
    expect(JSON.parse(json.stdout).unmanaged).toMatchObject([
      { kind: 'source', name: 'shop' },
      { kind: 'connection', name: 'shop-to-lake' },
    ]);
    expect(withoutIds(plan.stdout)).toMatchInlineSnapshot(`
      "Plan: 0 to create, 0 to update, 0 to replace, 2 to delete; 1 unchanged, 0 unmanaged
      environment test, workspace "default" on sandbox
      note: applying this takes --allow delete

      Sources
        - source/ID  "shop"
            → its configuration and secrets are gone for good

      Connections
        - connection/ID  "shop-to-lake"
            → its syncs stop and its sync state is lost; what it wrote stays in the
              destination

      Plan: 0 to create, 0 to update, 0 to replace, 2 to delete; 1 unchanged, 0 unmanaged
      "
    `);
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('which no file asks for');
    expect(selected.stdout).toContain('No changes');
    expect(applied.exitCode).toBe(0);
    expect(livingActors(sandbox, 'source')).toEqual([]);
    expect(livingActors(sandbox, 'destination')).toHaveLength(1);
  });
});

test('what is protected is neither removed nor replaced, whatever the flags', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    write(files.flow, removed(files.flow, 'protect: true\n'));

    const plan = await run(['plan']);
    const { exitCode, stderr } = await run(['apply', '--yes', '--allow', 'replace,delete', '--override-limits']);

    expect(plan.stdout).toContain('! protected: apply refuses this');
    expect(exitCode).toBe(4);
    expect(stderr).toMatchInlineSnapshot(`
      "error: connection/shop-to-lake is protected, and the plan would delete it
        hint: no flag gets past "protect"; if it is right, take "protect" out of
              pipelines/shop-to-lake.yaml:1 first
      "
    `);
    expect(activeConnections(sandbox)).toHaveLength(1);
  });
});

test('a source whose connector changes is not replaced by one that the connector would not take', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    write(files.shop, textOf(files.shop).replace('airbyte/source-postgres', 'airbyte/source-mysql'));

    const { exitCode, stderr } = await run(['apply', '--yes', '--allow', 'replace']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('the configuration lacks the key "replication_method"');
    expect(activeConnections(sandbox)).toHaveLength(1);
  });
});

test.each([
  [['--allow', 'replcae'], 'did you mean "replace"?'],
  [['--allow', 'replace,everything'], 'name some of replace, delete, refresh, clear'],
  [['--allow', 'delete,'], '--allow has an empty item'],
])('an unknown allowance is a mistake in the flags: %j', async (flags, words) => {
  await withApplied(async ({ run }) => {
    const { exitCode, stderr } = await run(['apply', '--yes', ...flags]);

    expect(exitCode).toBe(3);
    expect(stderr).toContain(words);
  });
});
