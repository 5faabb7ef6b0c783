import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { aProject } from '../laws/a-project.ts';
import type { CliResult } from '../support/run-cli.ts';
import { activeConnections, livingActors, withApplied } from '../support/small-project.ts';

const flow = 'pipelines/shop-to-lake.yaml';
const flowText = String(aProject.contents[flow]);
const shopText = String(aProject.contents['pipelines/shop.yaml']);
const mysql = shopText
  .replace('airbyte/source-postgres', 'airbyte/source-mysql')
  .replace('username: reader', 'username: reader, replication_method: {method: STANDARD}');

const summaryOf = ({ stdout }: CliResult) => stdout.split('\n')[0];

test('complaint: wrong workspace id returns an empty list and everything is planned anew: pinned ids refuse it', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    const { id: sourceId } = livingActors(sandbox, 'source')[0] ?? { id: '' };
    const { id: connectionId } = activeConnections(sandbox)[0] ?? { id: '' };
    write('pipelines/shop.yaml', `${shopText}id: ${sourceId}\n`);
    write(flow, `${flowText}id: ${connectionId}\n`);
    const right = await run(['plan', '--detailed-exitcode']);
    const other = await createWorkspace(sandbox);
    write('airplan.yaml', projectFor(other));

    const wrong = await run(['plan']);

    expect(right.exitCode).toBe(0);
    expect(wrong.exitCode).toBe(4);
    expect(wrong.stderr).toContain('this looks like the wrong workspace: none of the 2 ids that the files pin is in');
    expect(wrong.stderr).toContain(`workspace "other" (${other}) on sandbox`);
    expect(wrong.stderr).not.toContain('pinned-id-not-found');
  });
});

test('complaint: wrong workspace id: one that does not exist is said to be unknown, and nothing is planned', async () => {
  await withApplied(async ({ run, write }) => {
    write('airplan.yaml', projectFor('11111111-2222-4333-8444-555555555555'));

    const { exitCode, stderr, stdout } = await run(['plan']);

    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('unknown-workspace');
  });
});

test('complaint: wrong workspace id: expect.workspaceId refuses any other one', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    const [{ id } = { id: '' }] = sandbox.store.workspaces.list();
    const other = await createWorkspace(sandbox);
    write('airplan.yaml', projectFor(other, `, expect: {workspaceId: ${id}}`));

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(4);
    expect(stderr).toContain(`expects workspace ${id}`);
  });
});

test('complaint: source of a connection changed: neither a silent no-op nor lost state', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    write('pipelines/shop2.yaml', shopText);
    write(flow, flowText.replace('source: shop', 'source: shop2'));

    const plan = await run(['plan']);
    const refused = await run(['apply', '--yes']);
    const before = activeConnections(sandbox);
    const allowed = await run(['apply', '--yes', '--allow', 'replace']);

    expect(plan.stdout).toContain('± connection/shop-to-lake');
    expect(plan.stdout).toContain('→ deleted with its sync state and created anew: every stream is read again');
    expect(refused.exitCode).toBe(4);
    expect(before).toHaveLength(1);
    expect(allowed.exitCode).toBe(0);
    expect(activeConnections(sandbox)).toHaveLength(1);
    expect(activeConnections(sandbox)[0]?.id).not.toBe(before[0]?.id);
  });
});

test('complaint: connector of a source changed: replaced with what hangs on it, and only when that is allowed', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    write('pipelines/shop.yaml', mysql);
    const [old] = livingActors(sandbox, 'source');

    const plan = await run(['plan']);
    const refused = await run(['apply', '--yes', '--override-limits']);
    const allowed = await run(['apply', '--yes', '--allow', 'replace']);

    expect(plan.stdout).toContain('definition                               Postgres → MySQL');
    expect(plan.stdout).toContain('source  source/shop (the old one) → source/shop');
    expect(summaryOf(plan)).toContain('0 to create, 0 to update, 2 to replace, 0 to delete');
    expect(refused.exitCode).toBe(4);
    expect(allowed.exitCode).toBe(0);
    expect(livingActors(sandbox, 'source').map(({ id }) => id)).not.toContain(old?.id);
    expect(activeConnections(sandbox)).toHaveLength(1);
    expect((await run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
  });
});

