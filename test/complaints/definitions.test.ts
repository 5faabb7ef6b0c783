import { describe, expect, test } from 'vitest';
import { sandboxProfiles } from '../../src/sandbox/profile.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { aProjectFile, type Contents } from '../desired/project-in-memory.ts';
import { apply, type ProjectInMemory, plan, requestsDuring, withSandbox, writes } from '../support/workflow.ts';

const image = `kind: definition
name: Acme Shop
for: source
dockerRepository: acme/source-shop
dockerImageTag: 1.2.0
documentationUrl: https://docs.example.com/acme
`;

const declarative = 'kind: definition\nname: REST API\nfor: source\nmanifest: ./crm.manifest.yaml\n';

const manifest = (property: string) => `type: DeclarativeSource
spec:
  type: Spec
  connection_specification:
    type: object
    required: [url]
    properties: {url: {type: string}, ${property}: {type: string}}
`;

const source = (definition: string) =>
  `kind: source\nname: Store\ndefinition: ${definition}\nconfiguration: {url: "https://crm.example.com"}\n`;

const destination = `kind: destination
definition: airbyte/destination-local-json
configuration: {destination_path: /local/lake}
`;

const connection =
  'kind: connection\nsource: store\ndestination: lake\nstreams: [{name: "*", syncMode: incremental, destinationSyncMode: append, cursorField: id}]\n';

function projectOf(contents: Contents): ProjectInMemory {
  return { contents: { 'airplan.yaml': aProjectFile, ...contents }, variables: { TOKEN: 'tokentokentoken' } };
}

const withManifest = (property: string) =>
  projectOf({
    'pipelines/crm.yaml': declarative,
    'pipelines/crm.manifest.yaml': manifest(property),
    'pipelines/store.yaml': source('crm'),
    'pipelines/lake.yaml': destination,
    'pipelines/store-to-lake.yaml': connection,
  });

/** Everything that a changed connector has to leave alone: ids, configurations, streams and their state. */
function whatRuns({ store }: Sandbox) {
  const { actors, connections, states } = store;
  return [actors.source, actors.destination, connections, states].map((table) => table.list());
}

/** Has a state that could be lost. */
async function sync(sandbox: Sandbox): Promise<void> {
  const connectionId = sandbox.store.connections.list()[0]?.id;
  await post(sandbox, 'connections/sync', { connectionId });
  sandbox.control.advanceClock(600_000);
  const { streamState } = await post(sandbox, 'state/get', { connectionId });
  expect(streamState?.length).toBeGreaterThan(0);
}

/** Renames a connector as an update of Airbyte's registry does. */
async function post({ url }: Sandbox, path: string, body: object) {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as { readonly streamState?: readonly unknown[] };
}

