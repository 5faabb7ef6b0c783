import { secretMask } from '../../airbyte/wire.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { compileSchema } from '../../util/json-schema.ts';
import { combinationKeywords } from './secret-tree.ts';

/**
 * Puts the stored secrets back where a full update sends the mask, as far as the server does (API §2.2): not inside
 * lists; at a combination only in the branches that the incoming object satisfies, its sibling `properties` ignored.
 * Elsewhere the mask stays, and becomes the secret.
 */
export function copySecrets(schema: Json | undefined, incoming: JsonObject, stored: Json | undefined): JsonObject {
  if (!isJsonObject(schema) || !isJsonObject(stored)) return incoming;
  const branches = findBranches(schema);
  if (branches !== undefined) return copyInBranches(branches, incoming, stored);
  return isJsonObject(schema.properties) ? copyInProperties(schema.properties, incoming, stored) : incoming;
}

function findBranches(schema: JsonObject): readonly JsonObject[] | undefined {
  for (const keyword of combinationKeywords) {
    const branches = schema[keyword];
    if (Array.isArray(branches)) return branches.filter(isJsonObject);
  }
  return undefined;
}

function copyInBranches(branches: readonly JsonObject[], incoming: JsonObject, stored: JsonObject): JsonObject {
  const matching = branches.filter((branch) => compileSchema(branch)(incoming).length === 0);
  return matching.reduce((copied, branch) => copySecrets(branch, copied, stored), incoming);
}

function copyInProperties(properties: JsonObject, incoming: JsonObject, stored: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(incoming).map(([name, value]) => [name, copyProperty(properties[name], value, stored[name])]),
  );
}

function copyProperty(schema: Json | undefined, value: Json, stored: Json | undefined): Json {
  if (!isJsonObject(schema) || stored === undefined) return value;
  if (schema.airbyte_secret === true) return value === secretMask ? stored : value;
  return isJsonObject(value) ? copySecrets(schema, value, stored) : value;
}
