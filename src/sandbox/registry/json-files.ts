import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AirplanError, messageOf } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';

/** A specification or catalog file that cannot be read as one. */
export class RegistryFileError extends AirplanError {
  readonly code = 'invalid-files';
}

export interface JsonFile {
  readonly path: string;
  /** Without folder and `.json`. */
  readonly name: string;
  readonly content: JsonObject;
}

/** Every `*.json` of a folder, sorted by name; folders below it are not looked into. */
export async function readJsonFiles(folder: string): Promise<readonly JsonFile[]> {
  const names = (await listFolder(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map((name) => readJsonFile(join(folder, name))));
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new RegistryFileError(`the folder "${folder}" cannot be read: ${messageOf(cause)}`, {
      hint: 'name a folder of *.json files',
      cause,
    });
  }
}

async function readJsonFile(path: string): Promise<JsonFile> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isJsonObject(content)) throw new Error('it is no JSON object');
    return { path, name: basename(path, '.json'), content };
  } catch (cause) {
    throw new RegistryFileError(`"${path}" cannot be read: ${messageOf(cause)}`, {
      hint: 'mend the file, or move it out of the folder',
      cause,
    });
  }
}
