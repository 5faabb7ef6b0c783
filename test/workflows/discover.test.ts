import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { applyWorkspace } from '../../src/workflows/apply.ts';
import { planWorkspace } from '../../src/workflows/plan-causes.ts';
import type { Contents } from '../desired/project-in-memory.ts';
import { agreeing, portsFor, requestsDuring, withSandbox, writes } from '../support/workflow.ts';

const shop = `kind: source
definition: airbyte/source-postgres
configuration: {host: db.example.com, port: 5432, database: shop, username: reader, password: "\${env:PASSWORD}"}
`;
const lake = `kind: destination
definition: airbyte/destination-s3
configuration: {s3_bucket_name: lake, s3_bucket_path: raw/, s3_bucket_region: eu-central-1, format: {format_type: Parquet}}
`;
const connection = 'kind: connection\nsource: shop\ndestination: lake\nstreams: [{name: "audit_*"}]\n';
const files: Contents = {
  'airplan.yaml': 'version: 1\nenvironments: {test: {server: sandbox, workspace: default}}\n',
  'pipelines/shop.yaml': shop,
  'pipelines/lake.yaml': lake,
  'pipelines/s2l.yaml': connection,
};
const password = 'zqCANARYqz';
const everything = { select: [], exclude: [], discover: true };

/** The plan of a world with these files, and what was asked for it. */
async function discover(contents: Contents, options: SandboxOptions = {}) {
  return withSandbox(options, async (sandbox) => {
    const ports = portsFor({ contents: { ...files, ...contents }, variables: { PASSWORD: password } }, sandbox.url);
    const { result, requests } = await requestsDuring(sandbox, () => planWorkspace(ports, everything));
    return { plan: result.plan, requests };
  });
}

function connectionOf({ changes }: Plan) {
  return changes.find(({ kind }) => kind === 'connection');
}

test('--discover finds the streams of a source that is not there yet, and writes nothing', async () => {
  const { plan, requests } = await discover({});
  const asked = requests.filter(({ path }) => path.endsWith('discover_schema'));

  expect(connectionOf(plan)?.fields.map(({ path }) => path.join('.'))).toContain('streams.public.audit_logins');
  expect(connectionOf(plan)?.notes).toEqual([
    'streams as the connector lists them now; looked up again when applied',
    '"audit_*" finds 2 streams: public.audit_changes, public.audit_logins',
  ]);
  expect(asked.map(({ path }) => path)).toEqual(['/api/v1/scheduler/sources/discover_schema']);
  expect(writes(requests)).toEqual([]);
  expect(JSON.stringify(asked[0]?.body)).not.toContain('connectionId');
});

test('--discover checks the streams of a source that is not there yet', async () => {
  const wrong = connection.replace('audit_*', 'audit_zzz*');

  await expect(discover({ 'pipelines/s2l.yaml': wrong })).rejects.toThrow('no stream matches "audit_zzz*"');
});

test('a connector that cannot run is a note, and the plan does without it', async () => {
  const { plan } = await discover(
    {},
    {
      intercept: ({ path }) =>
        path.endsWith('scheduler/sources/discover_schema')
          ? { type: 'status', status: 500, body: { message: `cannot connect with ${password}` } }
          : undefined,
    },
  );

  expect(plan.notes.join()).toMatch(/^--discover: source\/shop: scheduler\/sources\/discover_schema/);
  expect(plan.notes.join()).not.toContain(password);
  expect(connectionOf(plan)?.notes).toEqual(['streams are checked when applied: their source comes first']);
});

test('what --discover has found is looked up again when applied, and nothing is left', async () => {
  await withSandbox({}, async (sandbox) => {
    const ports = portsFor({ contents: files, variables: { PASSWORD: password } }, sandbox.url);
    const request = { ...everything, allowed: [], overridesLimits: true };
    const { result } = await applyWorkspace(ports, request, agreeing);
    const { plan } = await planWorkspace(ports, everything);
    const [live] = sandbox.store.connections.list();

    expect(result).toBe('applied');
    expect(live?.catalog.streams.map(({ stream }) => stream.name)).toEqual(['audit_changes', 'audit_logins']);
    expect(live?.sourceCatalogId).toEqual(expect.any(String));
    expect(plan.changes).toEqual([]);
  });
});

test('--discover asks a source that is there anew, once for all of its connections', async () => {
  await withSandbox({}, async (sandbox) => {
    const second = connection.replace('audit_*', 'o*');
    const contents = { ...files, 'pipelines/s2l-2.yaml': second };
    const ports = portsFor({ contents, variables: { PASSWORD: password } }, sandbox.url);
    await applyWorkspace(ports, { ...everything, discover: false, allowed: [], overridesLimits: true }, agreeing);
    const { requests } = await requestsDuring(sandbox, () => planWorkspace(ports, everything));

    expect(requests.filter(({ path }) => path.endsWith('discover_schema')).map(({ body }) => body)).toEqual([
      { sourceId: expect.any(String), disable_cache: true },
    ]);
  });
});

test('streams that changed between plan and apply are not applied', async () => {
  await withSandbox({}, async (sandbox) => {
    const ports = portsFor({ contents: files, variables: { PASSWORD: password } }, sandbox.url);
    const request = { ...everything, allowed: [], overridesLimits: true };
    const result = await applyWorkspace(ports, request, {
      ...agreeing,
      onOutcome: ({ change }) => {
        if (change.kind === 'destination') return;
        const [source] = sandbox.store.actors.source.list();
        const drop = { type: 'drop-stream', namespace: 'public', stream: 'audit_logins' } as const;
        if (source !== undefined) sandbox.store.actors.source.put({ ...source, schemaEdits: [drop] });
      },
    });

    expect(result.result).toBe('incomplete');
    const outcomes = 'report' in result ? result.report.outcomes : [];
    expect(outcomes.flatMap((it) => (it.result === 'failed' ? [it.error.message] : []))).toEqual([
      'connection/s2l: its source offers other streams than when it was planned',
    ]);
  });
});
