import { secretMask } from '../../airbyte/wire.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { SecretTree } from './secret-tree.ts';

type Steps = readonly (string | number)[];

/** A configuration as the API shows it: ten asterisks wherever a secret has a value, whatever its type (API §2.2). */
export function maskSecrets(configuration: JsonObject, tree: SecretTree): JsonObject {
  return mapSecrets(configuration, tree, () => secretMask);
}

/** Replaces what stands at the places of secrets; all else is kept. */
export function mapSecrets(
  configuration: JsonObject,
  tree: SecretTree,
  replace: (value: Json, path: Steps) => Json,
): JsonObject {
  const visit = (value: Json, node: SecretTree, path: Steps): Json => {
    if (node.isSecret && !hasInnerSecrets(value, node)) return replace(value, path);
    const { items } = node;
    if (Array.isArray(value)) {
      return items === undefined ? value : value.map((item, index) => visit(item, items, [...path, index]));
    }
    return isJsonObject(value)
      ? mapProperties(value, node, (inner, child, name) => visit(inner, child, [...path, name]))
      : value;
  };
  return mapProperties(configuration, tree, (inner, child, name) => visit(inner, child, [name]));
}

/** What stands in a stored configuration in place of a secret: the coordinate of its value. */
export function isSecretPointer(value: Json | undefined): value is { readonly _secret: string } {
  return isJsonObject(value) && typeof value._secret === 'string' && Object.keys(value).length === 1;
}

/** One branch may make a whole place secret, and another only what is inside it: then the inside counts. */
function hasInnerSecrets(value: Json, node: SecretTree): boolean {
  if (isSecretPointer(value)) return false;
  if (Array.isArray(value)) return node.items !== undefined;
  return isJsonObject(value) && node.properties.size > 0;
}

function mapProperties(
  value: JsonObject,
  node: SecretTree,
  map: (inner: Json, child: SecretTree, name: string) => Json,
): JsonObject {
  if (node.properties.size === 0) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const child = node.properties.get(name);
      return [name, child === undefined ? inner : map(inner, child, name)];
    }),
  );
}
