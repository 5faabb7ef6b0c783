import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

const reference = '\\$\\{(env|var|file):';
/** Words about a value, which editors show whatever form it has. */
const spoken = ['title', 'description', 'default', 'examples', 'order', 'airbyte_secret'] as const;
const restricting = ['enum', 'pattern', 'format', 'minLength', 'maxLength'] as const;
const listed = ['oneOf', 'anyOf', 'allOf'] as const;
const named = ['properties', 'definitions', 'patternProperties'] as const;

/**
 * A connector's specification as it holds for files: where it asks for a number, a choice or text of some form, a
 * reference such as `${env:NAME}` may stand. What tells forms apart (`const`) stays as it is, so that editors
 * can tell them apart, too.
 */
export function withReferences(schema: JsonObject): JsonObject {
  const inner = { ...schema, ...Object.fromEntries(membersOf(schema)) };
  return takesAnyText(schema) ? inner : alsoReference(inner);
}

function membersOf(schema: JsonObject): readonly (readonly [string, Json])[] {
  const lists = listed.map((name) => [name, schema[name]] as const);
  const maps = named.map((name) => [name, schema[name]] as const);
  return [
    ...lists.flatMap(([name, forms]) => (Array.isArray(forms) ? [[name, forms.map(ofAny)] as const] : [])),
    ...maps.flatMap(([name, map]) => (isJsonObject(map) ? [[name, ofEach(map)] as const] : [])),
    ...(schema.items === undefined ? [] : [['items', ofAny(schema.items)] as const]),
  ];
}

function ofEach(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, ofAny(value)]));
}

function ofAny(value: Json): Json {
  return isJsonObject(value) ? withReferences(value) : value;
}

/** True for what a reference fits as it is, and for what is no single value. */
function takesAnyText(schema: JsonObject): boolean {
  if (schema.const !== undefined || isOneChoice(schema)) return true;
  const types = [schema.type].flat();
  if (types.some((type) => type === 'object' || type === 'array')) return true;
  const isText = types.includes('string');
  const isRestricted = restricting.some((name) => schema[name] !== undefined);
  return isText ? !isRestricted : schema.type === undefined && schema.enum === undefined;
}

function isOneChoice({ enum: choices }: JsonObject): boolean {
  return Array.isArray(choices) && choices.length === 1;
}

function alsoReference(schema: JsonObject): JsonObject {
  const words = Object.entries(schema).filter(([name]) => spoken.some((one) => one === name));
  const rest = Object.entries(schema).filter(([name]) => !spoken.some((one) => one === name));
  return {
    ...Object.fromEntries(words),
    anyOf: [Object.fromEntries(rest), { type: 'string', pattern: reference }],
  };
}