test('complaint: two connections over the same pair are two, each matched by its own name', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    write('pipelines/second.yaml', flowText.replace('tags: [bronze]', 'prefix: second_'));

    const second = await run(['apply', '--yes']);
    const again = await run(['plan', '--detailed-exitcode']);

    expect(summaryOf(second)).toContain('1 to create, 0 to update');
    expect(again.exitCode).toBe(0);
    expect(activeConnections(sandbox).map(({ name }) => name)).toEqual(['shop-to-lake', 'second']);
  });
});

test.each([
  ['renamedFrom', () => 'renamedFrom: shop-to-lake\n'],
  ['a pinned id', (id: string) => `id: ${id}\n`],
])('complaint: a connection renamed keeps its id and its state: by %s', async (_how, line) => {
  await withApplied(async ({ run, write }, sandbox) => {
    const [{ id } = { id: '' }] = activeConnections(sandbox);
    write(flow, `${flowText}name: Shop → Lake\n${line(id)}`);

    const applied = await run(['apply', '--yes']);

    expect(summaryOf(applied)).toContain('0 to create, 1 to update, 0 to replace, 0 to delete');
    expect(activeConnections(sandbox)).toMatchObject([{ id, name: 'Shop → Lake' }]);
  });
});

test('complaint: `status` omitted and 22 paused connections woke up: what no file says stays as it is', async () => {
  await withApplied(async ({ run, write }, sandbox) => {
    for (let nth = 1; nth <= 22; nth += 1) write(`pipelines/flow${nth}.yaml`, `${flowText}status: inactive\n`);
    expect((await run(['apply', '--yes'])).exitCode).toBe(0);
    for (let nth = 1; nth <= 22; nth += 1) write(`pipelines/flow${nth}.yaml`, `${flowText}prefix: p_\n`);

    const applied = await run(['apply', '--yes', '--override-limits']);

    expect(summaryOf(applied)).toContain('22 to update');
    expect(applied.stdout).not.toContain('status');
    expect(activeConnections(sandbox).filter(({ status }) => status === 'inactive')).toHaveLength(22);
  });
});

test('complaint: one real change hidden in noise: the only lines of a plan are about it', async () => {
  await withApplied(async ({ run, write }) => {
    for (let nth = 1; nth <= 30; nth += 1) write(`pipelines/flow${nth}.yaml`, flowText);
    await run(['apply', '--yes']);
    write('pipelines/flow7.yaml', `${flowText}prefix: raw_\n`);

    const { stdout } = await run(['plan']);

    expect(stdout).toMatchInlineSnapshot(`
      "Plan: 0 to create, 1 to update, 0 to replace, 0 to delete; 32 unchanged, 0 unmanaged
      environment test, workspace "default" on sandbox

      Connections
        ~ connection/flow7  "flow7"  pipelines/flow7.yaml:1
            prefix  "" → raw_
              → writes to other tables from the next sync on; the old ones stay, and
                the new ones get only new rows of 1 incremental stream

      Plan: 0 to create, 1 to update, 0 to replace, 0 to delete; 32 unchanged, 0 unmanaged
      "
    `);
  });
});

function projectFor(workspace: string, more = ''): string {
  return `version: 1\nenvironments:\n  test: {server: sandbox, workspace: ${workspace}${more}}\n`;
}

async function createWorkspace({ url, store }: Sandbox): Promise<string> {
  const [{ organizationId } = { organizationId: '' }] = store.workspaces.list();
  const answer = await fetch(`${url}/api/v1/workspaces/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'other', organizationId }),
  });
  const { workspaceId } = (await answer.json()) as { readonly workspaceId: string };
  return workspaceId;
}
