import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

const folder = path.join(import.meta.dirname, '../../schemas');

/**
 * Every member that a kind of file can say, innermost only: `connection/schedule/units`. Branches with a plain title
 * are a step of their own: `connection/streams/mappers/hashing/mapperConfiguration/method`.
 */
export function schemaMembers(kind: string): readonly string[] {
  const file = `${kind}.schema.json`;
  return [...new Set(membersOf(readSchema(file), { file, at: kind, seen: [] }))];
}

interface Position {
  readonly file: string;
  readonly at: string;
  /** References on the way here: a condition may hold conditions. */
  readonly seen: readonly string[];
}

function membersOf(node: JsonObject, position: Position): readonly string[] {
  const { at } = position;
  if (typeof node.$ref === 'string') return referred(node.$ref, position);
  const { properties, items, oneOf } = node;
  const members = isJsonObject(properties) ? Object.entries(properties) : [];
  const inner = [
    ...members.flatMap(([name, child]) => inside(child, { ...position, at: `${at}/${name}` })),
    ...(items === undefined ? [] : inside(items, position)),
    ...(Array.isArray(oneOf)
      ? oneOf.flatMap((branch: Json) => inside(branch, { ...position, at: branchOf(branch, at) }))
      : []),
  ];
  return inner.length === 0 ? [at] : inner;
}

function inside(node: Json | undefined, position: Position): readonly string[] {
  return isJsonObject(node) ? membersOf(node, position) : [];
}

function branchOf(branch: Json, at: string): string {
  const title = isJsonObject(branch) ? branch.title : undefined;
  return typeof title === 'string' && /^[\w-]+$/.test(title) ? `${at}/${title}` : at;
}

function referred(reference: string, { file, at, seen }: Position): readonly string[] {
  const [name = '', pointer = ''] = reference.split('#');
  const target = name === '' ? file : name;
  const whole = `${target}#${pointer}`;
  if (seen.includes(whole)) return [at];
  const steps = pointer.split('/').filter((step) => step !== '');
  const found = steps.reduce<Json>(
    (node, step) => (isJsonObject(node) ? (node[step] ?? null) : null),
    readSchema(target),
  );
  return inside(found, { file: target, at, seen: [...seen, whole] });
}

function readSchema(file: string): JsonObject {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}
