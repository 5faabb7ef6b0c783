import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { framework, internal } from './refusal.ts';

/*
 * Readers of single members of a request body. What is absent and what is null are the same to the server; what has
 * the wrong type is refused with 400 before any handler runs (API §2.7), what is missing is found out late, with 500.
 */

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function findUuid(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return decodeUuid(value, name);
}

export function getUuid(body: JsonObject, name: string): string {
  return findUuid(body, name) ?? failMissing(name);
}

export function findText(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') return failDecoding(name);
  return String(value);
}

/** One of `values`; the server does not mind the case. */
export function findEnum<Value extends string>(
  body: JsonObject,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = findText(body, name)?.toLowerCase();
  if (text === undefined) return undefined;
  return values.find((value) => value.toLowerCase() === text) ?? failDecoding(name);
}

export function findBoolean(body: JsonObject, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : failDecoding(name);
}

export function findInteger(body: JsonObject, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  // Beyond what JavaScript counts exactly, but no page and no job is that far away.
  const isCounted = typeof number === 'number' && Number.isSafeInteger(Math.trunc(number));
  return isCounted ? Math.trunc(number) : failDecoding(name);
}

export function findObject(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return isJsonObject(value) ? value : failDecoding(name);
}

export function findList(body: JsonObject, name: string): readonly Json[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value : failDecoding(name);
}

export function findTexts(body: JsonObject, name: string): readonly string[] | undefined {
  return findList(body, name)?.map((item) => (typeof item === 'string' ? item : failDecoding(name)));
}

export function findUuids(body: JsonObject, name: string): readonly string[] | undefined {
  return findList(body, name)?.map((item) => decodeUuid(item, name));
}

export function findObjects(body: JsonObject, name: string): readonly JsonObject[] | undefined {
  return findList(body, name)?.map((item) => (isJsonObject(item) ? item : failDecoding(name)));
}

export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}

function decodeUuid(value: Json, name: string): string {
  return typeof value === 'string' && isUuid(value) ? value.toLowerCase() : failDecoding(name);
}

export function failMissing(name: string): never {
  throw internal(`${name} must not be null`);
}

export function failDecoding(name: string): never {
  throw framework(400, `Failed to convert argument [${name}]`);
}
