import { secretLabel } from '../../model/configuration.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { findClosest } from '../../util/suggest.ts';
import { didYouMean, listed } from '../finding.ts';
import { explanationOf, typeWordOf, type Violation } from '../violation-words.ts';
import { formNames } from './forms.ts';
import type { FormFault } from './meant-violations.ts';
import { nameInBraces } from './secret-findings.ts';

/** A violation of a connector's specification. */
export interface ConfigurationViolation extends Violation {
  /** Where the value comes from, when it must not be shown: `(secret)` or the reference. */
  readonly hidden: string | undefined;
}

interface Explanation {
  readonly rule: string;
  readonly message: string;
  readonly hint?: string | undefined;
}
type Explain = (violation: ConfigurationViolation) => Explanation;

const formatWords: Readonly<Record<string, string>> = {
  date: 'a date such as 2024-01-31',
  'date-time': 'a date and time such as 2024-01-31T00:00:00Z',
  uri: 'an address such as https://example.com',
  email: 'an e-mail address',
};

/** Where connectors' settings are worded otherwise than airplan's own keys. */
const explain: Readonly<Record<string, Explain>> = {
  additionalProperties: explainUnknownProperty,
  required: explainMissingProperty,
  enum: explainUnknownValue,
  const: (violation) =>
    explainUnknownValue({ ...violation, params: { allowedValues: [violation.params.allowedValue] } }),
  type: explainWrongType,
  pattern: explainPattern,
  format: ({ label, params }) => ({
    rule: 'wrong-format',
    message: `${label} is not ${formatWords[String(params.format)] ?? `a valid ${params.format}`}`,
  }),
  minLength: (violation) =>
    violation.params.limit === 1
      ? explanationOf(violation)
      : { rule: 'wrong-length', message: `${violation.label} must have at least ${violation.params.limit} characters` },
  minItems: (violation) =>
    violation.params.limit === 1
      ? explanationOf(violation)
      : { rule: 'wrong-length', message: `${violation.label} must have at least ${violation.params.limit} items` },
  maxItems: ({ label, params }) => ({
    rule: 'wrong-length',
    message: `${label} must have at most ${params.limit} items`,
  }),
  exclusiveMinimum: ({ label, params }) => ({
    rule: 'out-of-range',
    message: `${label} must be more than ${params.limit}`,
  }),
  exclusiveMaximum: ({ label, params }) => ({
    rule: 'out-of-range',
    message: `${label} must be less than ${params.limit}`,
  }),
};

/** Rule, sentence and way out for one violation. Shows no value that is secret or comes out of a reference. */
export function explainViolation(violation: ConfigurationViolation): Explanation {
  return (explain[violation.keyword] ?? explanationOf)(violation);
}

function explainUnknownProperty({ label, params, schema, found }: ConfigurationViolation): Explanation {
  const name = String(params.additionalProperty);
  const known = Object.keys(isJsonObject(schema.properties) ? schema.properties : {});
  const free = known.filter((other) => !isJsonObject(found) || !Object.hasOwn(found, other));
  const hint = known.length === 0 ? 'remove it' : didYouMean(findClosest(name, free), 'known keys', known);
  return { rule: 'unknown-key', message: `${label} has no key "${name}"`, hint };
}

function explainMissingProperty({ label, params, schema }: ConfigurationViolation): Explanation {
  const name = String(params.missingProperty);
  const property = isJsonObject(schema.properties) ? schema.properties[name] : undefined;
  const meaning = isJsonObject(property) ? shortDescription(property.description ?? property.title) : '';
  const hint = meaning === '' ? `add "${name}"` : `add "${name}": ${meaning}`;
  return { rule: 'missing-key', message: `${label} lacks the key "${name}"`, hint };
}

