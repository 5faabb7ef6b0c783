import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { declaredMembers, type Shape } from './declared-members.ts';
import { framework } from './refusal.ts';

/**
 * What a server does that was told to be strict: members that it does not know are refused, not ignored (API §1).
 *
 * @param route - without `/api/v1/`
 * @throws {Refusal} 400 that names the first of them
 */
export function assertDeclared(route: string, body: JsonObject): void {
  const shape = Object.hasOwn(declaredMembers, route) ? declaredMembers[route] : undefined;
  const unknown = shape && findUnknown(body, shape);
  if (unknown !== undefined) throw framework(400, `Failed to convert argument: unknown property [${unknown}]`);
}

function findUnknown(value: Json, shape: Shape): string | undefined {
  if (shape === true) return undefined;
  if (isList(shape)) return Array.isArray(value) ? findFirst(value, (item) => findUnknown(item, shape[0])) : undefined;
  if (!isJsonObject(value)) return undefined;
  return findFirst(Object.entries(value), ([name, inner]) => {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    return known === undefined ? name : findUnknown(inner, known);
  });
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function findFirst<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
