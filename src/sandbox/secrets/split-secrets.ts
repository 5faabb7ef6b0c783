import type { Json, JsonObject } from '../../model/json.ts';
import { internal } from '../refusal.ts';
import { isSecretPointer, mapSecrets } from './map-secrets.ts';
import type { SecretTree } from './secret-tree.ts';

/** What names a secret that lies in a manager outside; its value is none of the server's business (API §1.8). */
export const secretReference = 'secret_coordinate::';

/** Where the values of secrets go, by coordinate. */
export interface SecretVault {
  readonly workspaceId: string;
  readonly newId: () => string;
  keep(coordinate: string, value: Json): void;
}

/**
 * Moves the secrets out of a configuration; coordinates stay in their place. Each secret sent gets a new version, even
 * if its value is unchanged (API §2.2).
 *
 * @param previous - the stored configuration that is being replaced, for the version numbers
 * @throws {Refusal} 500 where a secret is null or no scalar
 */
export function splitSecrets(
  configuration: JsonObject,
  tree: SecretTree,
  vault: SecretVault,
  previous: JsonObject = {},
): JsonObject {
  return mapSecrets(configuration, tree, (value, path) => {
    if (isSecretPointer(value)) return value;
    if (isReference(value)) return { _secret: value.slice(secretReference.length) };
    if (typeof value === 'object') throw internal(`cannot process node at ${path.join('.')}`);
    const coordinate = nextCoordinate(vault, valueAt(previous, path));
    vault.keep(coordinate, value);
    return { _secret: coordinate };
  });
}

/** Every coordinate that a stored configuration holds. */
export function listCoordinates(configuration: JsonObject, tree: SecretTree): readonly string[] {
  const coordinates: string[] = [];
  mapSecrets(configuration, tree, (value) => {
    if (isSecretPointer(value)) coordinates.push(value._secret);
    return value;
  });
  return coordinates;
}

function isReference(value: Json): value is string {
  return typeof value === 'string' && value.startsWith(secretReference);
}

function nextCoordinate(vault: SecretVault, previous: Json | undefined): string {
  const [, base, version] = isSecretPointer(previous) ? (/^(.*_v)(\d+)$/.exec(previous._secret) ?? []) : [];
  if (base !== undefined) return `${base}${Number(version) + 1}`;
  return `airbyte_workspace_${vault.workspaceId}_secret_${vault.newId()}_v1`;
}

function valueAt(configuration: JsonObject, path: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = configuration;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
