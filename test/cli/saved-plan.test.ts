import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import type { Intercept } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type CliProject, withProject, withProjectAndSandbox } from '../support/run-cli.ts';
import { writes } from '../support/workflow.ts';

const connectionFile = 'pipelines/connections/ecommerce-to-bronze.yaml';

function edit({ folder, write }: CliProject, file: string, from: string, to: string): void {
  const text = readFileSync(path.join(folder, file), 'utf8');
  expect(text).toContain(from);
  write(file, text.replace(from, to));
}

/** Applied once, then two files edited and a plan saved: the host of a source, the schedule of a connection. */
async function saveTwoUpdates(project: CliProject): Promise<void> {
  await project.run(['apply', '--yes']);
  edit(project, 'airplan.yaml', 'postgres_host: postgres\n', 'postgres_host: elsewhere\n');
  edit(project, connectionFile, 'units: 6', 'units: 12');
  const saved = await project.run(['plan', '--select', '*/ecommerce*', '--out', 'plan.json']);
  expect(saved).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('0 to create, 2 to update') });
}

test('a saved plan is shown with the same bytes, and applied without a question', async () => {
  await withProjectAndSandbox(async ({ run, folder }, { store }) => {
    const plan = await run(['plan', '--out', 'plan.json']);
    const asJson = await run(['plan', '--format', 'json']);

    expect(plan.stderr).toBe('Saved to plan.json\n');
    expect(await withProject((elsewhere) => elsewhere.run(['show', path.join(folder, 'plan.json')]))).toEqual({
      ...plan,
      stderr: '',
    });
    expect(await run(['show', 'plan.json', '--format', 'json'])).toEqual(asJson);
    expect(statSync(path.join(folder, 'plan.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(folder, 'plan.json'), 'utf8')).not.toContain('made-up');
    expect(readdirSync(folder).filter((file) => file.endsWith('.tmp'))).toEqual([]);

    expect(await run(['apply', 'plan.json'])).toMatchObject({ exitCode: 0 });
    expect(store.actors.source.list()).toHaveLength(2);
    const again = await run(['apply', 'plan.json']);
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('carried out already') });
  });
});

test('what changed on the server since is told with its paths, and nothing is written: exit 5', async () => {
  await withProjectAndSandbox(async (project, { control, requests }) => {
    await saveTwoUpdates(project);
    control.drift({ type: 'pause', target: 'PostgreSQL → MinIO' });
    control.drift({
      type: 'configure',
      kind: 'source',
      target: 'PostgreSQL - Ecommerce',
      configuration: { database: 'other' },
    });
    const before = requests.length;

    const { exitCode, stderr } = await project.run(['apply', 'plan.json']);

    expect(exitCode).toBe(5);
    expect(stderr).toMatchInlineSnapshot(`
      "error: the saved plan is stale, and nothing was written: since it was made
        source/ecommerce: someone changed configuration.database on the server
        connection/ecommerce-to-bronze: someone changed status on the server
        hint: make a new plan with "airplan plan --out", and look at it
      "
    `);
    expect(writes(requests.slice(before))).toEqual([]);
  });
});

test('what changed in the files since is told with its paths: exit 5', async () => {
  await withProjectAndSandbox(async (project, { requests }) => {
    await saveTwoUpdates(project);
    edit(project, connectionFile, 'units: 12', 'units: 3');
    edit(project, 'airplan.yaml', 'postgres_host: elsewhere\n', 'postgres_host: postgres\n');
    const before = requests.length;

    const { exitCode, stderr } = await project.run(['apply', 'plan.json']);

    expect(exitCode).toBe(5);
    expect(stderr).toMatchInlineSnapshot(`
      "error: the saved plan is stale, and nothing was written: since it was made
        source/ecommerce: the files changed configuration.host
        connection/ecommerce-to-bronze: the files changed schedule
        hint: make a new plan with "airplan plan --out", and look at it
      "
    `);
    expect(writes(requests.slice(before))).toEqual([]);
  });
});

type Edit = (project: CliProject, control: Sandbox['control']) => Promise<void>;

const someoneDeletes: Edit = async (project, control) => {
  await saveTwoUpdates(project);
  control.drift({ type: 'delete', kind: 'connection', target: 'PostgreSQL → MinIO' });
};

const someoneCreates: Edit = async ({ run }, control) => {
  await run(['apply', '--yes']);
  control.drift({ type: 'rename', kind: 'source', target: 'CRM API', name: 'x' });
  await run(['plan', '--out', 'plan.json']);
  control.drift({ type: 'rename', kind: 'source', target: 'x', name: 'CRM API' });
  control.drift({ type: 'configure', kind: 'source', target: 'CRM API', configuration: { base_url: 'http://x' } });
};

const someonePauses: Edit = async ({ run }, control) => {
  await run(['apply', '--yes']);
  await run(['plan', '--out', 'plan.json']);
  control.drift({ type: 'pause', target: 'CRM API → Staging' });
};

const theFilesGoBack: Edit = async (project) => {
  await saveTwoUpdates(project);
  edit(project, connectionFile, 'units: 12', 'units: 6');
};

const theFileGoes: Edit = async (project) => {
  await saveTwoUpdates(project);
  project.remove(connectionFile);
};

test.each<[string, string, Edit]>([
  ['deleted', 'connection/ecommerce-to-bronze: someone deleted it', someoneDeletes],
  ['created otherwise', 'source/crm-api: someone created it', someoneCreates],
  ['in need of more', 'connection/crm-to-staging: needs an update that the plan does not have', someonePauses],
  ['right again', 'connection/ecommerce-to-bronze: the files changed schedule', theFilesGoBack],
  ['in no file', 'connection/ecommerce-to-bronze: the files do not ask for this any more', theFileGoes],
])('an object that is %s since makes the plan stale: exit 5', async (_what, words, change) => {
  await withProjectAndSandbox(async (project, { control, requests }) => {
    await change(project, control);
    const before = requests.length;

    const { exitCode, stderr } = await project.run(['apply', 'plan.json']);

    expect({ exitCode, stderr }).toEqual({ exitCode: 5, stderr: expect.stringContaining(words) });
    expect(writes(requests.slice(before))).toEqual([]);
  });
});

test.each([
  ['"after": "elsewhere"', '"after": "harmless"'],
  ['"rotateSecrets": [', '"rotateSecrets": ["source/crm-api", '],
])('a plan file in which somebody wrote %s another way is not applied: exit 5', async (from, to) => {
  await withProjectAndSandbox(async (project, { requests }) => {
    await project.run(['apply', '--yes']);
    edit(project, 'airplan.yaml', 'postgres_host: postgres\n', 'postgres_host: elsewhere\n');
    await project.run(['plan', '--rotate-secrets', 'source/ecommerce', '--out', 'plan.json']);
    edit(project, 'plan.json', from, to);
    const before = requests.length;

    expect(await project.run(['apply', 'plan.json'])).toMatchObject({ exitCode: 5 });
    expect(writes(requests.slice(before))).toEqual([]);
  });
});

test('what somebody else has done exactly as the plan says counts as done', async () => {
  await withProjectAndSandbox(async ({ run }, { requests }) => {
    await run(['plan', '--out', 'plan.json']);
    await run(['apply', '--yes']);
    const before = requests.length;

    expect(await run(['apply', 'plan.json'])).toMatchObject({ exitCode: 0 });
    expect(writes(requests.slice(before))).toEqual([]);
  });
});

test('a change that became stale between the check and its write fails alone: exit 6', async () => {
  let sandbox: Sandbox | undefined;
  const pause = () => sandbox?.control.drift({ type: 'pause', target: 'PostgreSQL → MinIO' });
  let arm = false;
  const intercept: Intercept = ({ path: name }) => {
    if (arm && name.endsWith('sources/update')) pause();
    return undefined;
  };
  await withProjectAndSandbox(
    async (project, started) => {
      sandbox = started;
      await saveTwoUpdates(project);
      arm = true;

      const { exitCode, stdout } = await project.run(['apply', 'plan.json', '--report', 'receipt.json']);

      expect(exitCode).toBe(6);
      expect(stdout).toMatch(/since the plan was made, someone changed\s+status on the server/);
      expect(stdout).toContain('note: selected: 2 of 6 resources of the files');
      expect(stdout).toContain('Applied 1 of 2 changes, 1 failed');
      const receipt = JSON.parse(readFileSync(path.join(project.folder, 'receipt.json'), 'utf8'));
      expect(receipt).toMatchObject({
        kind: 'receipt',
        result: 'incomplete',
        changes: [
          { key: 'source/ecommerce', result: 'applied', requests: [{ name: 'sources/update', status: 200 }] },
          { key: 'connection/ecommerce-to-bronze', result: 'failed', code: 'stale', requests: [] },
        ],
      });
    },
    { intercept },
  );
});

test('when all that is left became stale before its write, nothing was written: exit 5', async () => {
  let act: () => void = () => undefined;
  const intercept: Intercept = ({ path: name }) => {
    if (name.endsWith('sources/get')) act();
    return undefined;
  };
  await withProjectAndSandbox(
    async (project, { control, requests }) => {
      await project.run(['apply', '--yes']);
      edit(project, 'airplan.yaml', 'postgres_host: postgres\n', 'postgres_host: elsewhere\n');
      await project.run(['plan', '--select', 'source/ecommerce', '--out', 'plan.json']);
      const [target, kind] = ['PostgreSQL - Ecommerce', 'source'] as const;
      act = () => control.drift({ type: 'configure', kind, target, configuration: { port: 1 } });
      const before = requests.length;

      const { exitCode, stdout } = await project.run(['apply', 'plan.json']);

      expect(exitCode).toBe(5);
      expect(stdout).toContain('configuration.port');
      expect(writes(requests.slice(before))).toEqual([]);
    },
    { intercept },
  );
});

test('what appears under the name of a creation between the check and its write is not doubled', async () => {
  let appear: () => void = () => undefined;
  let lists = 0;
  const intercept: Intercept = ({ path: name }) => {
    if (name.endsWith('sources/list')) lists += 1;
    if (name.endsWith('sources/list') && lists === 2) appear();
    return undefined;
  };
  await withProjectAndSandbox(
    async ({ run }, { store }) => {
      await run(['apply', '--yes', '--select', 'source/crm-api']);
      const [source] = store.actors.source.list();
      if (source === undefined) throw new Error('there is no source');
      store.actors.source.delete(source.id);
      await run(['plan', '--select', 'source/crm-api', '--out', 'plan.json']);
      lists = 0;
      appear = () => store.actors.source.put(source);

      const { exitCode, stdout } = await run(['apply', 'plan.json']);

      expect(exitCode).toBe(5);
      expect(stdout).toContain('source/crm-api: since the plan was made, someone created it');
      expect(store.actors.source.list()).toEqual([source]);
    },
    { intercept },
  );
});

test('a run that failed half-way goes on when the same plan is applied again', async () => {
  let isBroken = true;
  const intercept: Intercept = ({ path: name, body }) =>
    isBroken && name.endsWith('destinations/create') && JSON.stringify(body).includes('MinIO')
      ? { type: 'status', status: 403, body: { message: 'Forbidden' } }
      : undefined;
  await withProjectAndSandbox(
    async ({ run }, { store }) => {
      await run(['plan', '--out', 'plan.json']);
      const first = await run(['apply', 'plan.json']);
      isBroken = false;
      const second = await run(['apply', 'plan.json']);

      expect(first.exitCode).toBe(6);
      expect(second.exitCode).toBe(0);
      expect(second.stdout).toContain('the saved plan is carried out in part: source/crm-api, source/ecommerce');
      expect(second.stdout).toContain('Applied 2 of 2 changes');
      expect(store.actors.destination.list()).toHaveLength(2);
    },
    { intercept },
  );
});

test('a replacement of which only the deletion was done goes on as a creation', async () => {
  let isBroken = false;
  const intercept: Intercept = ({ path: name }) =>
    isBroken && name.endsWith('connections/create') ? { type: 'status', status: 403, body: {} } : undefined;
  await withProjectAndSandbox(
    async (project, { store }) => {
      const shop = readFileSync(path.join(project.folder, 'pipelines/sources/ecommerce.yaml'), 'utf8');
      project.write('pipelines/sources/shop2.yaml', shop.replace('name: PostgreSQL - Ecommerce', 'name: Shop 2'));
      await project.run(['apply', '--yes']);
      edit(project, connectionFile, 'source: ecommerce', 'source: shop2');
      await project.run(['plan', '--out', 'plan.json']);

      const refused = await project.run(['apply', 'plan.json']);
      isBroken = true;
      const broken = await project.run(['apply', 'plan.json', '--allow', 'replace']);
      isBroken = false;
      const again = await project.run(['apply', 'plan.json', '--allow', 'replace']);

      expect([refused.exitCode, broken.exitCode, again.exitCode]).toEqual([4, 6, 0]);
      expect(store.connections.list().filter(({ status }) => status === 'active')).toHaveLength(2);
    },
    { intercept },
  );
});

test('a plan for another workspace or server is refused: exit 4', async () => {
  await withProjectAndSandbox(async (project) => {
    await project.run(['plan', '--out', 'plan.json']);
    const elsewhere = await withProjectAndSandbox((other) =>
      other.run(['apply', path.join(project.folder, 'plan.json')]),
    );
    edit(project, 'airplan.yaml', 'server: sandbox', 'server: http://127.0.0.1:1');
    const otherServer = await project.run(['apply', 'plan.json']);

    expect(elsewhere).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('the plan was made for workspace'),
    });
    expect(otherServer).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('http://127.0.0.1:1') });
  });
});

