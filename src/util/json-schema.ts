import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** One way in which a value breaks a JSON Schema. */
export interface SchemaViolation {
  /** The keyword that was broken, such as `required`. */
  readonly keyword: string;
  /** Where the offending value is, outermost step first; list indices are numbers. */
  readonly path: readonly (string | number)[];
  /** What the keyword asks for, such as `{ missingProperty: 'host' }`; see Ajv's error parameters. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
  /** A pointer to the keyword in the schema. */
  readonly schemaPath: string;
}

/** Gives every violation of a value, none when it is valid. */
export type SchemaCheck = (value: unknown) => readonly SchemaViolation[];

const compiled = new WeakMap<object, SchemaCheck>();
let ajv: Ajv | undefined;

/**
 * Compiles a JSON Schema, tolerant of what real connector specifications hold: unknown keywords and formats,
 * keywords of the wrong type, patterns that are no regular expressions under the `u` flag.
 *
 * @param schema - compiled once for each object: do not change it afterwards
 * @throws when the schema cannot be compiled at all
 */
export function compileSchema(schema: object): SchemaCheck {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const check = checkWith(tolerantAjv().compile(schema));
  compiled.set(schema, check);
  return check;
}

/**
 * Compiles a schema to a test that says yes or no. As its references need not be inlined it is made much sooner than a
 * check of the same schema.
 *
 * @param others - schemas that it may refer to by their `$id`
 */
export function compileTest(schema: object, others: readonly object[]): (value: unknown) => boolean {
  const compiler = tolerantAjv();
  compiler.addSchema([...others]);
  const validate = compiler.compile(schema);
  return (value) => validate(value) === true;
}

function tolerantAjv(): Ajv {
  if (ajv !== undefined) return ajv;
  ajv = new Ajv({
    strict: false,
    validateSchema: false,
    unicodeRegExp: false,
    allErrors: true,
    // Two specifications may carry the same $id; none refers to another.
    addUsedSchema: false,
    logger: false,
    // Takes longer than it saves.
    code: { optimize: false },
  });
  addFormats.default(ajv);
  return ajv;
}

function checkWith(validate: ValidateFunction): SchemaCheck {
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((error) => toViolation(error, value)));
}

function toViolation(error: ErrorObject, value: unknown): SchemaViolation {
  return {
    keyword: error.keyword,
    path: toPath(error.instancePath, value),
    params: error.params,
    message: error.message ?? `breaks ${error.keyword}`,
    schemaPath: error.schemaPath,
  };
}

/** A JSON pointer as steps. Whether `0` is an index or a name shows only in the value itself. */
function toPath(pointer: string, value: unknown): readonly (string | number)[] {
  let inner: unknown = value;
  return pointer
    .split('/')
    .slice(1)
    .map((escaped) => {
      const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(inner) ? Number(name) : name;
      inner = stepInto(inner, step);
      return step;
    });
}

function stepInto(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}
