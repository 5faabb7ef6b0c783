import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import type { Intercept } from '../../src/sandbox/faults.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { editConnectionInUi } from '../../src/sandbox/ui-edits.ts';
import { type CliProject, withProject, withProjectAndSandbox } from '../support/run-cli.ts';

const connectionFile = 'pipelines/connections/ecommerce-to-bronze.yaml';

test('asks before it writes, and takes only yes for yes', async () => {
  await withProjectAndSandbox(async ({ run }, { store }) => {
    const questions: string[] = [];
    const answering = (answer: string) => ({
      isInteractive: true,
      ask: async (question: string) => {
        questions.push(question);
        return answer;
      },
    });

    const declined = await run(['apply'], answering('y'));
    expect(declined).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing was applied.') });
    expect(store.actors.source.list()).toEqual([]);

    const accepted = await run(['apply'], answering('yes'));
    expect(accepted.exitCode).toBe(0);
    expect(store.actors.source.list()).toHaveLength(2);
    expect(questions).toHaveLength(2);
  });
});

test('shows every value before it asks, and only names what is new after --yes', async () => {
  await withProjectAndSandbox(async ({ run }) => {
    const asked = await run(['apply'], { isInteractive: true });
    expect(asked.stdout).toContain('configuration.s3_bucket_name');

    const told = await run(['apply', '--yes']);
    expect(told.stdout).not.toContain('configuration.s3_bucket_name');
  });
});

test('Ctrl-C before the first write stops at once: exit 130', async () => {
  await withProjectAndSandbox(async ({ run }, { store }) => {
    const { exitCode, stderr } = await run(['apply'], {
      isInteractive: true,
      ask: () => new Promise<string>(() => undefined),
      onInterrupt: (listener) => {
        setImmediate(listener);
        return () => undefined;
      },
    });

    expect(exitCode).toBe(130);
    expect(stderr).toContain('interrupted before anything was written');
    expect(store.actors.source.list()).toEqual([]);
  });
});

test('Ctrl-C while writing awaits what is under way and skips the rest: exit 130', async () => {
  let interrupt: () => void = () => undefined;
  const intercept: Intercept = ({ path: name }, nth) => {
    if (name.endsWith('sources/create') && nth === 1) interrupt();
    return undefined;
  };
  await withProjectAndSandbox(
    async ({ run }, { store }) => {
      const { exitCode, stdout } = await run(['apply', '--yes', '--parallelism', '1'], {
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
      });

      expect(exitCode).toBe(130);
      expect(stdout).toContain('Applied 1 of 6 changes, 5 skipped');
      expect(stdout).toContain('skipped: interrupted');
      expect(store.actors.source.list()).toHaveLength(1);
    },
    { intercept },
  );
});

test('a failure stops its own branch, says so, and the next apply goes on from there', async () => {
  let isBroken = true;
  const intercept: Intercept = ({ path: name, body }) =>
    isBroken && name.endsWith('destinations/create') && JSON.stringify(body).includes('MinIO')
      ? { type: 'status', status: 403, body: { message: 'Forbidden' } }
      : undefined;
  await withProjectAndSandbox(
    async ({ run }) => {
      const first = await run(['apply', '--yes']);
      isBroken = false;
      const second = await run(['apply', '--yes']);

      expect(first.exitCode).toBe(6);
      expect(first.stdout).toContain('destination/bronze: destinations/create: Forbidden (403)');
      expect(first.stdout).toContain('skipped: destination/bronze was not applied');
      expect(first.stdout).toContain('Applied 4 of 6 changes, 1 failed, 1 skipped');
      expect(second.exitCode).toBe(0);
      expect(second.stdout).toContain('Plan: 2 to create');
    },
    { intercept },
  );
});

test('a server that changes meanwhile is noticed by the check afterwards: exit 7', async () => {
  let edit: () => Promise<void> = async () => undefined;
  const intercept: Intercept = ({ path: name }, nth) => {
    if (name.endsWith('connections/list') && nth === 2) void edit();
    return undefined;
  };
  await withProjectAndSandbox(
    async ({ run }, { store }) => {
      edit = async () => {
        const [connection] = store.connections.list();
        await editConnectionInUi(store, connection?.id ?? '', { name: 'Renamed meanwhile' });
      };

      const { exitCode, stdout } = await run(['apply', '--yes']);

      expect(exitCode).toBe(7);
      expect(stdout).toContain('still not as the files say');
    },
    { intercept },
  );
});

