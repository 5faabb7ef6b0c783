import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { placesIn } from '../../../src/desired/places.ts';
import { checkConfiguration } from '../../../src/desired/specification/check-configuration.ts';
import {
  type Configuration,
  type ConfigurationValue,
  isConfiguration,
  Secret,
} from '../../../src/model/configuration.ts';
import type { Issue } from '../../../src/model/issue.ts';
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import { readSharedJson, skipWithoutShared } from '../../support/contract.ts';
import {
  configurationsOfEveryForm,
  type Member,
  replaced,
  type SpecifiedConfiguration,
  typeOf,
} from '../../support/every-form.ts';

const skip = skipWithoutShared('configurations against real specifications');

const files = [...readSharedJson('specs')].map(([name, content]) => {
  const specification = isJsonObject(content) ? content.connectionSpecification : undefined;
  return { name, specification: isJsonObject(specification) ? specification : {} };
});
const cases = [...readSharedJson('specs/secret-cases')].flatMap(([name, content]) =>
  isJsonObject(content) && isJsonObject(content.spec) ? [{ name, specification: content.spec }] : [],
);

/** A document with the configuration in block style, so that each value has a line of its own. */
function check(
  configuration: Configuration,
  specification: JsonObject,
): readonly (Issue & { readonly text: string })[] {
  const text = stringify({ configuration }, (_key, value) => (value instanceof Secret ? value.label : value), {
    lineWidth: 0,
  });
  const places = placesIn(new Map([['a.yaml', text]]));
  const origin = { file: 'a.yaml', document: 0, path: ['configuration'] };
  return checkConfiguration({ configuration, specification, origin, places }).issues.map((it) => ({ ...it, text }));
}

const wrongNumber = 98_765_432_109;
const wrongText = 'MUTATED';

interface Mutation {
  readonly what: string;
  readonly rule: string;
  readonly path: Member['path'];
  readonly value: ConfigurationValue | undefined;
}

/** Every way in which a specification lets one value be wrong. */
function mutationsOf({ path, schema }: Member): readonly Mutation[] {
  const value = (what: string, rule: string, other: ConfigurationValue): Mutation => ({
    what,
    rule,
    path,
    value: other,
  });
  const isText = typeOf(schema) === 'string';
  const isSecret = schema.airbyte_secret === true;
  const isTyped = typeof typeOf(schema) === 'string' && path.length > 0;
  const hasValues = Array.isArray(schema.enum) || Object.hasOwn(schema, 'const');
  const isNumber = typeOf(schema) === 'integer' || typeOf(schema) === 'number';
  const mayBeAnything = isSecret || path.length === 0;
  return [
    ...(isTyped && !mayBeAnything && !hasForms(schema) && !hasValues
      ? [value('type', 'wrong-type', isText ? wrongNumber : wrongText)]
      : []),
    ...(hasValues && isText && !mayBeAnything ? [value('enum', 'unknown-value', wrongText)] : []),
    ...(isNumber && typeof schema.maximum === 'number' ? [value('maximum', 'out-of-range', wrongNumber)] : []),
    ...(isNumber && typeof schema.minimum === 'number' ? [value('minimum', 'out-of-range', -wrongNumber)] : []),
    ...(isText && !mayBeAnything && !hasValues && refuses(schema, wrongText)
      ? [value('pattern', 'wrong-format', wrongText)]
      : []),
    ...(schema.minItems === 1 ? [value('minItems', 'empty-value', [])] : []),
    ...requiredOf(schema).map((name) => ({
      what: `required ${name}`,
      rule: 'missing-key',
      path: [...path, name],
      value: undefined,
    })),
    ...(schema.additionalProperties === false
      ? [{ what: 'unknown key', rule: 'unknown-key', path: [...path, wrongText], value: true }]
      : []),
  ];
}

function hasForms(schema: JsonObject): boolean {
  return Array.isArray(schema.oneOf);
}

function refuses({ pattern, format }: JsonObject, text: string): boolean {
  return (typeof pattern === 'string' && !new RegExp(pattern).test(text)) || format === 'date-time';
}

function requiredOf({ required, properties }: JsonObject): readonly string[] {
  const names = Array.isArray(required) ? required : [];
  return names.map(String).filter((name) => isJsonObject(properties) && Object.hasOwn(properties, name));
}

function mutated({ configuration }: SpecifiedConfiguration, { path, value }: Mutation): Configuration {
  const other = replaced(configuration, path, value);
  return isConfiguration(other) ? other : {};
}

/** The line on which a mutation shows: its own, or that of what lacks something. */
function expectAt(issue: (Issue & { readonly text: string }) | undefined, mutation: Mutation): void {
  const { path, value } = mutation;
  const name = value === undefined ? path.at(-2) : path.findLast((step) => typeof step === 'string');
  const line = issue?.place?.lineText ?? '';
  if (typeof name !== 'string') expect(line, mutation.what).toMatch(value === undefined ? /configuration:|- / : /./);
  else if (typeof value === 'string' || typeof value === 'number') expect(line, mutation.what).toContain(String(value));
  else expect(line, mutation.what).toContain(name);
}

describe.skipIf(skip)('each of the real specifications', () => {
  test('is there', () => {
    expect([files.length, cases.length]).toEqual([42, 11]);
  });

  test.each([...files, ...cases])('accepts what it declares, in every form: $name', ({ specification }) => {
    for (const { configuration, title } of configurationsOfEveryForm(specification)) {
      expect(check(configuration, specification), title).toEqual([]);
    }
  });

  test.each(files)('gives one finding for each thing that is wrong: $name', ({ specification }) => {
    for (const configured of configurationsOfEveryForm(specification)) {
      for (const mutation of configured.members.filter(({ isInForm }) => isInForm).flatMap(mutationsOf)) {
        const issues = check(mutated(configured, mutation), specification);
        const what = `${configured.title} / ${mutation.path.join('.')}: ${mutation.what}`;
        expect([what, ...issues.map(({ rule }) => rule)]).toEqual([what, mutation.rule]);
        expectAt(issues[0], mutation);
      }
    }
  });

  // Forms without tags: once the only name of one is gone, any could be meant.
  test.each(cases)('gives one finding for what is missing: $name', ({ specification }) => {
    for (const configured of configurationsOfEveryForm(specification)) {
      for (const mutation of configured.members.flatMap(mutationsOf).filter(({ value }) => value === undefined)) {
        const issues = check(mutated(configured, mutation), specification);
        const what = `${configured.title} / ${mutation.path.join('.')}: ${mutation.what}`;
        expect([what, issues.length]).toEqual([what, 1]);
      }
    }
  });
});
