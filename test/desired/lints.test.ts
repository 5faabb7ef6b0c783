import { describe, expect, test } from 'vitest';
import { validateFiles } from '../../src/workflows/load.ts';
import {
  aConnectionFile,
  aDestinationFile,
  aProject,
  aSourceFile,
  type Contents,
  portsOf,
} from './project-in-memory.ts';

/** Rule, file and message of what `validate` finds when files are added to a valid project. */
async function found(added: Contents): Promise<readonly string[]> {
  const { issues } = await validateFiles(portsOf({ ...aProject, ...added }));
  return issues.map(({ rule, place, message }) => `${rule} ${place?.file}: ${message}`);
}

/** What is found when a second connection writes to the destination of the first. */
function foundBeside(second: string, first = aConnectionFile): Promise<readonly string[]> {
  return found({ 'pipelines/shop-to-lake.yaml': first, 'pipelines/z.yaml': second });
}

const shared = 'shared-table pipelines/z.yaml: connection/z writes the same table as connection/shop-to-lake: orders';
const crm = { 'pipelines/crm.yaml': aSourceFile };

describe('a source or destination that no connection uses', () => {
  test('is a warning', async () => {
    const { issues, loaded } = await validateFiles(
      portsOf({ ...aProject, 'pipelines/crm.yaml': aSourceFile, 'pipelines/old.yaml': aDestinationFile }),
    );

    expect(issues.map(({ rule, severity, place }) => [rule, severity, place?.file, place?.lineText])).toEqual([
      ['unused-source', 'warning', 'pipelines/crm.yaml', 'kind: source'],
      ['unused-destination', 'warning', 'pipelines/old.yaml', 'kind: destination'],
    ]);
    expect(loaded).toBeDefined();
  });

  test('is none where it is to be removed, or waived', async () => {
    expect(await found({ 'pipelines/crm.yaml': `${aSourceFile}remove: true\n` })).toEqual([]);
    expect(await found({ 'pipelines/crm.yaml': `# airplan-ignore unused-source: next week\n${aSourceFile}` })).toEqual(
      [],
    );
  });

  test('is none in a project that has no connections yet', async () => {
    const { 'pipelines/shop-to-lake.yaml': _, ...begun } = aProject;

    expect((await validateFiles(portsOf(begun))).issues).toEqual([]);
  });

  test('is not told, nor its waiver, while a connection is broken that may use it', async () => {
    const added = {
      'pipelines/crm.yaml': `# airplan-ignore unused-source: next week\n${aSourceFile}`,
      'pipelines/other.yaml': aSourceFile,
      'pipelines/z.yaml': aConnectionFile.replace('source: shop', 'source: 5'),
    };

    expect((await found(added)).map((text) => text.split(' ')[0])).toEqual(['wrong-type']);
  });
});

describe('two connections that write the same table', () => {
  test('are a warning at the destination of the second', async () => {
    expect(await foundBeside(aConnectionFile)).toEqual([shared]);
  });

  test('are told once, however many they are, and one that is waived is left out', async () => {
    const more = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
      (name) => [`pipelines/z${name}.yaml`, aConnectionFile] as const,
    );
    const waived = aConnectionFile.replace('destination', '# airplan-ignore shared-table: meant\ndestination');
    const files = {
      'pipelines/shop-to-lake.yaml': aConnectionFile,
      ...Object.fromEntries(more),
      'pipelines/zz.yaml': waived,
    };

    expect(await found(files)).toEqual([
      'shared-table pipelines/za.yaml: connection/za, connection/zb, connection/zc, connection/zd and 3 more write the same table as connection/shop-to-lake: orders',
    ]);
  });

  test('are told once, with all of the tables', async () => {
    const file = `${aConnectionFile}  - name: customers\n`;

    expect(await foundBeside(file, file)).toEqual([`${shared.replace('table as', 'tables as')}, customers`]);
  });

  test.each([
    ['another prefix', 'prefix: z_'],
    ['another namespace rule', 'namespaceDefinition: destination'],
    ['a pause', 'status: inactive'],
    ['an end', 'remove: true'],
    ['a reason', '# airplan-ignore shared-table: both append\ndestination: lake'],
  ])('are none with %s', async (_what, line) => {
    const file = line.includes('destination: lake')
      ? aConnectionFile.replace('destination: lake', line)
      : aConnectionFile;

    expect(await foundBeside(file === aConnectionFile ? `${file}${line}\n` : file)).toEqual([]);
  });

  test('are not guessed at by patterns', async () => {
    expect(await foundBeside(aConnectionFile.replace('orders', '"ord*"'))).toEqual([]);
  });

  test('are not guessed at where only the two sources know their namespaces', async () => {
    expect(await found({ ...crm, 'pipelines/z.yaml': aConnectionFile.replace('shop', 'crm') })).toEqual([]);
  });

  test('are found for two sources where the files say the namespace, or it makes no difference', async () => {
    const named = `${aConnectionFile}    namespace: public\n`;
    const flat = `${aConnectionFile}namespaceDefinition: destination\n`;

    for (const first of [named, flat]) {
      const files = { ...crm, 'pipelines/shop-to-lake.yaml': first, 'pipelines/z.yaml': first.replace('shop', 'crm') };
      expect((await found(files)).map((text) => text.split(' ')[0])).toEqual(['shared-table']);
    }
  });

  test('differ by a custom namespace that holds the one of the source', async () => {
    const format = 'namespaceDefinition: customformat\nnamespaceFormat: "raw_${SOURCE_NAMESPACE}"\n';
    const first = `${aConnectionFile}    namespace: a\n${format}`;

    expect(await foundBeside(first.replace('namespace: a', 'namespace: b'), first)).toEqual([]);
    expect((await foundBeside(first, first)).length).toBe(1);
  });
});