test.each([
  [['--select', 'source/*'], '--select would make another plan'],
  [['--exclude', 'source/*'], '--exclude would make another plan'],
  [['--env', 'production'], '--env would make another plan'],
])('%j beside a saved plan is refused: exit 3', async (flags, words) => {
  await withProjectAndSandbox(async ({ run }) => {
    await run(['plan', '--out', 'plan.json']);

    expect(await run(['apply', 'plan.json', ...flags])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining(words),
    });
    expect(await run(['apply', 'plan.json', '--env', 'sandbox', '--parallelism', '2'])).toMatchObject({ exitCode: 0 });
  });
});

test('a selection is saved with the plan', async () => {
  await withProjectAndSandbox(async ({ run }, { store }) => {
    await run(['plan', '--select', 'source/crm-api', '--out', 'plan.json']);

    expect(await run(['apply', 'plan.json'])).toMatchObject({ exitCode: 0 });
    expect(store.actors.source.list()).toHaveLength(1);
  });
});

test('writes over no file but a plan, and into no folder that is not there', async () => {
  await withProjectAndSandbox(async ({ run, write, folder }) => {
    write('notes.txt', 'mine');
    write('empty.json', '');

    for (const [file, words] of [
      ['notes.txt', 'is there already, and is not a saved plan'],
      ['pipelines', 'is there already, and is not a saved plan'],
      ['nowhere/plan.json', 'there is no folder'],
    ] as const) {
      const { exitCode, stderr } = await run(['plan', '--out', file]);
      expect(exitCode).toBe(3);
      expect(stderr).toContain(words);
    }
    expect(readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    expect(await run(['plan', '--out', 'empty.json'])).toMatchObject({ exitCode: 0 });
    expect(await run(['plan', '--out', 'empty.json'])).toMatchObject({ exitCode: 0 });
    expect(await run(['apply', 'empty.json', '--report', 'empty.json'])).toMatchObject({ exitCode: 3 });
  });
});

test.each([
  ['nothing.json', undefined, 'there is no such file'],
  ['pipelines', undefined, 'it is a folder'],
  ['plan.json', 'PASSWORD=hunter2', 'is no JSON, or only a part of it'],
  ['plan.json', '{\n  "formatVersion": "1.0",\n  oops', 'plan.json:3:3'],
  ['plan.json', '[1]', 'is no saved plan'],
  ['plan.json', '{"formatVersion": "2.0", "saved": {}}', 'this airplan reads "1.0"'],
  ['plan.json', '{"formatVersion": "1.0", "saved": {}}', 'saved.secrets should be a list'],
])('%s with %j is no plan: exit 3', async (file, content, words) => {
  await withProject(async ({ run, write }) => {
    if (content !== undefined) write(file, content);
    for (const command of ['show', 'apply']) {
      const { exitCode, stdout, stderr } = await run([command, file]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toContain(words);
      expect(stderr).not.toContain('hunter2');
    }
  });
});

test('a file of more than any plan takes is not read: exit 3', async () => {
  await withProject(async ({ run, write, folder }) => {
    write('plan.json', '{');
    truncateSync(path.join(folder, 'plan.json'), 300 * 1024 * 1024);

    expect(await run(['show', 'plan.json'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('"plan.json" is larger than 256 MB'),
    });
  });
});

test('a receipt is written of a refusal, of an interrupt and of nothing to do', async () => {
  await withProjectAndSandbox(async (project) => {
    const receipt = () => JSON.parse(readFileSync(path.join(project.folder, 'receipt.json'), 'utf8'));
    const apply = (...flags: string[]) => project.run(['apply', '--yes', '--report', 'receipt.json', ...flags]);
    await apply();
    expect(receipt()).toMatchObject({ result: 'applied', check: { result: 'nothing-left', left: [] } });
    expect(receipt().changes).toHaveLength(6);

    await apply();
    expect(receipt()).toMatchObject({ result: 'nothing-to-do', changes: [] });

    edit(
      project,
      'airplan.yaml',
      'workspace: default',
      'workspace: default\n    limits: {changePercent: 1, minObjects: 1}',
    );
    edit(project, 'airplan.yaml', 'postgres_host: postgres\n', 'postgres_host: elsewhere\n');
    expect(await apply()).toMatchObject({ exitCode: 4 });
    expect(receipt()).toMatchObject({ result: 'stopped', error: { code: 'refused' }, changes: [] });

    const interrupted = await project.run(['apply', '--override-limits', '--report', 'receipt.json'], {
      isInteractive: true,
      ask: () => new Promise<string>(() => undefined),
      onInterrupt: (listener) => {
        setImmediate(listener);
        return () => undefined;
      },
    });
    expect(interrupted.exitCode).toBe(130);
    expect(receipt()).toMatchObject({ result: 'stopped', error: { code: 'interrupted' }, changes: [] });
  });
});

test('a disk that does not take the receipt is told, and changes nothing about the apply', async () => {
  let folder = '';
  const intercept: Intercept = ({ path: name }) => {
    if (name.endsWith('connections/create')) rmSync(path.join(folder, 'out'), { recursive: true, force: true });
    return undefined;
  };
  await withProjectAndSandbox(
    async (project) => {
      folder = project.folder;
      project.write('out/receipt.json', '');

      const { exitCode, stderr } = await project.run(['apply', '--yes', '--report', 'out/receipt.json']);

      expect(exitCode).toBe(0);
      expect(stderr).toContain('warning: --report:');
    },
    { intercept },
  );
});

test('a receipt tells how far an apply came that was interrupted while writing', async () => {
  let interrupt: () => void = () => undefined;
  const intercept: Intercept = ({ path: name }, nth) => {
    if (name.endsWith('sources/create') && nth === 1) interrupt();
    return undefined;
  };
  await withProjectAndSandbox(
    async ({ run, folder }) => {
      const { exitCode } = await run(['apply', '--yes', '--parallelism', '1', '--report', 'receipt.json'], {
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
      });

      expect(exitCode).toBe(130);
      const receipt = JSON.parse(readFileSync(path.join(folder, 'receipt.json'), 'utf8'));
      expect(receipt.result).toBe('interrupted');
      expect(receipt.changes.map(({ result }: { result: string }) => result).sort()).toEqual([
        'applied',
        ...Array.from({ length: 5 }, () => 'skipped'),
      ]);
    },
    { intercept },
  );
});
