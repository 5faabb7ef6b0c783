import { expect, test } from 'vitest';
import { aProject, type Contents, findings, load } from './project-in-memory.ts';

const image = {
  for: 'source',
  dockerRepository: 'acme/source-shop',
  dockerImageTag: '1.2.0',
  documentationUrl: 'https://docs.example.com',
};

function aDefinitionFile(members: Readonly<Record<string, string>>): string {
  const lines = Object.entries(members).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  return `kind: definition\n${lines.join('')}`;
}

const manifest = 'spec: {type: Spec, connection_specification: {type: object}}\n';

/** What `validate` would print about a definition in `pipelines/custom/acme.yaml`. */
function findingsFor(members: Readonly<Record<string, string>>, others: Contents = {}): Promise<string> {
  return findings({ ...aProject, 'pipelines/custom/acme.yaml': aDefinitionFile(members), ...others });
}

test('an image is a connector under the key and the name of its file', async () => {
  const { desired, issues } = await load({ ...aProject, 'pipelines/acme.yaml': aDefinitionFile(image) });
  const { for: _, ...rest } = image;

  expect(issues).toEqual([]);
  expect(desired?.definitions).toMatchObject([
    { kind: 'definition', key: 'definition/acme', name: 'acme', actorKind: 'source', image: rest },
  ]);
});

test.each([
  ['./crm.manifest.yaml', 'pipelines/custom/crm.manifest.yaml'],
  ['../crm.manifest.yml', 'pipelines/crm.manifest.yml'],
  ['../../manifests/crm.yaml', 'manifests/crm.yaml'],
])('a manifest in %s is found from the file that names it', async (written, file) => {
  const { desired, issues } = await load({
    ...aProject,
    'pipelines/custom/acme.yaml': aDefinitionFile({ for: 'source', manifest: written }),
    [file]: manifest,
  });

  expect(issues).toEqual([]);
  expect(desired?.definitions?.[0]?.manifest).toEqual({
    spec: { type: 'Spec', connection_specification: { type: 'object' } },
  });
});

test.each([
  ['neither image nor manifest', { for: 'source' }, 'lacks the key "dockerRepository"'],
  ['an image without a tag', { ...image, dockerImageTag: '' }, '"dockerImageTag" must not be empty'],
  [
    'both',
    { ...image, manifest: './m.manifest.yaml' },
    'has "manifest" and "dockerRepository", which exclude each other',
  ],
  [
    'a declarative destination',
    { for: 'destination', manifest: './m.manifest.yaml' },
    'only sources can be declarative',
  ],
  ['an end that there is not', { ...image, for: 'sorce' }, 'did you mean "source"?'],
  [
    'a missing manifest',
    { for: 'source', manifest: 'm.yaml' },
    'its manifest in "pipelines/custom/m.yaml", and there is no such',
  ],
])('%s is a finding', async (_, members, words) => {
  expect(await findingsFor(members)).toContain(words);
});

test('a manifest is held to the same strictness as every file', async () => {
  const named = { for: 'source', manifest: './m.manifest.yaml' };
  const read = (text: string) => findingsFor(named, { 'pipelines/custom/m.manifest.yaml': text });

  expect(await read(`${manifest}a: 1\na: 2\n`)).toContain('key "a" is given twice');
  expect(await read('streams: []\n')).toContain('does not say what its sources can be told');
  expect(await read(`${manifest}---\n${manifest}`)).toContain('one YAML document');
});

test('two connectors of one name are one too many, but a source and a destination may share it', async () => {
  const second = (end: string) => ({ 'pipelines/b.yaml': aDefinitionFile({ ...image, for: end, name: 'acme' }) });

  expect(await findingsFor(image, second('source'))).toContain('two definitions have the name "acme"');
  expect(await findingsFor(image, second('destination'))).toBe('');
});