/** Descriptions are written for a form: with markup, links and several sentences. */
function shortDescription(description: Json | undefined): string {
  const text = String(description ?? '').replaceAll(/<[^>]*>|[`*]/g, '');
  const [sentence = ''] = text.trim().split(/[.:;]?\s*\n|[.:;] |[.:;]$/);
  return sentence.length > 90 ? `${sentence.slice(0, 89).trimEnd()}…` : sentence;
}

function explainUnknownValue({ label, params, found, hidden }: ConfigurationViolation): Explanation {
  const allowed = [...new Set([params.allowedValues].flat().map(String))];
  const written = hidden ?? (typeof found === 'string' ? `"${found.slice(0, 60)}"` : JSON.stringify(found));
  const closest = hidden === undefined ? findClosest(String(found), allowed) : undefined;
  const hint = didYouMean(closest, 'one of', allowed.map(shownValue));
  return { rule: 'unknown-value', message: `${label} cannot be ${written}`, hint };
}

function shownValue(value: string): string {
  return value === '' ? '""' : value;
}

function explainWrongType(violation: ConfigurationViolation): Explanation {
  const { hidden, found } = violation;
  const explanation = explanationOf(violation);
  const name = typeof found === 'string' ? nameInBraces(found) : undefined;
  if (name !== undefined && hidden === undefined) return { ...explanation, hint: `write \${env:${name}}` };
  if (hidden === undefined) return explanation;
  const hint = hidden === secretLabel ? undefined : `the value comes out of ${hidden}`;
  return { ...explanation, hint };
}

function explainPattern({ label, params, schema, hidden, found }: ConfigurationViolation): Explanation {
  const { pattern_descriptor: descriptor } = schema;
  const hint =
    typeof descriptor === 'string' && descriptor !== ''
      ? `write it like ${descriptor}`
      : `it has to match ${String(params.pattern).slice(0, 120)}`;
  const written = hidden ?? `"${String(found).slice(0, 60)}"`;
  return { rule: 'wrong-format', message: `${label} has the wrong form: ${written}`, hint };
}

/** A fault with what is needed to speak of it. */
export interface ShownFault extends FormFault {
  readonly label: string;
  readonly found: Json | undefined;
  readonly hidden: string | undefined;
}

/** The same for something that has none of its forms: names those that there are. */
export function explainFault(fault: ShownFault): Explanation {
  const forms = listed(formNames(fault.forms, fault.tag), 12);
  return faultWords[fault.reason](fault, forms);
}

const faultWords: Readonly<Record<FormFault['reason'], (fault: ShownFault, forms: string) => Explanation>> = {
  'unknown-tag': explainUnknownTag,
  'missing-tag': ({ label, tag }, forms) => ({
    rule: 'missing-key',
    message: `${label} lacks the key "${tag?.name}", which says what it is`,
    hint: `add "${tag?.name}", one of: ${forms}`,
  }),
  'not-a-mapping': ({ label, tag, found }, forms) => ({
    rule: 'wrong-type',
    message: `${label} must be a mapping of keys to values, but is ${typeWordOf(found)}`,
    hint: tag === undefined ? `write one of: ${forms}` : `write "${tag.name}" below it, one of: ${forms}`,
  }),
  'several-forms': ({ label }, forms) => ({
    rule: 'ambiguous-form',
    message: `${label} fits more than one of its forms`,
    hint: `make it one of: ${forms}`,
  }),
  'no-form': ({ label }, forms) => ({
    rule: 'wrong-type',
    message: `${label} does not have one of its forms`,
    hint: `write one of: ${forms}`,
  }),
};

function explainUnknownTag({ tag, found, hidden }: ShownFault, forms: string): Explanation {
  const value = isJsonObject(found) && tag !== undefined ? found[tag.name] : found;
  const known = tag?.values.flat().map(String) ?? [];
  const closest = hidden === undefined ? findClosest(String(value), known) : undefined;
  return {
    rule: 'unknown-value',
    message: `"${tag?.name}" cannot be ${hidden ?? JSON.stringify(value)}`,
    hint: closest === undefined ? `one of: ${forms}` : `did you mean "${closest}"? there are: ${forms}`,
  };
}
