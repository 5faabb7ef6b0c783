import { expect, test } from 'vitest';

import type { ProjectWriter } from '../../src/desired/files.ts';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import { formatProject } from '../../src/workflows/format.ts';
import { aProject, aProjectFile, portsOf } from '../desired/project-in-memory.ts';

/** A disk that remembers what was written to it. */
function aWriter() {
  const written = new Map<string, string>();
  const writer: ProjectWriter = {
    write: async (file, text) => void written.set(file, text),
    remove: async (file) => void written.delete(file),
  };
  return { written, writer };
}

const unformatted = {
  ...aProject,
  'airplan.yaml': aProjectFile.replace('variables: {', 'variables: { '),
  'pipelines/shop.yaml': 'configuration: { host: h }\ndefinition: airbyte/source-postgres\nkind: source\n',
  'pipelines/.hidden.yaml': 'b:   1',
  'pipelines/notes.txt': 'b:   1',
};

test('formats airplan.yaml and every resource file, and writes those only that change', async () => {
  const { written, writer } = aWriter();
  const first = await formatProject(portsOf(unformatted), writer);
  expect(first.files).toBe(4);
  expect(first.changed).toEqual([...written.keys()]);
  expect(written.get('pipelines/shop.yaml')).toBe(
    'kind: source\ndefinition: airbyte/source-postgres\nconfiguration: { host: h }\n',
  );
  expect(written.has('pipelines/.hidden.yaml')).toBe(false);

  const again = await formatProject(portsOf({ ...unformatted, ...Object.fromEntries(written) }), writer);
  expect(again.changed).toEqual([]);
});

test('without a writer it tells what it would change', async () => {
  const { changed } = await formatProject(portsOf(unformatted), undefined);
  expect(changed).toContain('pipelines/shop.yaml');
});

test('a file that cannot be read keeps all files as they were, and says where', async () => {
  const { written, writer } = aWriter();
  const broken = { ...unformatted, 'pipelines/z.yaml': 'kind: source\nname: "a\n' };
  await expect(formatProject(portsOf(broken), writer)).rejects.toThrow(InvalidFilesError);
  expect(written.size).toBe(0);
});

test('without airplan.yaml there is no project to format', async () => {
  await expect(formatProject(portsOf({}), undefined)).rejects.toThrow(InvalidFilesError);
});

test('what stands in the repository as an example is in style', async () => {
  const { projectFilesIn } = await import('../../src/cli/project-files.ts');
  const files = projectFilesIn('.');
  expect((await formatProject({ files, environmentVariable: () => undefined }, undefined)).changed).toEqual([]);
});

test('a link out of the project is told of, and all else goes on', async () => {
  const { written, writer } = aWriter();
  const ports = portsOf({ ...unformatted, 'pipelines/far.yaml': 'kind:   source\n' });
  const files = { ...ports.files, leadsOut: async (file: string) => file === 'pipelines/far.yaml' };
  const { changed, elsewhere } = await formatProject({ ...ports, files }, writer);

  expect(elsewhere).toEqual(['pipelines/far.yaml']);
  expect(changed).toContain('pipelines/shop.yaml');
  expect(written.has('pipelines/far.yaml')).toBe(false);
});
