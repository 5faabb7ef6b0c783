import fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { accepts } from './specification-oracle.ts';
import { hasUnstorableSecret, secretPlaces } from './specification-secrets.ts';
import { secretMarker } from './written-value.ts';

type Values = fc.Arbitrary<Json>;

/** Configurations that a specification accepts and a server can store; secrets hold `secretMarker` where they may. */
export function specifiedConfigurations(specification: JsonObject): fc.Arbitrary<JsonObject> {
  const places = secretPlaces(specification);
  return valuesOf(specification)
    .filter((value): value is JsonObject => isJsonObject(value) && accepts(specification, value))
    .filter((value) => !hasUnstorableSecret(value, places));
}

function valuesOf(schema: Json | undefined): Values {
  if (!isJsonObject(schema)) return anything;
  const values = drawnFrom(schema);
  return isHardToHit(schema) ? values.filter((value) => accepts(schema, value)) : values;
}

/** What is drawn for the rest is right nearly always, and compiling each part of a specification takes long. */
function isHardToHit(schema: JsonObject): boolean {
  return ['oneOf', 'anyOf', 'pattern', 'format'].some((keyword) => keyword in schema);
}

function drawnFrom(schema: JsonObject): Values {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const branches = [schema.oneOf, schema.anyOf].find(Array.isArray);
  return branches === undefined ? typedValues(schema) : branchValues(schema, branches);
}

/** Properties may stand beside a combination: then a value has both. */
function branchValues(schema: JsonObject, branches: readonly Json[]): Values {
  const branch = fc.oneof(...branches.map(valuesOf));
  if (!isJsonObject(schema.properties)) return branch;
  return fc
    .tuple(declaredObjects(schema), branch)
    .map(([own, more]) => (isJsonObject(own) && isJsonObject(more) ? { ...own, ...more } : more));
}

const byType: Readonly<Record<string, (schema: JsonObject) => Values>> = {
  object: objects,
  array: lists,
  string: texts,
  integer: integers,
  number: (schema) => fc.oneof(integers(schema), fractions(schema)),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

function typedValues(schema: JsonObject): Values {
  const types = [schema.type ?? guessType(schema)].flat();
  return fc.oneof(...types.map((type) => byType[String(type)]?.(schema) ?? anything));
}

/** Some specifications state no type where the other keywords give it away. */
function guessType(schema: JsonObject): string {
  if ('properties' in schema || 'required' in schema) return 'object';
  if ('items' in schema) return 'array';
  return 'pattern' in schema || 'format' in schema || 'airbyte_secret' in schema ? 'string' : 'anything';
}

function objects(schema: JsonObject): Values {
  if (schema.additionalProperties === false) return declaredObjects(schema);
  return fc.tuple(declaredObjects(schema), extras).map(([known, odd]) => ({ ...odd, ...known }));
}

/** Tags are there mostly, even where they are optional: without one, several branches match. */
function declaredObjects(schema: JsonObject): fc.Arbitrary<JsonObject> {
  const declared = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const names = [...new Set([...Object.keys(declared), ...required])];
  const members = Object.fromEntries(names.map((name) => [name, valuesOf(declared[name])]));
  const tags = names.filter((name) => isTag(declared[name]));
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(members, { requiredKeys: [...new Set([...required, ...tags])] }) },
    { weight: 1, arbitrary: fc.record(members, { requiredKeys: required }) },
  );
}

function isTag(schema: Json | undefined): boolean {
  return isJsonObject(schema) && ('const' in schema || (Array.isArray(schema.enum) && schema.enum.length === 1));
}

function lists(schema: JsonObject): Values {
  const minLength = numberOf(schema.minItems) ?? 0;
  const maxLength = numberOf(schema.maxItems) ?? minLength + 3;
  // The examples of a list are those of its items, in real specifications.
  const items = valuesOf(isJsonObject(schema.items) ? { examples: schema.examples ?? [], ...schema.items } : undefined);
  return schema.uniqueItems === true
    ? fc.uniqueArray(items, { minLength, maxLength, selector: (item) => JSON.stringify(item) })
    : fc.array(items, { minLength, maxLength });
}

const dateTimes = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);

const formats: Readonly<Record<string, Values>> = {
  'date-time': dateTimes,
  date: dateTimes.map((text) => text.slice(0, 10)),
  uri: fc.webUrl(),
};

/** The values of secrets can be told from everything else, unless a pattern forbids it. */
function texts(schema: JsonObject): Values {
  const { pattern, format } = schema;
  const secrets = fc.stringMatching(/^[a-z0-9]{8}["\\\n→]?$/).map((tail) => `${secretMarker}${tail}`);
  if ('airbyte_secret' in schema && (!isHardToHit(schema) || accepts(schema, `${secretMarker}12345678`)))
    return secrets;
  if (typeof format === 'string' && formats[format] !== undefined) return formats[format];
  return typeof pattern === 'string' ? matching(pattern, schema) : plainTexts(schema);
}

function matching(pattern: string, schema: JsonObject): Values {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    // No text can be drawn from a pattern that looks around: take what the specification itself gives as an example.
    const examples = [schema.examples ?? [], schema.default ?? []].flat();
    return fc.constantFrom(...examples.filter((example) => accepts(schema, example)));
  }
}

function plainTexts({ minLength, maxLength }: JsonObject): Values {
  const min = numberOf(minLength) ?? 0;
  const max = numberOf(maxLength) ?? min + 12;
  const usual = ['db.example.com', 'ünïcode → ✓', '1e3', 'no', '', ' padded ', '${NAMESPACE}', 'two\nlines'];
  const fitting = usual.filter((text) => text.length >= min && text.length <= max);
  return fc.oneof(
    fc.string({ unit: 'grapheme', minLength: min, maxLength: max }),
    ...(fitting.length > 0 ? [fc.constantFrom(...fitting)] : []),
  );
}

function integers(schema: JsonObject): Values {
  const { min, max } = limitsOf(schema);
  return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
}

function fractions(schema: JsonObject): Values {
  // Minus zero is written as zero, and would not be read back.
  return fc.double({ ...limitsOf(schema), noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
}

function limitsOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonObject) {
  const min = Math.max(numberOf(minimum) ?? -1e9, (numberOf(exclusiveMinimum) ?? -1e9) + 1);
  const max = Math.min(numberOf(maximum) ?? min + 1e6, (numberOf(exclusiveMaximum) ?? min + 1e6) - 1);
  return { min: Math.min(min, max), max };
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

const anything: Values = fc.oneof(
  plainTexts({}),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({ b: 1, aa: ['x'] }),
);

/** Members that no specification declares. */
const extras: fc.Arbitrary<JsonObject> = fc
  .array(
    fc.tuple(fc.constantFrom('x-extra', 'ünïcode', 'with.dot', '__proto__', 'constructor', '0', 'x y'), anything),
    {
      maxLength: 2,
    },
  )
  .map((entries) => Object.fromEntries(entries));
