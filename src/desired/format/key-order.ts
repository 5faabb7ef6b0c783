import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';

import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/**
 * Brings the keys of mappings into the order of their schema; keys that it does not name keep theirs, behind.
 * Where a schema names no keys (`configuration`), the writer's order stays.
 */
export function orderKeys(node: Node | null | undefined, schema: JsonObject): void {
  if (isSeq<Node>(node)) for (const item of node.items) orderKeys(item, itemsOf(schema));
  if (!isMap<Node, Node>(node)) return;
  const properties = propertiesOf(schema);
  sortPairs(node, [...properties.keys()]);
  for (const { key, value } of node.items) {
    orderKeys(value, properties.get(nameOf(key)) ?? object(schema.additionalProperties));
  }
}

function sortPairs(map: YAMLMap<Node, Node>, order: readonly string[]): void {
  const rank = ({ key }: Pair<Node, Node>): number => {
    const found = order.indexOf(nameOf(key));
    return found === -1 ? order.length : found;
  };
  const sorted = map.items.toSorted((left, right) => rank(left) - rank(right));
  const [before, after] = [map.items[0]?.key, sorted[0]?.key];
  map.items = sorted;
  if (before !== undefined && after !== undefined && before !== after) swapHead(before, after);
}

/** What stands above the first key is about the whole: it stays on top, and no blank line comes there. */
function swapHead(before: Node, after: Node): void {
  const head = [before.commentBefore, after.commentBefore].filter((comment) => comment != null);
  delete before.commentBefore;
  if (head.length > 0) after.commentBefore = head.join('\n');
  before.spaceBefore = after.spaceBefore === true;
  after.spaceBefore = false;
}

/** By their names, in the order of the schema; of several forms a mapping may have, all of them. */
function propertiesOf(schema: JsonObject): ReadonlyMap<string, JsonObject> {
  const own = Object.entries(object(schema.properties)).map(([name, inner]) => [name, object(inner)] as const);
  const found = new Map<string, JsonObject>();
  for (const [name, inner] of [...own, ...formsOf(schema).flatMap((form) => [...propertiesOf(form)])]) {
    found.set(name, mergedForms(found.get(name), inner));
  }
  return found;
}

function mergedForms(first: JsonObject | undefined, second: JsonObject): JsonObject {
  return first === undefined ? second : { anyOf: [first, second] };
}

function itemsOf(schema: JsonObject): JsonObject {
  const forms = formsOf(schema).map((form) => object(form.items));
  return isJsonObject(schema.items) ? schema.items : { anyOf: forms };
}

function formsOf({ oneOf, anyOf }: JsonObject): readonly JsonObject[] {
  return [oneOf, anyOf].flatMap((forms) => (Array.isArray(forms) ? forms.map(object) : []));
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function nameOf(key: Node): string {
  return isScalar(key) ? String(key.value) : '';
}
