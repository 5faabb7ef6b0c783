import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

const folder = path.join(import.meta.dirname, '../../schemas');

/** Kinds whose common keys are told once. */
const kinds = ['source', 'destination', 'connection'] as const;

/**
 * The table of keys that a schema stands for: `source.schema.json`, `airplan.schema.json#environment`, several with
 * equal keys (`source.schema.json and destination.schema.json`), or `every resource` for what all kinds have in common.
 */
export function keysTable(subject: string): string {
  if (subject === 'every resource') return tableOf(commonSchema());
  const [first = '', ...others] = subject.split(' and ');
  const different = others.find((other) => keysOf(other) !== keysOf(first));
  if (different !== undefined) throw new Error(`${different} has other keys than ${first}: give it a table of its own`);
  const [file = '', definition] = first.split('#');
  const schema = readSchema(file);
  return definition === undefined
    ? tableOf(ownSchema(file), schema)
    : definitionTable(definitionOf(schema, definition), schema);
}

function keysOf(file: string): string {
  const members = Object.entries(membersOf(ownSchema(file)));
  return JSON.stringify(members.map(([key, member]) => [key, objectOf(member).description ?? null]));
}

/** What is common to all kinds; `kind` itself may be any of them. */
function commonSchema(): JsonObject {
  const { kind = {} } = membersOf(readSchema('resource.schema.json'));
  const common = pick(readSchema('source.schema.json'), commonKeys());
  return { ...common, properties: { ...membersOf(common), kind } };
}

/** A schema without what is common to all kinds. */
function ownSchema(file: string): JsonObject {
  const schema = readSchema(file);
  const common = commonKeys();
  return pick(
    schema,
    Object.keys(membersOf(schema)).filter((key) => !common.includes(key)),
  );
}

function readSchema(file: string): JsonObject {
  return objectOf(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
}

function commonKeys(): readonly string[] {
  const [first, ...others] = kinds.map((kind) => membersOf(readSchema(`${kind}.schema.json`)));
  return Object.keys(first ?? {}).filter((key) => others.every((members) => Object.hasOwn(members, key)));
}

function pick(schema: JsonObject, keys: readonly string[]): JsonObject {
  const members = membersOf(schema);
  return { ...schema, properties: Object.fromEntries(keys.map((key) => [key, members[key] ?? {}])) };
}

function definitionTable(definition: JsonObject, root: JsonObject): string {
  return definition.oneOf === undefined ? tableOf(definition, root) : formsTable(branchesOf(definition), root);
}

function tableOf(schema: JsonObject, root: JsonObject = schema): string {
  const rows = rowsOf(schema, root, '').map((row) => `| ${row.map(inCell).join(' | ')} |`);
  return ['| key | takes | default | meaning | example |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Members, and those inside of them that are written right there. */
function rowsOf(schema: JsonObject, root: JsonObject, prefix: string): readonly (readonly string[])[] {
  const required = listOf(schema.required);
  return Object.entries(membersOf(schema)).flatMap(([key, member]) => {
    const resolved = resolve(objectOf(member), root);
    const inner = objectOf(member).$ref === undefined ? innerRows(resolved, root, `${prefix}${key}.`) : [];
    const isRequired = prefix === '' && required.includes(key);
    const row = [
      code(`${prefix}${key}`),
      takes(resolved),
      isRequired ? 'required' : asCode(resolved.default),
      String(resolved.description ?? ''),
      asCode(listOf(resolved.examples)[0]),
    ];
    return [row, ...inner];
  });
}

function innerRows(schema: JsonObject, root: JsonObject, prefix: string): readonly (readonly string[])[] {
  return [schema, ...branchesOf(schema)].flatMap((one) => rowsOf(one, root, prefix));
}

/** One row for each form: what it does, and its settings with their values. */
function formsTable(forms: readonly JsonObject[], root: JsonObject): string {
  const rows = forms.map((form) => {
    const settings = objectOf(membersOf(form).mapperConfiguration);
    const alternatives = branchesOf(settings).length > 0 ? branchesOf(settings) : [settings];
    const texts = alternatives.map((one) => settingsText(one, root));
    return `| ${[code(String(form.title)), String(form.description ?? ''), texts.join('; or ')].map(inCell).join(' | ')} |`;
  });
  return ['| `type` | does | settings |', '|---|---|---|', ...rows].join('\n');
}

function settingsText(settings: JsonObject, root: JsonObject): string {
  const texts = Object.entries(membersOf(settings)).map(([key, member]) => {
    const schema = resolve(objectOf(member), root);
    const values = valuesOf(schema);
    return values.length === 0 ? code(key) : `${code(key)} (${values.join(', ')})`;
  });
  return texts.join(', ');
}

/** What a key takes, in words or as the values that there are. */
function takes(schema: JsonObject): string {
  const values = valuesOf(schema);
  if (values.length > 0) return values.join(', ');
  if (schema.format === 'uuid') return 'a UUID';
  const words = listOf(schema.type).length > 0 ? listOf(schema.type) : [schema.type ?? 'object'];
  return `${words.map((word) => typeWords[String(word)] ?? String(word)).join(' or ')}${rangeOf(schema)}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function rangeOf({ type, minimum, maximum }: JsonObject): string {
  if (type !== 'integer' && type !== 'number') return '';
  if (minimum === undefined) return '';
  return maximum === undefined ? `, ${minimum} or more` : `, ${minimum} to ${maximum}`;
}

function valuesOf(schema: JsonObject): readonly string[] {
  if (schema.const !== undefined) return [asCode(schema.const)];
  if (schema.enum !== undefined) return listOf(schema.enum).map(asCode);
  return branchesOf(schema).flatMap(({ title, const: value }) =>
    value !== undefined ? [asCode(value)] : title === undefined ? [] : [code(String(title))],
  );
}

function branchesOf(schema: JsonObject): readonly JsonObject[] {
  return listOf(schema.oneOf).map(objectOf);
}

function membersOf(schema: JsonObject): JsonObject {
  return objectOf(schema.properties ?? {});
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.$ref !== 'string') return schema;
  const [file = '', pointer = ''] = schema.$ref.split('#/definitions/');
  return definitionOf(file === '' ? root : readSchema(file), pointer);
}

function definitionOf(schema: JsonObject, name: string): JsonObject {
  const definition = objectOf(schema.definitions ?? {})[name];
  if (definition === undefined) throw new Error(`no definition "${name}"`);
  return objectOf(definition);
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function asCode(value: Json | undefined): string {
  return value === undefined ? '' : code(inFlow(value));
}

/** As a file would write it on one line. */
function inFlow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (!isJsonObject(value))
    return typeof value === 'string' && /^\$\{|[{}[\]*?#,]/.test(value) ? `"${value}"` : String(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}: ${inFlow(inner)}`)
    .join(', ')}}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
