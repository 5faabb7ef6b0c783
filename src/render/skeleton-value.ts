import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** A value to start with; an object without children is asked for its members by whoever prints it. */
export function pickValue(node: JsonObject): Json {
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

/** What fits a type, a format or a pattern where the specification gives no example. */
function fillersOf(node: JsonObject): readonly Json[] {
  const numbers = [node.minimum, node.maximum].filter((it) => typeof it === 'number');
  const texts = ['change-me', '2024-01-01', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000000Z', '1', 'a', 'A1'];
  const lead = node.format === 'date' ? texts.slice(1) : node.format === 'date-time' ? texts.slice(2) : texts;
  return [...lead, 'https://example.com', 'change/me', 's3://change-me', ...numbers, 1, false, []];
}

function isFitting(value: Json, node: JsonObject): boolean {
  const types = typesOf(node);
  if (value === null || (types.length > 0 && !types.some((type) => isOfType(value, type)))) return false;
  if (typeof value !== 'string' || typeof node.pattern !== 'string') return true;
  return matches(value, node.pattern);
}

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
