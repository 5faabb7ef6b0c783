import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** What stands at a path; `undefined` where there is nothing. */
export function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(stepInto, value);
}

function stepInto(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) {
    return value[Number(step)];
  }
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/**
 * The part of a schema that a violation's `schemaPath` names.
 *
 * @param schemaPath - such as `#/properties/x`; the schema has no references in it
 */
export function schemaAt(root: JsonObject, schemaPath: string): Json | undefined {
  const pointer = schemaPath.slice(schemaPath.indexOf('#') + 1);
  return valueAt(root, pointer.split('/').slice(1).map(toStep));
}

function toStep(escaped: string): string {
  return decodeURIComponent(escaped).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** `schemaPath` without its last step: the schema that holds the keyword. */
export function parentSchemaPath(schemaPath: string): string {
  return schemaPath.slice(0, schemaPath.lastIndexOf('/'));
}
