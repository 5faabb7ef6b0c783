import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { editConnectionInUi } from '../../src/sandbox/ui-edits.ts';
import { withProject, withProjectAndSandbox } from '../support/run-cli.ts';

const writingPath = /\/(create|update|partial_update|delete)$/;

test('takes the example from files to a configured workspace, and then has nothing left to do', async () => {
  await withProjectAndSandbox(async ({ run }, sandbox) => {
    const plan = await run(['plan', '--detailed-exitcode']);
    const apply = await run(['apply', '--yes']);
    const after = await run(['plan', '--detailed-exitcode']);

    expect(plan.stdout).toContain(
      'Plan: 6 to create, 0 to update, 0 to replace, 0 to delete; 0 unchanged, 0 unmanaged',
    );
    expect(apply.stdout.match(/created in/g)).toHaveLength(6);
    expect(apply.stdout).toContain('Checked: read again, and no changes are left');
    expect(after.stdout).toContain('No changes: the server is as the files say; 6 unchanged, 0 unmanaged');
    expect([plan, apply, after].map(({ exitCode }) => exitCode)).toEqual([2, 0, 0]);
    expect(
      sandbox.store.connections
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['CRM API → Staging', 'PostgreSQL → MinIO']);
  });
});

test('finds an edit made behind its back, shows it and puts it back', async () => {
  await withProjectAndSandbox(async ({ run }, { store }) => {
    await run(['apply', '--yes']);
    const [connection] = store.connections.list().filter(({ name }) => name === 'PostgreSQL → MinIO');
    await editConnectionInUi(store, connection?.id ?? '', { status: 'inactive' });

    const plan = await run(['plan']);
    const apply = await run(['apply', '--yes']);

    expect(plan.stdout).toContain('~ connection/ecommerce-to-bronze');
    expect(plan.stdout).toContain('status  inactive → active');
    expect(apply.exitCode).toBe(0);
    expect(store.connections.find(connection?.id ?? '')?.status).toBe('active');
  });
});

test('applying a second time writes nothing', async () => {
  await withProjectAndSandbox(async ({ run }, { requests }) => {
    await run(['apply', '--yes']);
    const before = requests.length;

    const again = await run(['apply', '--yes']);

    expect(again.stdout).toContain('No changes');
    expect(requests.slice(before).filter((request) => writingPath.test(request.path))).toEqual([]);
  });
});

test('validate asks no server and plan writes nothing', async () => {
  await withProjectAndSandbox(async ({ run }, { requests }) => {
    const validate = await run(['validate']);
    expect(validate.stdout).toBe(
      `Valid: 2 sources, 2 destinations, 2 connections; environment sandbox
Note: configurations were not checked: "airplan specs pull" reads the specifications from the server
`,
    );
    expect(requests).toHaveLength(0);

    await run(['plan']);
    expect(requests.filter((request) => writingPath.test(request.path))).toEqual([]);
  });
});

test('prints the plan as data, without any secret', async () => {
  await withProjectAndSandbox(async ({ run }) => {
    const { stdout } = await run(['plan', '--format', 'json']);
    const plan = JSON.parse(stdout);

    expect(plan).toMatchObject({ formatVersion: '1.0', summary: { create: 6 }, newTags: ['bronze', 'staging'] });
    expect(plan.changes.map(({ key }: { key: string }) => key)).toEqual([
      'source/crm-api',
      'source/ecommerce',
      'destination/bronze',
      'destination/staging',
      'connection/crm-to-staging',
      'connection/ecommerce-to-bronze',
    ]);
    expect(stdout).not.toContain('made-up');
    expect(stdout).toContain('${env:ECOMMERCE_DB_PASSWORD}');
  });
});

test('prints the outcome of apply as data', async () => {
  await withProjectAndSandbox(async ({ run }) => {
    const { stdout } = await run(['apply', '--yes', '--format', 'json']);
    const result = JSON.parse(stdout);

    expect(result).toMatchObject({ formatVersion: '1.0', result: 'applied', after: { changes: [] } });
    expect(result.report.outcomes).toHaveLength(6);
    expect(stdout).not.toContain('made-up');
  });
});

test('plans and applies the selected resources only', async () => {
  await withProjectAndSandbox(async ({ run }, { store }) => {
    const plan = await run(['plan', '--select', 'source/*', '--select', 'destination/*', '--exclude', '*/crm-api']);
    expect(plan.stdout).toContain('Plan: 3 to create');

    const apply = await run(['apply', '--yes', '--select', 'source/ecommerce']);
    expect(apply.exitCode).toBe(0);
    expect(store.actors.source.list().map(({ name }) => name)).toEqual(['PostgreSQL - Ecommerce']);
    expect(store.actors.destination.list()).toEqual([]);
  });
});

test('counts what no file names and leaves it alone', async () => {
  await withProjectAndSandbox(async ({ run, remove }, { store }) => {
    await run(['apply', '--yes']);
    remove('pipelines/connections/crm-to-staging.yaml');

    const apply = await run(['apply', '--yes']);

    expect(apply.stdout).toContain('No changes: the server is as the files say; 5 unchanged, 1 unmanaged');
    expect(store.connections.list().filter(({ status }) => status === 'active')).toHaveLength(2);
  });
});

test('keeps the embedded sandbox of a project in its folder', async () => {
  await withProject(async ({ run, folder }) => {
    expect((await run(['apply', '--yes'])).exitCode).toBe(0);

    const plan = await run(['plan']);

    expect(plan.stdout).toContain('No changes');
    expect(existsSync(path.join(folder, '.airplan/sandbox.json'))).toBe(true);
    expect(readFileSync(path.join(folder, '.airplan/sandbox.json'), 'utf8')).toContain('PostgreSQL - Ecommerce');
  });
});

test('the demo tells the whole story and ends well', async () => {
  await withProject(async ({ run }) => {
    const { exitCode, stdout, stderr } = await run(['demo']);
    const verdicts = stdout.match(/^(Valid|Plan|Applied|Checked|No changes)[^;,]*/gm);

    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(verdicts).toEqual([
      'Valid: 2 sources',
      'Plan: 6 to create',
      'Plan: 6 to create',
      'Plan: 6 to create',
      'Plan: 6 to create',
      'Applied 6 of 6 changes',
      'Checked: read again',
      'No changes: the server is as the files say',
      'Plan: 0 to create',
      'Plan: 0 to create',
      'Plan: 0 to create',
      'Plan: 0 to create',
      'Applied 2 of 2 changes',
      'Checked: read again',
      'No changes: the server is as the files say',
    ]);
    expect(stdout).toContain('configuration.host  old-db.example.com → postgres');
    expect(stdout).toContain('schedule  every 24 hours → every 6 hours');
  });
});

test('a rename keeps the secrets as they are stored', async () => {
  await withProjectAndSandbox(async ({ run, write, folder }, { store }) => {
    await run(['apply', '--yes']);
    const [before] = store.actors.source.list().filter(({ name }) => name === 'PostgreSQL - Ecommerce');
    const file = 'pipelines/sources/ecommerce.yaml';
    const text = readFileSync(path.join(folder, file), 'utf8');
    write(file, text.replace('name: PostgreSQL - Ecommerce', 'name: Shop\nrenamedFrom: PostgreSQL - Ecommerce'));

    const plan = await run(['plan']);
    const apply = await run(['apply', '--yes']);

    expect(plan.stdout).toContain('name  PostgreSQL - Ecommerce → Shop');
    expect(apply.exitCode).toBe(0);
    expect(store.actors.source.find(before?.id ?? '')).toEqual({ ...before, name: 'Shop' });
  });
});
