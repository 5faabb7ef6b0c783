import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { known } from '../refusal.ts';

/**
 * Client ids and secrets belong to the server where a connector knows OAuth: a patch must not set them (API §2.2).
 *
 * @param advancedAuth - in the API's spelling; absent where a connector knows no OAuth
 * @throws {Refusal} 422 that names the first of them
 */
export function assertNoOauthKeys(configuration: JsonObject, advancedAuth: JsonObject | undefined): void {
  const output = innerObject(advancedAuth, 'oauthConfigSpecification', 'completeOAuthServerOutputSpecification');
  for (const property of Object.values(innerObject(output, 'properties') ?? {})) {
    const path = isJsonObject(property) ? property.path_in_connector_config : undefined;
    if (Array.isArray(path) && valueAt(configuration, path) !== undefined) {
      throw known(422, `Cannot set key ${path.join('.')} of a connector that logs in by OAuth.`);
    }
  }
}

function innerObject(value: JsonObject | undefined, ...names: readonly string[]): JsonObject | undefined {
  let inner: Json | undefined = value;
  for (const name of names) inner = isJsonObject(inner) ? inner[name] : undefined;
  return isJsonObject(inner) ? inner : undefined;
}

function valueAt(configuration: JsonObject, path: readonly Json[]): Json | undefined {
  let value: Json | undefined = configuration;
  for (const step of path) value = isJsonObject(value) ? value[String(step)] : undefined;
  return value;
}
