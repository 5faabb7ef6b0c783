import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { SchemaViolation } from '../util/json-schema.ts';
import { findClosest } from '../util/suggest.ts';
import { didYouMean, listed } from './finding.ts';

/** A violation with what is needed to speak of it. */
export interface Violation extends SchemaViolation {
  /** The schema that holds the keyword. */
  readonly schema: JsonObject;
  /** What stands at the path. */
  readonly found: Json | undefined;
  /** What to call it: `"port"`, `item 2 of "tags"`, `the source`. */
  readonly label: string;
}

interface Explanation {
  readonly rule: string;
  readonly message: string;
  readonly hint?: string | undefined;
}
type Explain = (violation: Violation) => Explanation;

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  null: 'empty',
};

const explain: Readonly<Record<string, Explain>> = {
  additionalProperties: explainUnknownKey,
  required: explainMissingKey,
  dependencies: ({ params }) => ({
    rule: 'idle-reason',
    message: `"${params.property}" stands here without "${params.missingProperty}"`,
    hint: `add "${params.missingProperty}: true", or take "${params.property}" out`,
  }),
  type: explainWrongType,
  enum: explainUnknownValue,
  const: ({ label, params }) => ({
    rule: 'unknown-value',
    message: `${label} must be ${JSON.stringify(params.allowedValue)}`,
  }),
  union: ({ label, schema }) => ({
    rule: 'wrong-type',
    message: `${label} does not have one of its forms`,
    hint: `write one of: ${branchTitles(schema.oneOf ?? schema.anyOf).join(', ')}`,
  }),
  minimum: explainRange,
  maximum: explainRange,
  minLength: explainEmpty,
  minItems: explainEmpty,
  minProperties: explainEmpty,
  maxLength: ({ label, params }) => ({
    rule: 'too-long',
    message: `${label} is longer than ${params.limit} characters`,
  }),
  uniqueItems: ({ label }) => ({ rule: 'duplicate-item', message: `${label} lists the same twice` }),
  format: ({ label, params }) => ({
    rule: 'wrong-format',
    message: `${label} is not a ${String(params.format).toUpperCase()}`,
  }),
  pattern: ({ label }) => ({
    rule: 'wrong-format',
    message: `${label} has characters that it cannot have`,
    hint: 'use letters, digits, ".", "_" and "-"',
  }),
};

/** Rule, sentence and way out for one violation. Shows values only where the schema lists all there can be. */
export function explanationOf(violation: Violation): Explanation {
  const explainThis = explain[violation.keyword];
  return explainThis?.(violation) ?? { rule: 'wrong-value', message: `${violation.label} ${violation.message}` };
}

function explainUnknownKey({ label, params, schema, found }: Violation): Explanation {
  const key = String(params.additionalProperty);
  const known = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  const free = known.filter((name) => !isJsonObject(found) || !Object.hasOwn(found, name));
  const hint = didYouMean(findClosest(key, free), 'known keys', listedFirst(known));
  return { rule: 'unknown-key', message: `${label} has no key "${key}"`, hint };
}

function listedFirst(names: readonly string[]): readonly string[] {
  return [listed(names, 20)];
}

function explainMissingKey({ label, params, schema }: Violation): Explanation {
  const key = String(params.missingProperty);
  const property = isJsonObject(schema.properties) ? schema.properties[key] : undefined;
  const meaning = isJsonObject(property) ? firstSentence(property.description) : '';
  return { rule: 'missing-key', message: `${label} lacks the key "${key}"`, hint: `add "${key}"${meaning}` };
}

function firstSentence(description: Json | undefined): string {
  const [sentence = ''] = String(description ?? '').split('. ');
  return sentence === '' ? '' : `: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}

function explainWrongType({ label, params, found }: Violation): Explanation {
  const wanted = [params.type].flat().map(String);
  const is = typeOf(found);
  const words = wanted.map((type) => typeWords[type] ?? type).join(' or ');
  const message =
    is === 'null' ? `${label} has no value; it must be ${words}` : `${label} must be ${words}, but is ${typeWords[is]}`;
  return { rule: 'wrong-type', message, hint: typeHint(wanted, is) };
}

function typeHint(wanted: readonly string[], is: string): string | undefined {
  if (wanted.includes('string') && (is === 'number' || is === 'boolean')) {
    return 'put the value in quotes';
  }
  if (is === 'string' && wanted.some((type) => type === 'integer' || type === 'number' || type === 'boolean')) {
    return 'write the value without quotes';
  }
  if (wanted.includes('array') && is !== 'object') {
    return 'write a list: one "- " line for each item';
  }
  return wanted.includes('object') ? 'write "key: value" lines below it, indented by two spaces' : undefined;
}

function typeOf(value: Json | undefined): string {
  return value === null || value === undefined ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** `text`, `a list`: what a value is, in words. */
export function typeWordOf(value: Json | undefined): string {
  return typeWords[typeOf(value)] ?? typeOf(value);
}

function explainUnknownValue({ label, params, found }: Violation): Explanation {
  const allowed = [params.allowedValues].flat().map(String);
  const written = typeof found === 'string' ? `"${found.slice(0, 60)}"` : typeWords[typeOf(found)];
  const hint = didYouMean(findClosest(String(found), allowed), 'one of', allowed);
  return { rule: 'unknown-value', message: `${label} cannot be ${written}`, hint };
}

function explainRange({ label, params }: Violation): Explanation {
  const words = params.comparison === '>=' ? 'at least' : 'at most';
  return { rule: 'out-of-range', message: `${label} must be ${words} ${params.limit}` };
}

function explainEmpty({ label }: Violation): Explanation {
  return { rule: 'empty-value', message: `${label} must not be empty` };
}

function branchTitles(branches: Json | undefined): readonly string[] {
  return (Array.isArray(branches) ? branches : []).flatMap((branch: Json) =>
    isJsonObject(branch) && typeof branch.title === 'string' ? [branch.title] : [],
  );
}
