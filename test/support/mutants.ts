import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

/** A configuration with one thing wrong with it, perhaps. */
export interface Mutant {
  /** What was done to it, for messages. */
  readonly change: string;
  readonly configuration: Json;
}

/** Every way of spoiling a valid configuration in one place; whether its specification minds is another matter. */
export function listMutants(configuration: JsonObject, specification: JsonObject): readonly Mutant[] {
  return [...spoil(configuration), ...misuse(configuration, specification)];
}

/** Also the value of a member that the configuration does without can be wrong. */
function misuse(configuration: JsonObject, { properties }: JsonObject): readonly Mutant[] {
  const absent = Object.keys(isJsonObject(properties) ? properties : {}).filter((name) => !(name in configuration));
  return absent.flatMap((name) =>
    [...wrongValues, -1e12].map((value) => ({
      change: `${JSON.stringify(value)} as ${name}`,
      configuration: { ...configuration, [name]: value },
    })),
  );
}

const wrongValues: readonly Json[] = ['text of another kind', '', 0.5, true, null, [], ['x', 1], {}, { x: 'y' }];

function spoil(value: Json): readonly Mutant[] {
  return [...replaced(value), ...(Array.isArray(value) ? spoilList(value) : []), ...spoilMembers(value)];
}

function replaced(value: Json): readonly Mutant[] {
  const others = [...wrongValues, ...variants(value)].filter(
    (other) => JSON.stringify(other) !== JSON.stringify(value),
  );
  return others.map((other) => ({ change: `${JSON.stringify(other)} instead`, configuration: other }));
}

/** What is nearly the same: another tag, a number out of bounds, a number as text. */
function variants(value: Json): readonly Json[] {
  if (typeof value === 'string') return [`${value}-unknown`, ` ${value}`, value.toUpperCase(), value.slice(1)];
  return typeof value === 'number' ? [value + 0.5, value - 1e10, value + 1e10, -1, String(value)] : [];
}

function spoilList(list: readonly Json[]): readonly Mutant[] {
  const inner = list.flatMap((item, index) =>
    spoil(item).map(({ change, configuration }) => ({
      change: `[${index}]: ${change}`,
      configuration: list.with(index, configuration),
    })),
  );
  return [{ change: 'everything twice', configuration: [...list, ...list] }, ...inner];
}

function spoilMembers(value: Json): readonly Mutant[] {
  if (!isJsonObject(value)) return [];
  const inner = Object.entries(value).flatMap(([name, member]) => [
    { change: `no ${name}`, configuration: without(value, name) },
    ...spoil(member).map(({ change, configuration }) => ({
      change: `.${name}: ${change}`,
      configuration: { ...value, [name]: configuration },
    })),
  ]);
  return [{ change: 'one member more', configuration: { ...value, 'x-unheard-of': 'x' } }, ...inner];
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
}
