import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** How often a definition may stand inside of itself; deeper down anything goes. */
const deepest = 3;

/**
 * A schema with what its references name in their place: the compiler forgets where a reference came from, and
 * findings need the way to the keyword.
 *
 * @param others - schemas that are referred to by their `$id`
 */
export function inlinedSchema(schema: JsonObject, others: readonly JsonObject[] = []): JsonObject {
  const roots = new Map([schema, ...others].map((root) => [String(root.$id), root]));
  const { definitions: _inlined, ...rest } = schema;
  return inlinedMembers(rest, { roots, root: schema, inside: [] });
}

interface Inlining {
  readonly roots: ReadonlyMap<string, JsonObject>;
  /** What a reference without a name refers to. */
  readonly root: JsonObject;
  /** References that lead here. */
  readonly inside: readonly string[];
}

function inlinedMembers(schema: JsonObject, inlining: Inlining): JsonObject {
  return Object.fromEntries(Object.entries(schema).map(([name, inner]) => [name, inlined(inner, inlining)]));
}

function inlined(value: Json, inlining: Inlining): Json {
  if (Array.isArray(value)) return value.map((item: Json) => inlined(item, inlining));
  if (!isJsonObject(value)) return value;
  return typeof value.$ref === 'string' ? definition(value.$ref, inlining) : inlinedMembers(value, inlining);
}

function definition(reference: string, { roots, root, inside }: Inlining): Json {
  if (inside.filter((outer) => outer === reference).length >= deepest) return {};
  const [id = '', pointer = ''] = reference.split('#');
  const home = id === '' ? root : (roots.get(id) ?? {});
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  const found = isJsonObject(home.definitions) ? home.definitions[name] : undefined;
  return inlined(found ?? {}, { roots, root: home, inside: [...inside, reference] });
}