describe.each(sandboxProfiles)('on a server of %s', (profile) => {
  test('complaint: manifest changed: source and connection replaced', () =>
    withSandbox({ profile }, async (sandbox) => {
      expect((await apply(withManifest('region'), sandbox.url)).result).toBe('applied');
      await sync(sandbox);
      const changed = await plan(withManifest('country'), sandbox.url);

      expect(changed.changes.map(({ action, key }) => `${action} ${key}`)).toEqual(['update definition/crm']);
      expect(changed.changes[0]?.fields.map(({ path, before, after }) => [path.join('.'), before, after])).toEqual([
        ['manifest', 'version 1', 'version 2'],
        ['manifest.spec.properties.country', undefined, { type: 'string' }],
        ['manifest.spec.properties.region', { type: 'string' }, undefined],
      ]);
      const before = whatRuns(sandbox);
      const { result, requests } = await requestsDuring(sandbox, () => apply(withManifest('country'), sandbox.url));
      expect(result.result).toBe('applied');
      expect(writes(requests)).toEqual(['/api/v1/declarative_source_definitions/create_manifest']);
      expect(whatRuns(sandbox)).toEqual(before);
    }));

  test('complaint: a connector of the builder cannot be made from git', () =>
    withSandbox({ profile }, async (sandbox) => {
      const named = (property: string): ProjectInMemory => {
        const { contents, variables } = withManifest(property);
        return { variables, contents: { ...contents, 'pipelines/crm.yaml': declarative.replace('REST API', 'CRM') } };
      };
      const { result, requests } = await requestsDuring(sandbox, () => apply(named('region'), sandbox.url));
      expect(result.result).toBe('applied');
      expect(writes(requests).filter((path) => !path.includes('/destinations/'))).toEqual([
        '/api/v1/connector_builder_projects/create',
        '/api/v1/connector_builder_projects/publish',
        '/api/v1/sources/create',
        '/api/v1/connections/create',
      ]);
      expect((await plan(named('region'), sandbox.url)).changes).toEqual([]);

      const before = whatRuns(sandbox);
      const ids = sandbox.store.definitions.list().map(({ id }) => id);
      const changed = await requestsDuring(sandbox, () => apply(named('country'), sandbox.url));
      expect(changed.result.plan.changes.map(({ action, key }) => `${action} ${key}`)).toEqual([
        'update definition/crm',
      ]);
      expect(writes(changed.requests)).toEqual(['/api/v1/declarative_source_definitions/create_manifest']);
      expect(whatRuns(sandbox)).toEqual(before);
      expect(sandbox.store.definitions.list().map(({ id }) => id)).toEqual(ids);
      expect((await plan(named('country'), sandbox.url)).changes).toEqual([]);
    }));

  test('an image becomes a connector, its source comes after it, and a new tag touches nothing else', () =>
    withSandbox({ profile }, async (sandbox) => {
      const contents = {
        'pipelines/shop.yaml': image,
        'pipelines/store.yaml': `${source('shop')}`.replace('url:', 'token: "${env:TOKEN}", url:'),
      };
      const first = await plan(projectOf(contents), sandbox.url);
      expect(first.changes.map(({ key, dependsOn }) => [key, dependsOn])).toEqual([
        ['definition/shop', []],
        ['source/store', ['definition/shop']],
      ]);
      expect(JSON.stringify(first)).not.toContain('tokentokentoken');
      expect((await apply(projectOf(contents), sandbox.url)).result).toBe('applied');

      const newer = projectOf({
        ...contents,
        'pipelines/shop.yaml': image
          .replace('1.2.0', '1.3.0')
          .replace('Shop', 'Store')
          .concat('renamedFrom: Acme Shop\n'),
      });
      const { result, requests } = await requestsDuring(sandbox, () => apply(newer, sandbox.url));
      expect(result.result).toBe('applied');
      expect(writes(requests)).toEqual(['/api/v1/source_definitions/update']);
    }));
});

test('complaint: definition renamed by the registry', () =>
  withSandbox({}, async (sandbox) => {
    const byRepository = projectOf({ 'pipelines/store.yaml': source('airplan/source-rest-api') });
    expect((await apply(byRepository, sandbox.url)).result).toBe('applied');
    const sourceDefinitionId = '7c0ffee0-5a4d-4b0c-9e57-0a1ad1a9a9e5';
    const workspaceId = (await plan(byRepository, sandbox.url)).workspace.id;
    await post(sandbox, 'source_definitions/update', {
      sourceDefinitionId,
      workspaceId,
      dockerImageTag: '0.2.0',
      name: 'REST APIs',
    });

    expect((await plan(byRepository, sandbox.url)).changes).toEqual([]);
    const byName = projectOf({ 'pipelines/store.yaml': source('REST API') });
    await expect(plan(byName, sandbox.url)).rejects.toMatchObject({
      issues: [{ rule: 'unknown-connector', hint: 'did you mean "REST APIs"?' }],
    });
  }));

describe('what no server can do is refused', () => {
  const refusal = (contents: Contents, before: Contents = {}) =>
    withSandbox({}, async ({ url }) => {
      if (Object.keys(before).length > 0) await apply(projectOf(before), url);
      return plan(projectOf(contents), url).then(
        () => undefined,
        ({ issues }) => issues[0],
      );
    });

  test('another documentation of an image', async () => {
    const other = image.replace('acme\n', 'other\n');
    const issue = await refusal(
      { 'pipelines/shop.yaml': other.replace('/acme', '/other') },
      { 'pipelines/shop.yaml': image },
    );
    expect(issue).toMatchObject({ rule: 'definition-cannot-change', place: { line: 6 } });
  });

  test('a manifest for a connector that is an image', async () => {
    const contents = {
      'pipelines/shop.yaml': declarative.replace('REST API', 'Acme Shop'),
      'pipelines/crm.manifest.yaml': manifest('region'),
    };
    expect(await refusal(contents, { 'pipelines/shop.yaml': image })).toMatchObject({ rule: 'not-declarative' });
  });

  test('an image without a specification fails, and what needs it is skipped', () =>
    withSandbox({}, async ({ url }) => {
      const contents = {
        'pipelines/shop.yaml': image.replace('acme/source-shop', 'acme/fail-shop'),
        'pipelines/store.yaml': source('shop'),
      };
      const result = await apply(projectOf(contents), url);

      expect(result).toMatchObject({
        result: 'incomplete',
        report: { outcomes: [{ result: 'failed' }, { result: 'skipped', because: 'definition/shop' }] },
      });
    }));
});
