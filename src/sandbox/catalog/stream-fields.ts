import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { internal, known } from '../refusal.ts';
import { failDecoding, findObjects, findTexts } from '../request-body.ts';

/** What a field selection is checked against. */
export interface SelectionSubject {
  readonly config: JsonObject;
  readonly jsonSchema: JsonObject;
  readonly syncMode: string;
  readonly destinationSyncMode: string;
  readonly cursorField: readonly string[];
  readonly primaryKey: readonly (readonly string[])[];
}

/** The paths that a request selects. */
export function decodeFieldPaths(config: JsonObject, name: string): readonly (readonly string[])[] | undefined {
  return findObjects(config, name)?.map((field) => findTexts(field, 'fieldPath') ?? []);
}

/**
 * A stream's schema cut down to the selected fields; names that it does not have are lost without a word.
 *
 * @throws {Refusal} 422 or 500 for the selections of API §3.4
 */
export function pruneToSelection(subject: SelectionSubject): JsonObject {
  const { jsonSchema } = subject;
  const { properties } = jsonSchema;
  const names = getSelectedNames(subject.config);
  if (!isJsonObject(properties)) throw known(422, 'Requested field selection on a schema without properties.');
  assertKeysSelected(subject, names);
  const kept = Object.entries(properties).filter(([name]) => names.has(name));
  return { ...jsonSchema, properties: Object.fromEntries(kept) };
}

/** The names of top-level fields. */
export function fieldNames(jsonSchema: JsonObject): readonly string[] {
  return isJsonObject(jsonSchema.properties) ? Object.keys(jsonSchema.properties) : [];
}

function getSelectedNames(config: JsonObject): ReadonlySet<string> {
  // Left out, the list is empty; only a null is missed.
  if (config.selectedFields === null) throw known(422, 'Requested field selection but no selected fields.');
  const paths = decodeFieldPaths(config, 'selectedFields') ?? [];
  return new Set(paths.map(toTopLevelName));
}

function toTopLevelName(path: readonly string[]): string {
  const [name] = path;
  if (name === undefined) throw known(422, 'Selected field path cannot be empty.');
  if (path.length > 1) throw internal('nested field selection is not supported');
  return name;
}

function assertKeysSelected(subject: SelectionSubject, names: ReadonlySet<string>): void {
  const [cursor] = subject.cursorField;
  if (subject.syncMode === 'incremental' && cursor !== undefined && !names.has(cursor)) {
    throw known(422, 'Cursor field cannot be de-selected in an incremental sync.');
  }
  const isDeduplicated = subject.destinationSyncMode.endsWith('_dedup');
  if (isDeduplicated && subject.primaryKey.some(([first]) => first !== undefined && !names.has(first))) {
    throw known(422, 'Primary key field cannot be de-selected in a de-duplicated sync.');
  }
}

export function decodePaths(config: JsonObject, name: string): readonly (readonly string[])[] {
  const value = config[name];
  if (value === undefined || value === null) return [];
  const isPaths = Array.isArray(value) && value.every((path) => Array.isArray(path) && path.every(isText));
  return isPaths ? (value as readonly (readonly string[])[]) : failDecoding(name);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