test('a connection that moves to another source is replaced, but only when that is allowed', async () => {
  await withProjectAndSandbox(async ({ run, write, folder }, { store }) => {
    await run(['apply', '--yes']);
    const text = readFileSync(path.join(folder, connectionFile), 'utf8');
    write('pipelines/sources/shop2.yaml', aSecondShop(folder));
    write(connectionFile, text.replace('source: ecommerce', 'source: shop2'));

    const plan = await run(['plan']);
    const refused = await run(['apply', '--yes']);
    const requestsBefore = store.connections.list().length;
    const allowed = await run(['apply', '--yes', '--allow', 'replace']);

    expect(plan.stdout).toContain('± connection/ecommerce-to-bronze');
    expect(plan.stdout).toContain('source  source/ecommerce → source/shop2');
    expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('--allow replace') });
    expect(requestsBefore).toBe(2);
    expect(allowed.exitCode).toBe(0);
    const active = store.connections.list().filter(({ status }) => status === 'active');
    expect(active).toHaveLength(2);
    expect(active.every(({ sourceCatalogId }) => sourceCatalogId !== undefined)).toBe(true);
  });
});

test('a connection that moves is checked against what its new source offers', async () => {
  await withProjectAndSandbox(async ({ run, write, folder }) => {
    const secondShop = aSecondShop(folder).replace('database: ecommerce', 'database: ecommerce\n  schemas: [sales]');
    write('pipelines/sources/shop2.yaml', secondShop);
    await run(['apply', '--yes']);
    const text = readFileSync(path.join(folder, connectionFile), 'utf8');
    write(connectionFile, text.replace('source: ecommerce', 'source: shop2'));

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('the source has no stream "public.customers"');
    expect(stderr).toContain('sales.customers');
  });
});

test('an apply that would touch more than the limits allow is refused with figures', async () => {
  await withProjectAndSandbox(async ({ run, write, folder }) => {
    await run(['apply', '--yes']);
    const project = readFileSync(path.join(folder, 'airplan.yaml'), 'utf8');
    write(
      'airplan.yaml',
      project
        .replace('postgres_host: postgres\n', 'postgres_host: elsewhere\n')
        .replace('workspace: default', 'workspace: default\n    limits: {changePercent: 30, minObjects: 5}'),
    );

    const refused = await run(['apply', '--yes']);
    const forced = await run(['apply', '--yes', '--override-limits']);

    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('the plan changes 2 of 6 managed objects (33 %), and the limit is 30 %');
    expect(forced.exitCode).toBe(0);
  });
});

test('a workspace other than the expected one is refused', async () => {
  await withProjectAndSandbox(async ({ run, write, folder }) => {
    const project = readFileSync(path.join(folder, 'airplan.yaml'), 'utf8');
    const expected = '11111111-2222-4333-8444-555555555555';
    write(
      'airplan.yaml',
      project.replace('workspace: default', `workspace: default\n    expect: {workspaceId: ${expected}}`),
    );

    const { exitCode, stderr } = await run(['plan']);

    expect(exitCode).toBe(4);
    expect(stderr).toContain(`expects workspace ${expected}`);
  });
});

test('works with a server that wants a token, old or new', async () => {
  const auth = { mode: 'token', clientId: 'ci', clientSecret: 'made-up-client-secret' } as const;
  for (const profile of ['1.6', '2.0'] as const) {
    const sandbox = await startSandbox({ auth, profile });
    await withProject(async (project: CliProject) => {
      const text = readFileSync(path.join(project.folder, 'airplan.yaml'), 'utf8');
      const credentials = 'auth: {clientId: ci, clientSecret: "${env:SECRET}"}';
      project.write('airplan.yaml', text.replace('server: sandbox', `server: ${sandbox.url}\n    ${credentials}`));
      const environmentVariable = (name: string) => (name === 'SECRET' ? auth.clientSecret : `made-up-${name}`);

      const { exitCode, stderr } = await project.run(['apply', '--yes', '--verbose'], { environmentVariable });

      expect(exitCode).toBe(0);
      expect(stderr).toContain('applications/token 200');
      expect(stderr).not.toContain('made-up');
    });
    await sandbox.close();
  }
});

function aSecondShop(folder: string): string {
  return readFileSync(path.join(folder, 'pipelines/sources/ecommerce.yaml'), 'utf8').replace(
    'name: PostgreSQL - Ecommerce',
    'name: Second Shop',
  );
}
