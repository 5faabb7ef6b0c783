import { expect, test } from 'vitest';
import { aFakeServer, anAnswer, type FakeRoute } from '../airbyte/fake-server.ts';
import { aCreate, aDefinition, aDelete, aLive, anUpdate, aPlannedDefinition } from '../builders.ts';
import { applied, wordsOf } from './apply-world.ts';

const image = { dockerRepository: 'acme/source-shop', dockerImageTag: '1.3.0', documentationUrl: 'https://docs' };
const specification = { type: 'object' };
const content = { spec: { connection_specification: specification, documentation_url: 'https://docs' } };
const manifest = { version: 4, fingerprint: 'abc', content };
const workspaceId = aLive().workspace.id;

function run(change: Parameters<typeof applied>[1][number], routes: Readonly<Record<string, FakeRoute>>) {
  const { client, requests } = aFakeServer(routes);
  const live = aLive({ definitions: { source: [], destination: [aDefinition({ id: 'id-of-definition' })] } });
  return { report: applied(client, [change], { live }), requests };
}

test('an update of an image sends tag and name, and the workspace that servers since 1.7 ask for', async () => {
  const change = anUpdate(aPlannedDefinition({ image }), ['dockerImageTag']);
  const { report, requests } = run(change, {
    'source_definitions/update': () => ({ sourceDefinitionId: 'x', name: 'definition', ...image }),
  });

  expect(wordsOf(await report)).toEqual(['definition/definition applied']);
  expect(requests.map(({ body }) => body)).toEqual([
    { sourceDefinitionId: 'id-of-definition', workspaceId, name: 'definition', dockerImageTag: '1.3.0' },
  ]);
});

test('a manifest becomes the next active version, described by its fingerprint', async () => {
  const change = anUpdate(aPlannedDefinition({ manifest }), ['manifest']);
  const { report, requests } = run(change, { 'declarative_source_definitions/create_manifest': () => ({}) });

  expect(wordsOf(await report)).toEqual(['definition/definition applied']);
  expect(requests.map(({ body }) => body)).toEqual([
    {
      workspaceId,
      sourceDefinitionId: 'id-of-definition',
      setAsActiveManifest: true,
      declarativeManifest: {
        version: 4,
        description: 'airplan abc',
        manifest: content,
        spec: { connectionSpecification: specification, documentationUrl: 'https://docs' },
      },
    },
  ]);
});

test.each([
  ['airplan abc', 'applied'],
  ['of somebody else', 'failed'],
])('a version that is there already counts as ours if it is: "%s" %s', async (description, result) => {
  const { report } = run(anUpdate(aPlannedDefinition({ manifest }), ['manifest']), {
    'declarative_source_definitions/create_manifest': () => anAnswer(409, {}),
    'declarative_source_definitions/list_manifests': () => ({
      manifestVersions: [{ version: 4, isActive: true, description }],
    }),
  });

  expect(wordsOf(await report)).toEqual([`definition/definition ${result}`]);
});

test('an image whose creation was not answered is looked for, and adopted', async () => {
  const made = { sourceDefinitionId: 'new', name: 'definition', custom: true, ...image };
  const { report, requests } = run(aCreate(aPlannedDefinition({ image })), {
    'source_definitions/create_custom': () => anAnswer(502, {}),
    'source_definitions/list_for_workspace': () => ({ sourceDefinitions: [made] }),
  });

  expect((await report).outcomes).toMatchObject([{ result: 'applied', id: 'new' }]);
  expect(requests.filter(({ path }) => path.endsWith('create_custom'))).toHaveLength(1);
});

const projectCalls = {
  'connector_builder_projects/create': () => ({ workspaceId, builderProjectId: 'draft' }),
  'connector_builder_projects/publish': () => ({ sourceDefinitionId: 'new' }),
};

test('a manifest becomes a connector by way of a draft, described by its fingerprint from the first version on', async () => {
  const { report, requests } = run(
    aCreate(aPlannedDefinition({ manifest: { ...manifest, version: 1 } })),
    projectCalls,
  );

  expect((await report).outcomes).toMatchObject([{ result: 'applied', id: 'new', notes: [] }]);
  expect(requests.map(({ body }) => body)).toEqual([
    { workspaceId, builderProject: { name: 'definition', draftManifest: content } },
    {
      workspaceId,
      builderProjectId: 'draft',
      name: 'definition',
      initialDeclarativeManifest: {
        version: 1,
        description: 'airplan abc',
        manifest: content,
        spec: { connectionSpecification: specification, documentationUrl: 'https://docs' },
      },
    },
  ]);
});

test.each(['connector_builder_projects/create', 'connector_builder_projects/publish'])(
  'a refusal of %s is final',
  async (path) => {
    const refused = { ...projectCalls, [path]: () => anAnswer(403, {}) };
    const { report, requests } = run(aCreate(aPlannedDefinition({ manifest })), refused);

    expect(wordsOf(await report)).toEqual(['definition/definition failed']);
    expect(requests.filter((request) => request.path.endsWith(path))).toHaveLength(1);
  },
);

test('a refused manifest tells of the draft that it leaves behind', async () => {
  const refused = { ...projectCalls, 'connector_builder_projects/publish': () => anAnswer(422, {}) };
  const { report } = run(aCreate(aPlannedDefinition({ manifest })), refused);
  const hint = expect.stringContaining('the connector builder keeps the draft "definition" (draft)');

  expect((await report).outcomes).toMatchObject([{ result: 'failed', error: { status: 422, hint } }]);
});

test('a deletion goes to the kind that the definition is for', async () => {
  const { report, requests } = run(aDelete('definition', 'definition'), {
    'destination_definitions/delete': () => ({}),
  });

  expect(wordsOf(await report)).toEqual(['definition/definition applied']);
  expect(requests.map(({ body }) => body)).toEqual([{ destinationDefinitionId: 'id-of-definition' }]);
});
