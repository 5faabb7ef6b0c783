import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/** Where a specification has secrets: one node for each place in a configuration that leads to one. */
export interface SecretTree {
  readonly isSecret: boolean;
  readonly properties: ReadonlyMap<string, SecretTree>;
  readonly items?: SecretTree;
}

interface TreeBuilder {
  isSecret: boolean;
  readonly properties: Map<string, TreeBuilder>;
  items?: TreeBuilder;
}

export const combinationKeywords = ['oneOf', 'anyOf', 'allOf'] as const;

const noSecrets: SecretTree = { isSecret: false, properties: new Map() };
const known = new WeakMap<JsonObject, SecretTree>();

/**
 * The places of secrets across all branches and lists of a specification (API §2.2).
 *
 * A specification with neither `properties` nor `oneOf` at its root has none, as on the server. Computed once for each
 * specification: lists mask hundreds of configurations.
 */
export function secretTree(specification: JsonObject): SecretTree {
  const found = known.get(specification);
  if (found !== undefined) return found;
  const tree = 'properties' in specification || 'oneOf' in specification ? build(specification) : noSecrets;
  known.set(specification, tree);
  return tree;
}

/** The same as JSON paths, `$.keys[*].value`, in no particular order. */
export function secretPaths(tree: SecretTree, path = '$'): readonly string[] {
  const inner = [...tree.properties].flatMap(([name, child]) => secretPaths(child, `${path}.${name}`));
  const items = tree.items === undefined ? [] : secretPaths(tree.items, `${path}[*]`);
  return [...(tree.isSecret ? [path] : []), ...inner, ...items];
}

function build(specification: JsonObject): SecretTree {
  const root: TreeBuilder = newNode();
  collect(specification, root);
  return prune(root) ?? noSecrets;
}

function collect(schema: Json | undefined, node: TreeBuilder): void {
  if (!isJsonObject(schema)) return;
  // The mere presence of the keyword counts, even `false`.
  if ('airbyte_secret' in schema) node.isSecret = true;
  if (isJsonObject(schema.properties)) collectProperties(schema.properties, node);
  if (isJsonObject(schema.items)) {
    node.items ??= newNode();
    collect(schema.items, node.items);
  }
  for (const keyword of combinationKeywords) {
    const branches = schema[keyword];
    if (Array.isArray(branches)) for (const branch of branches) collect(branch, node);
  }
}

function collectProperties(properties: JsonObject, node: TreeBuilder): void {
  for (const [name, schema] of Object.entries(properties)) {
    const child = node.properties.get(name) ?? newNode();
    node.properties.set(name, child);
    collect(schema, child);
  }
}

function newNode(): TreeBuilder {
  return { isSecret: false, properties: new Map() };
}

function prune(node: TreeBuilder): SecretTree | undefined {
  const properties = new Map<string, SecretTree>();
  for (const [name, child] of node.properties) {
    const kept = prune(child);
    if (kept !== undefined) properties.set(name, kept);
  }
  const items = node.items === undefined ? undefined : prune(node.items);
  if (!node.isSecret && properties.size === 0 && items === undefined) return undefined;
  return { isSecret: node.isSecret, properties, ...(items === undefined ? {} : { items }) };
}
