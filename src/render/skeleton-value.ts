import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { withoutReferences } from './skeleton-scalar.ts';

/**
 * A value to start with, with all that is required in it.
 *
 * @param path - where it is, for the names of its secrets
 */
export function toValue(node: JsonObject, path: readonly string[]): Json {
  if (node.airbyte_secret === true) return `\${env:${toReferenceName(path)}}`;
  if (typesOf(node).includes('object')) return toMembers(node, path);
  const value = pickValue(node);
  const isTooShort = Array.isArray(value) && value.length < Number(node.minItems ?? 0);
  return isTooShort && isJsonObject(node.items) ? [toValue(withBranch(node.items), path)] : escaped(value);
}

function toMembers(node: JsonObject, path: readonly string[]): Json {
  if (path.length > deepest) return {};
  const properties = objectOr(node.properties);
  const names = [...new Set([...requiredOf(node), ...fixedMembers(node).map(([name]) => name)])];
  return Object.fromEntries(
    names.map((name) => [name, toValue(withBranch(objectOr(properties[name])), [...path, name])]),
  );
}

/** Below this a specification is left to the reader. */
const deepest = 20;

/** The name of a variable for what has this path, outermost step first: `SOURCE_SHOP_API_KEY`. */
export function toReferenceName(path: readonly string[]): string {
  const name = path.join('_').replaceAll(/\W+/g, '_').toUpperCase();
  return /^\d/.test(name) ? `_${name}` : name;
}

function escaped(value: Json): Json {
  if (typeof value === 'string') return withoutReferences(value);
  return Array.isArray(value) ? value.map(escaped) : value;
}

function pickValue(node: JsonObject): Json {
  const candidates = [node.const, node.default, ...listOf(node.enum), ...listOf(node.examples), ...fillersOf(node)];
  return candidates.find((it): it is Json => it !== undefined && isFitting(it, node)) ?? 'change-me';
}

/** A node with the branch of its `oneOf` that it starts with laid over it. */
export function withBranch(node: JsonObject): JsonObject {
  const branches = branchesOf(node);
  const branch = branches.find((it) => isDefault(it, node.default)) ?? branches[0];
  if (branch === undefined) return node;
  const { oneOf: _one, anyOf: _any, default: _default, ...rest } = node;
  return {
    ...rest,
    ...branch,
    properties: { ...objectOr(node.properties), ...objectOr(branch.properties) },
    required: [...new Set([...requiredOf(node), ...requiredOf(branch)])],
  };
}

/** The alternatives that a setting has. */
export function branchesOf(node: JsonObject): readonly JsonObject[] {
  return [...listOf(node.oneOf), ...listOf(node.anyOf)].filter(isJsonObject);
}

/** The members of a node that tell one branch from another: those with a fixed value. */
export function fixedMembers(node: JsonObject): readonly (readonly [name: string, value: Json])[] {
  return Object.entries(objectOr(node.properties)).flatMap(([name, member]) => {
    const value = isJsonObject(member) ? fixedValue(member) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
}

export function requiredOf(node: JsonObject): readonly string[] {
  return listOf(node.required).filter((name) => typeof name === 'string');
}

export function objectOr(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

export function typesOf({ type, properties }: JsonObject): readonly string[] {
  const types = (Array.isArray(type) ? type : [type]).filter((it) => typeof it === 'string');
  return types.length === 0 && properties !== undefined ? ['object'] : types.filter((it) => it !== 'null');
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function fixedValue(node: JsonObject): Json | undefined {
  if (node.const !== undefined) return node.const;
  const [only, another] = listOf(node.enum);
  return another === undefined ? only : undefined;
}

function isDefault(branch: JsonObject, value: Json | undefined): boolean {
  const fixed = fixedMembers(branch);
  return fixed.length > 0 && isJsonObject(value) && fixed.every(([name, it]) => value[name] === it);
}

const fillers = [
  'change-me',
  '2024-01-01',
  '2024-01-01T00:00:00Z',
  '2024-01-01T00:00:00.000000Z',
  '1',
  'a',
  'A1',
  'https://example.com',
  'change/me',
  's3://change-me',
  'change-me@example.com',
  '00000000-0000-0000-0000-000000000000',
];

/** What may fit where the specification gives no example. */
function fillersOf(node: JsonObject): readonly Json[] {
  const numbers = [node.minimum, node.maximum].filter((it) => typeof it === 'number');
  return [...fillers, ...numbers, 1, false, []];
}

function isFitting(value: Json, node: JsonObject): boolean {
  const types = typesOf(node);
  if (value === null || (types.length > 0 && !types.some((type) => isOfType(value, type)))) return false;
  if (typeof value !== 'string') return true;
  const format = typeof node.format === 'string' ? formats[node.format] : undefined;
  return [node.pattern, format].every((pattern) => typeof pattern !== 'string' || matches(value, pattern));
}

/** Those that a made-up text would not have. */
const formats: Readonly<Record<string, string>> = {
  date: '^\\d{4}-\\d{2}-\\d{2}$',
  'date-time': '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
  uri: '^\\w+://',
  email: '^\\S+@\\S+$',
  uuid: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
};

/** Connectors are written in Python and Java: what this engine does not read counts as matched. */
function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true;
  }
}

function isOfType(value: Json, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isJsonObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
