import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import { readSharedJson, sharedFolder } from './contract.ts';

/** A connector of the shared test data: a real one, or one that we make of a case for secrets. */
export interface SpecifiedConnector {
  /** The name of its file. */
  readonly name: string;
  readonly kind: 'source' | 'destination';
  readonly definitionId: string;
  readonly specification: JsonObject;
}

/** The 36 that a sandbox takes from the folder as it is: for it the older versions do not count. */
export const newestConnectors = readConnectors().filter(({ name }) => !name.includes('@'));

/** The 6 older versions, and the 11 cases for secrets. */
export const otherConnectors = [...readConnectors().filter(({ name }) => name.includes('@')), ...readCases()];

/** Makes a folder of what `newestConnectors` lacks. */
export async function writeOtherConnectors(folder: string): Promise<void> {
  await Promise.all(
    otherConnectors.map(({ name, specification, ...identity }) => {
      const file = join(folder, name);
      if (name.includes('@')) return cp(join(sharedFolder, 'specs', name), file);
      const content = { ...identity, dockerRepository: `case/${name}`, connectionSpecification: specification };
      return writeFile(file, JSON.stringify(content));
    }),
  );
}

function readConnectors(): readonly SpecifiedConnector[] {
  return [...readSharedJson('specs')].map(([name, content]) => {
    const { kind, definitionId, connectionSpecification } = objectOf(content);
    return {
      name,
      kind: kind === 'source' ? 'source' : 'destination',
      definitionId: String(definitionId),
      specification: objectOf(connectionSpecification),
    };
  });
}

function readCases(): readonly SpecifiedConnector[] {
  return [...readSharedJson('specs/secret-cases')].map(([name, content], index) => ({
    name,
    kind: 'source',
    definitionId: `5ec2e700-0000-4000-8000-${String(index).padStart(12, '0')}`,
    specification: objectOf(objectOf(content).spec),
  }));
}

function objectOf(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new Error(`no object: ${JSON.stringify(value)}`);
  return value;
}
