import type { Path } from '../../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { findTypingError } from '../../util/suggest.ts';
import { possibleForms } from './forms.ts';

/** A property that its specification does not declare, though it declares one that is spelled almost the same. */
export interface MisspeltProperty {
  readonly path: Path;
  readonly name: string;
  readonly meant: string;
}

/** Looks where a specification lets any property pass: servers keep what they do not know, and connectors ignore it. */
export function findMisspeltProperties(value: Json, specification: JsonObject): readonly MisspeltProperty[] {
  return find(value, [specification], []);
}

function find(value: Json, nodes: readonly JsonObject[], path: Path): readonly MisspeltProperty[] {
  if (Array.isArray(value)) {
    const items = withForms(nodes, value).flatMap(({ items: node }) => objects(node));
    return value.flatMap((item: Json, index) => find(item, items, [...path, index]));
  }
  if (!isJsonObject(value)) return [];
  const known = withForms(nodes, value);
  const inner = Object.entries(value).flatMap(([name, member]) =>
    find(member, memberNodes(known, name), [...path, name]),
  );
  return [...misspeltHere(value, known, path), ...inner];
}

function misspeltHere(value: JsonObject, nodes: readonly JsonObject[], path: Path): readonly MisspeltProperty[] {
  const names = Object.keys(value);
  if (names.every((name) => nodes.some((node) => declares(node, name)))) return [];
  const declared = new Set(nodes.flatMap(({ properties }) => Object.keys(isJsonObject(properties) ? properties : {})));
  const free = [...declared].filter((name) => !Object.hasOwn(value, name));
  if (free.length === 0 || nodes.some(isSettled)) return [];
  return names.flatMap((name) => {
    const meant = declared.has(name) ? undefined : findTypingError(name, free);
    return meant === undefined ? [] : [{ path, name, meant }];
  });
}

function declares({ properties }: JsonObject, name: string): boolean {
  return isJsonObject(properties) && Object.hasOwn(properties, name);
}

/** What is forbidden is found as a violation; where any name has a meaning there is no wrong one. */
function isSettled({ additionalProperties, patternProperties }: JsonObject): boolean {
  return additionalProperties === false || isJsonObject(additionalProperties) || patternProperties !== undefined;
}

function withForms(nodes: readonly JsonObject[], value: Json): readonly JsonObject[] {
  return nodes.flatMap((node) => {
    const inner = [...objects(node.allOf), ...possibleForms(node, value)];
    return inner.length === 0 ? [node] : [node, ...withForms(inner, value)];
  });
}

function memberNodes(nodes: readonly JsonObject[], name: string): readonly JsonObject[] {
  return nodes.flatMap(({ properties, additionalProperties }) =>
    isJsonObject(properties) && Object.hasOwn(properties, name)
      ? objects(properties[name])
      : objects(additionalProperties),
  );
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isJsonObject);
}
