import { type Configuration, type ConfigurationValue, isConfiguration, Secret } from '../../src/model/configuration.ts';
import type { Path } from '../../src/model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

/** A configuration that a specification accepts, with everything that it declares. */
export interface SpecifiedConfiguration {
  readonly configuration: Configuration;
  /** Which form was taken where, such as `ssl_mode: 2`. */
  readonly title: string;
  /** Every value in it, with the schema that describes it. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly path: Path;
  readonly schema: JsonObject;
  /** Taken for the sake of the form that the title names. */
  readonly isInForm: boolean;
}

/** One configuration for each form that anything of a specification can have; one where there are no forms. */
export function configurationsOfEveryForm(specification: JsonObject): readonly SpecifiedConfiguration[] {
  const found: SpecifiedConfiguration[] = [];
  const open: Choices[] = [new Map()];
  const seen = new Set<string>();
  for (let choices = open.pop(); choices !== undefined; choices = open.pop()) {
    const building: Building = { choices, members: [], unions: [], last: [...choices.keys()].at(-1) };
    const configuration = build(specification, [], building);
    const title = [...choices].map(([path, index]) => `${path}: ${index}`).join(', ') || 'first forms';
    if (isConfiguration(configuration)) found.push({ configuration, title, members: building.members });
    for (const { path, count } of building.unions) {
      for (let index = 1; index < count; index += 1) {
        const key = JSON.stringify([[...choices], path, index]);
        if (choices.has(path) || seen.has(`${path} ${index}`)) continue;
        seen.add(`${path} ${index}`).add(key);
        open.push(new Map([...choices, [path, index]]));
      }
    }
  }
  return found;
}

type Choices = ReadonlyMap<string, number>;

interface Building {
  readonly choices: Choices;
  readonly members: Member[];
  readonly unions: { readonly path: string; readonly count: number }[];
  readonly last: string | undefined;
}

function build(schema: JsonObject, path: Path, building: Building): ConfigurationValue {
  const { last } = building;
  const isInForm = last === undefined || path.join('.').startsWith(last);
  building.members.push({ path, schema, isInForm });
  if (Array.isArray(schema.oneOf)) return buildForm(schema, schema.oneOf, path, building);
  if (isJsonObject(schema.properties))
    return { ...undeclared(schema), ...buildObject(schema.properties, path, building) };
  if (typeOf(schema) === 'object') return {};
  if (typeOf(schema) === 'array') return buildList(schema, path, building);
  const value = scalarFor(schema);
  return schema.airbyte_secret === true && typeof value === 'string' ? new Secret(value, '${env:S}') : value;
}

/** Names that are required and not declared; mssql has them. */
function undeclared({ required }: JsonObject): Configuration {
  return Object.fromEntries((Array.isArray(required) ? required : []).map((name: Json) => [String(name), 'text']));
}

function buildForm(schema: JsonObject, forms: readonly Json[], path: Path, building: Building): ConfigurationValue {
  const name = path.join('.');
  building.unions.push({ path: name, count: forms.length });
  const form = forms[building.choices.get(name) ?? 0];
  const own = isJsonObject(schema.properties) ? buildObject(schema.properties, path, building) : {};
  building.members.pop();
  const value = isJsonObject(form) ? build(form, path, building) : {};
  return isConfiguration(value) ? { ...own, ...value } : value;
}

function buildObject(properties: JsonObject, path: Path, building: Building): Configuration {
  const entries = Object.entries(properties).flatMap(([name, schema]) =>
    isJsonObject(schema) ? [[name, build(schema, [...path, name], building)] as const] : [],
  );
  return Object.fromEntries(entries);
}

function buildList(schema: JsonObject, path: Path, building: Building): readonly ConfigurationValue[] {
  return isJsonObject(schema.items) ? [build(schema.items, [...path, 0], building)] : [];
}

export function typeOf({ type }: JsonObject): Json | undefined {
  return Array.isArray(type) ? type.find((one: Json) => one !== 'null') : type;
}

/** Texts of which one fits each pattern and format that real specifications have. */
const texts = [
  'text',
  '2021-01-01T00:00:00Z',
  '2021-01-01',
  'https://example.com',
  'org/repo',
  'org/repo/branch',
  'account.snowflakecomputing.com',
  'key1=value1&key2=value2',
  '2021-01-01T00:00:00+00:00',
  '2021-01-01T00:00:00',
  '2021-01-01 00:00:00',
  '1234567890123456789012345678901234567890',
  '/local/data',
  'mongodb+srv://x',
  'ftp://x',
  '123',
  '2021',
];

function scalarFor(schema: JsonObject): ConfigurationValue {
  if (Object.hasOwn(schema, 'const')) return schema.const as ConfigurationValue;
  if (Array.isArray(schema.enum)) return schema.enum[0] as ConfigurationValue;
  switch (typeOf(schema)) {
    case 'integer':
    case 'number':
      return numberFor(schema);
    case 'boolean':
      return true;
    default:
      return textFor(schema);
  }
}

function numberFor({ minimum, exclusiveMinimum, maximum }: JsonObject): number {
  const least = typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : 1;
  return typeof maximum === 'number' ? Math.min(least, maximum) : least;
}

function textFor({ pattern, format, examples, default: usual }: JsonObject): string {
  const expression = typeof pattern === 'string' ? new RegExp(pattern) : undefined;
  const candidates = [...(Array.isArray(examples) ? examples : []), usual, ...texts].map(String);
  const fitting = candidates.filter((text) => expression?.test(text) ?? true);
  const formatted =
    format === 'date-time' || format === 'date' || format === 'uri' ? fitting.filter(fits(format)) : fitting;
  const found = expression === undefined && typeof format !== 'string' ? 'text' : formatted[0];
  if (found === undefined) throw new Error(`no text for ${pattern} ${format}`);
  return found;
}

function fits(format: string): (text: string) => boolean {
  if (format === 'date-time') return (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
  return format === 'date' ? (text) => /^\d{4}-\d\d-\d\d$/.test(text) : (text) => text.startsWith('https:');
}

/** A copy with another value at a path; `undefined` takes it out. */
export function replaced(
  value: ConfigurationValue,
  [step, ...rest]: Path,
  other: ConfigurationValue | undefined,
): ConfigurationValue {
  if (step === undefined) return other ?? null;
  if (Array.isArray(value)) {
    return value.map((item: ConfigurationValue, index) => (index === step ? replaced(item, rest, other) : item));
  }
  const members = isConfiguration(value) ? value : {};
  const { [step]: inner, ...others } = members;
  if (rest.length === 0 && other === undefined) return others;
  return { ...members, [step]: replaced(inner ?? null, rest, other) };
}
