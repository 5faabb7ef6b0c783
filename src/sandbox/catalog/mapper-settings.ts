import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { problem } from '../refusal.ts';

/** What a parameter of a mapper may be. */
type Parameter = 'text' | 'conditions' | readonly string[];
type Parameters = Readonly<Record<string, Parameter>>;

export const mapperTypes = ['hashing', 'field-renaming', 'row-filtering', 'encryption', 'field-filtering'] as const;
export type MapperType = (typeof mapperTypes)[number];

const intoNewField: Parameters = { targetField: 'text', fieldNameSuffix: 'text' };
const algorithms: Readonly<Record<string, Parameters>> = {
  RSA: { publicKey: 'text', ...intoNewField },
  AES: {
    key: 'text',
    mode: ['CBC', 'CFB', 'OFB', 'CTR', 'GCM', 'ECB'],
    padding: ['NoPadding', 'PKCS5Padding'],
    ...intoNewField,
  },
};

const parameters: { readonly [Type in MapperType]: Parameters } = {
  hashing: { method: ['MD2', 'MD5', 'SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'], ...intoNewField },
  'field-renaming': { originalFieldName: 'text', newFieldName: 'text' },
  'field-filtering': { targetField: 'text' },
  'row-filtering': { conditions: 'conditions' },
  encryption: { algorithm: Object.keys(algorithms) },
};

/**
 * Checks what a mapper is told to do (API §3.4); whether its fields exist is another question.
 *
 * @throws {Refusal} 400 where a parameter is missing, or is nothing that the mapper understands
 */
export function assertMapperSettings(type: MapperType, configuration: JsonObject): void {
  for (const [name, parameter] of Object.entries(parameters[type])) assertParameter(configuration, name, parameter);
  const more = type === 'encryption' ? algorithms[String(configuration.algorithm)] : undefined;
  for (const [name, parameter] of Object.entries(more ?? {})) assertParameter(configuration, name, parameter);
}

function assertParameter(configuration: JsonObject, name: string, parameter: Parameter): void {
  const value = configuration[name] ?? null;
  if (value === null) throw mapperProblem('missing-required-param', `The mapper needs "${name}".`);
  if (!fits(value, parameter)) throw mapperProblem('invalid-config', `The mapper cannot use its "${name}".`);
}

function fits(value: Json, parameter: Parameter): boolean {
  if (parameter === 'conditions') return isCondition(value);
  return typeof value === 'string' && (parameter === 'text' || parameter.includes(value));
}

function isCondition(value: Json): boolean {
  if (!isJsonObject(value)) return false;
  if (value.type === 'NOT') return Array.isArray(value.conditions) && value.conditions.every(isCondition);
  return value.type === 'EQUAL' && typeof value.fieldName === 'string' && typeof value.comparisonValue === 'string';
}

/** The fields that conditions ask for. */
export function conditionFields(condition: Json | undefined): readonly string[] {
  if (!isJsonObject(condition)) return [];
  if (Array.isArray(condition.conditions)) return condition.conditions.flatMap(conditionFields);
  return typeof condition.fieldName === 'string' ? [condition.fieldName] : [];
}

export function mapperProblem(kind: string, detail: string) {
  return problem(400, `error:mapper-validation/${kind}`, detail);
}
