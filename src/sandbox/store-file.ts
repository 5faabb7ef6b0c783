import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AirplanError, messageOf } from '../errors.ts';
import { isJsonObject } from '../model/json.ts';
import type { StoreRows } from './store.ts';

/** A store file that cannot be read as one. */
export class StoreFileError extends AirplanError {
  readonly code = 'invalid-files';
}

/** What to do where a file cannot be used at all. */
export const otherPlace = 'choose another file with --store, or none with --memory';

const formatVersion = 1;

const tableNames = [
  'workspaces',
  'sources',
  'destinations',
  'connections',
  'tags',
  'discoveries',
  'fetches',
  'secrets',
  'jobs',
  'states',
  'definitions',
  'operations',
  'manifests',
  'builderProjects',
] as const satisfies readonly (keyof StoreRows)[];

/** Older files do not have these. */
const laterTables: readonly (keyof StoreRows)[] = [
  'jobs',
  'states',
  'definitions',
  'operations',
  'manifests',
  'builderProjects',
];

/** Rows never change in place, so the text of each is made once, however often the file is written. */
const rowTexts = new WeakMap<object, string>();

/**
 * The rows of a store file, or `undefined` where there is no file yet.
 *
 * @throws {StoreFileError} when the file is there but is no store; it is left as it is
 */
export async function readStoreFile(file: string): Promise<StoreRows | undefined> {
  const text = await readText(file);
  if (text === undefined) return undefined;
  try {
    return decodeRows(JSON.parse(text));
  } catch (cause) {
    throw new StoreFileError(`the sandbox's store "${file}" cannot be read: ${messageOf(cause)}`, {
      hint: 'move the file away to start with an empty sandbox, or restore a copy',
      cause,
    });
  }
}

/**
 * Replaces the file in one step: whoever reads it finds the old rows or the new ones, also after a crash.
 *
 * @throws {StoreFileError} when that is not possible; the old rows stay
 */
export async function writeStoreFile(file: string, rows: StoreRows): Promise<void> {
  try {
    await replaceFile(file, rows);
  } catch (cause) {
    throw new StoreFileError(`the sandbox's store "${file}" cannot be written: ${messageOf(cause)}`, {
      hint: otherPlace,
      cause,
    });
  }
}

async function replaceFile(file: string, rows: StoreRows): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, renderRows(rows));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new StoreFileError(`the sandbox's store "${file}" cannot be read: ${messageOf(cause)}`, {
      hint: otherPlace,
      cause,
    });
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function renderRows(rows: StoreRows): string {
  const tables = tableNames.map((name) => `${JSON.stringify(name)}: [\n${rows[name].map(renderRow).join(',\n')}\n]`);
  return `{"formatVersion": ${formatVersion},\n${tables.join(',\n')}}\n`;
}

function renderRow(row: object): string {
  const known = rowTexts.get(row);
  if (known !== undefined) return known;
  const text = JSON.stringify(row);
  rowTexts.set(row, text);
  return text;
}

/** Only we write these files: their outline is checked, the insides of rows are believed. */
function decodeRows(value: unknown): StoreRows {
  if (!isJsonObject(value)) throw new Error('it is no JSON object');
  if (value.formatVersion !== formatVersion) throw new Error(`its formatVersion is not ${formatVersion}`);
  const tables = tableNames.map(
    (name) => [name, value[name] ?? (laterTables.includes(name) ? [] : undefined)] as const,
  );
  for (const [name, rows] of tables) {
    if (!Array.isArray(rows) || !rows.every(isRow)) throw new Error(`"${name}" is not a list of rows`);
  }
  const rows = Object.fromEntries(tables) as unknown as StoreRows;
  if (rows.workspaces.length === 0) throw new Error('it has no workspace');
  return rows;
}

function isRow(value: unknown): boolean {
  return isJsonObject(value) && typeof value.id === 'string';
}
