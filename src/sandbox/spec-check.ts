import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { compileSchema, type SchemaViolation } from '../util/json-schema.ts';
import { internal, known, type Refusal } from './refusal.ts';
import { inServerOrder } from './violation-order.ts';

/** The standards that the server's schema library refers to. */
const formatNames: Readonly<Record<string, string>> = {
  'date-time': 'RFC 3339 date-time',
  date: 'RFC 3339 full-date',
  time: 'RFC 3339 time',
  uri: 'RFC 3986 URI',
  email: 'RFC 5321 Mailbox',
  hostname: 'RFC 1123 host name',
  ipv4: 'RFC 2673 IP address',
  uuid: 'RFC 4122 UUID',
};

/** How the server's schema library puts each broken keyword; `value` is what was found there (API §2.7). */
type Phrase = (params: Readonly<Record<string, unknown>>, value: unknown) => string;

const phrases: Readonly<Record<string, Phrase>> = {
  required: ({ missingProperty }) => `required property '${missingProperty}' not found`,
  type: ({ type }, value) =>
    `${typeName(value)} found, ${Array.isArray(type) ? `[${type.join(', ')}]` : type} expected`,
  enum: ({ allowedValues }) => `does not have a value in the enumeration [${list(allowedValues, JSON.stringify)}]`,
  const: ({ allowedValue }) => `must be the constant value '${allowedValue}'`,
  pattern: ({ pattern }) => `does not match the regex pattern ${pattern}`,
  format: ({ format }) =>
    `does not match the ${format} pattern must be a valid ${formatNames[String(format)] ?? format}`,
  minimum: ({ limit }) => `must have a minimum value of ${limit}`,
  maximum: ({ limit }) => `must have a maximum value of ${limit}`,
  exclusiveMinimum: ({ limit }) => `must have an exclusive minimum value of ${limit}`,
  exclusiveMaximum: ({ limit }) => `must have an exclusive maximum value of ${limit}`,
  minLength: ({ limit }) => `must be at least ${limit} characters long`,
  maxLength: ({ limit }) => `must be at most ${limit} characters long`,
  minItems: ({ limit }, value) => `must have at least ${limit} items but found ${lengthOf(value)}`,
  maxItems: ({ limit }, value) => `must have at most ${limit} items but found ${lengthOf(value)}`,
  uniqueItems: () => 'must have only unique items in the array',
  additionalProperties: ({ additionalProperty }) =>
    `property '${additionalProperty}' is not defined in the schema and the schema does not allow additional properties`,
  oneOf: ({ passingSchemas }) =>
    Array.isArray(passingSchemas)
      ? `must be valid to one and only one schema, but ${passingSchemas.length} are valid with indexes '${list(passingSchemas, String)}'`
      : 'must be valid to one and only one schema, but 0 are valid',
  minProperties: ({ limit }) => `must have at least ${limit} properties`,
  maxProperties: ({ limit }) => `must have at most ${limit} properties`,
};

/**
 * Checks a configuration against its connector's specification.
 *
 * @throws {Refusal} 422 with every violation, and after them the whole specification, as the server does
 */
export function assertFulfills(configuration: Json, specification: JsonObject): void {
  const violations = compileSchema(specification)(configuration);
  if (violations.length > 0) throw unfulfilled(violations, configuration, specification);
}

/** The same, for a configuration that has to be an object besides. */
export function getFulfilling(configuration: Json, specification: JsonObject): JsonObject {
  assertFulfills(configuration, specification);
  if (!isJsonObject(configuration)) throw internal('a configuration must be an object');
  return configuration;
}

function unfulfilled(violations: readonly SchemaViolation[], configuration: Json, specification: JsonObject): Refusal {
  // Of `anyOf` the server tells what is wrong with its branches, and no more.
  const told = violations.filter(({ keyword }) => keyword !== 'anyOf');
  const errors = inServerOrder(told, specification)
    .map((violation) => describe(violation, configuration))
    .join(', ');
  const schema = JSON.stringify(specification, undefined, 2);
  return known(
    422,
    `The provided configuration does not fulfill the specification. Errors: ${errors}\nSchema: \n${schema}`,
  );
}

function describe({ keyword, path, params, message }: SchemaViolation, configuration: Json): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `$${place}: ${phrases[keyword]?.(params, valueAt(configuration, path)) ?? message}`;
}

function valueAt(configuration: Json, path: SchemaViolation['path']): unknown {
  let value: unknown = configuration;
  for (const step of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  return value;
}

function list(values: unknown, render: (value: unknown) => string): string {
  return (Array.isArray(values) ? values : []).map((value) => render(value)).join(', ');
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}
