import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';

/** RFC 3339, and a date that the calendar has. */
function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) && isDate(text.slice(0, 10));
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

// Set up here and not taken from the sandbox, so that the one can be held against the other.
const ajv = new Ajv({
  strict: false,
  validateSchema: false,
  unicodeRegExp: false,
  addUsedSchema: false,
  logger: false,
  formats: { 'date-time': isDateTime, date: isDate, uri: (text: string) => URL.canParse(text) },
});

const compiled = new WeakMap<object, ValidateFunction>();

/** Whether a specification, or a part of one, accepts a value. */
export function accepts(schema: AnySchemaObject, value: unknown): boolean {
  return findBroken(schema, value) === undefined;
}

/** The first keyword that a value breaks, such as `required`. */
export function findBroken(schema: AnySchemaObject, value: unknown): string | undefined {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return validate(value) === true ? undefined : validate.errors?.[0]?.keyword;
}
