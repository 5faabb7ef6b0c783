import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Configuration, type ConfigurationValue, Secret } from '../../src/model/configuration.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { hideSecrets, masked, openConfiguration, revealed } from '../../src/model/secrets.ts';
import { copySecrets } from '../../src/sandbox/secrets/copy-secrets.ts';
import { compileSchema } from '../../src/util/json-schema.ts';
import { readSharedJson, skipWithoutShared } from '../support/contract.ts';

const mask = '**********';
const secret = { type: 'string', airbyte_secret: true };
const text = { type: 'string' };
const env = (value: string, label = '${env:NAME}') => new Secret(value, label);

/** A specification of one member, `it`. */
const specified = (node: Json): JsonObject => ({ type: 'object', properties: { it: node } });
const openIt = (value: ConfigurationValue, node: Json) => openConfiguration({ it: value }, specified(node)).it;
const maskIt = (value: ConfigurationValue, node: Json) => masked({ it: value }, specified(node), mask).it;

describe('what counts as a secret', () => {
  test.each([
    ['marked', secret],
    ['marked as no secret, which servers mask all the same', { ...text, airbyte_secret: false }],
    ['marked in one branch', { oneOf: [text, secret] }],
    ['marked in a branch of a branch', { anyOf: [{ allOf: [{ oneOf: [secret] }] }] }],
  ])('a literal is sealed where it is %s', (_name, node) => {
    expect(openIt('hunter2', node)).toEqual(new Secret('hunter2', '(secret)'));
    expect(JSON.stringify(openIt('hunter2', node))).toBe('"(secret)"');
  });

  test('a literal anywhere else is none, whatever its name', () => {
    const literal = { password: 'hunter2', nested: { token: 'x' } };

    expect(openConfiguration(literal, { properties: { password: text } })).toEqual(literal);
  });

  test('secrets are found in lists, nested objects and open maps', () => {
    const specification = {
      properties: {
        keys: { type: 'array', items: secret },
        servers: { type: 'array', items: { oneOf: [{ properties: { token: secret } }, text] } },
        nested: { properties: { deep: { properties: { token: secret } } } },
        map: { type: 'object', additionalProperties: secret },
      },
    };
    const configuration = {
      keys: ['a', 'b'],
      servers: [{ token: 'c', url: 'u' }, 'd'],
      nested: { deep: { token: 'e', host: 'h' } },
      map: { any: 'f' },
    };

    expect(JSON.parse(JSON.stringify(openConfiguration(configuration, specification)))).toEqual({
      keys: ['(secret)', '(secret)'],
      servers: [{ token: '(secret)', url: 'u' }, 'd'],
      nested: { deep: { token: '(secret)', host: 'h' } },
      map: { any: '(secret)' },
    });
  });

  test.each([
    ['a number', 12345, { type: 'integer', airbyte_secret: true }],
    ['a boolean', true, { type: 'boolean', airbyte_secret: true }],
    ['a list', ['a', 'b'], { type: 'array', items: text, airbyte_secret: true }],
    ['an object', { a: { b: 'c' } }, { oneOf: [secret, { properties: { a: { properties: { b: text } } } }] }],
  ])('%s at a secret path is sealed, and sent as what it is', (_name, value, node) => {
    const specification = specified(node);
    const configuration = openConfiguration({ it: value }, specification);

    expect(JSON.stringify(configuration)).not.toMatch(/12345|true|[abc]"(?!:)/);
    expect(revealed(configuration, specification)).toEqual({ it: value });
  });

  test.each([null, 5, false])('what could not be sent as what it is stays as it is: %j', (value) => {
    expect(openIt(value, secret)).toBe(value);
  });

  test.each(['__proto__', 'constructor', 'toString'])('a member named %s is data', (name) => {
    const configuration = JSON.parse(`{"${name}":"x"}`) as Configuration;

    expect(Object.entries(openConfiguration(configuration, { properties: {} }))).toEqual([[name, 'x']]);
  });
});

describe('references', () => {
  test.each(['${env:NAME}', '${var:name}', '${file:secrets/key}'])('%s may be shown at a secret path', (label) => {
    expect(openIt(env('hunter2', label), secret)).toMatchObject({ label });
  });

  test.each(['${env:NAME:-hunter2}', 'hunter${env:DIGIT}', '${env:A}${env:B}'])(
    '%s may not: its text may hold a part of the secret',
    (label) => {
      const opened = openIt(env('hunter2', label), secret);

      expect(opened).toEqual(new Secret('hunter2', '(secret)'));
    },
  );

  test.each([
    ['5432', { type: 'integer' }, 5432],
    ['-5', { type: ['integer', 'null'] }, -5],
    ['0.5', { type: 'number' }, 0.5],
    ['true', { type: 'boolean' }, true],
    ['false', { oneOf: [{ type: 'boolean' }, { type: 'integer' }] }, false],
    ['5432', { type: 'string' }, '5432'],
    ['5432', { type: ['string', 'integer'] }, '5432'],
    ['5432', {}, '5432'],
    ['5.5', { type: 'integer' }, '5.5'],
    ['', { type: 'integer' }, ''],
    ['yes', { type: 'boolean' }, 'yes'],
    ['12345678901234567890', { type: 'integer' }, '12345678901234567890'],
    ['Infinity', { type: 'number' }, 'Infinity'],
  ])('"%s" where %j is asked for becomes %j', (value, node, opened) => {
    expect(openIt(env(value), node)).toBe(opened);
  });

  test('a reference inside of a text stays text', () => {
    expect(openIt(env('54321', '5432${env:LAST}'), { type: 'integer' })).toBe('54321');
  });

  test('a default may be typed as well', () => {
    expect(openIt(env('5432', '${env:PORT:-5432}'), { type: 'integer' })).toBe(5432);
  });

  test('what the specification does not know stays sealed', () => {
    const value = env('hunter2');

    expect(openConfiguration({ unknown: value }, specified(text)).unknown).toBe(value);
    expect(openConfiguration({ it: { unknown: [value] } }, specified({ type: 'object' }))).toEqual({
      it: { unknown: [value] },
    });
  });

  test.each([
    ['12345', 'integer', 12345],
    ['true', 'boolean', true],
    ['hunter2', 'string', 'hunter2'],
    ['no number', 'integer', 'no number'],
  ])('the secret "%s" goes out as the %s that the connector asks for', (value, type, sent) => {
    const specification = specified({ type, airbyte_secret: true });
    const configuration = openConfiguration({ it: env(value) }, specification);

    expect(configuration.it).toBeInstanceOf(Secret);
    expect(revealed(configuration, specification)).toEqual({ it: sent });
    expect(revealed({ it: [env(value)] }, {})).toEqual({ it: [value] });
  });
});

describe('masks', () => {
  test.each([
    ['a plain secret', secret],
    ['one that may be null', { ...secret, type: ['string', 'null'] }],
    ['one without a type', { airbyte_secret: true }],
    ['one with room for the mask', { ...secret, minLength: 10, maxLength: 10 }],
  ])('%s is left as it is stored', (_name, node) => {
    expect(maskIt(env('hunter2'), node)).toBe(mask);
  });

  test.each([
    ['too short for the mask', { ...secret, maxLength: 9 }],
    ['too long for it', { ...secret, minLength: 11 }],
    ['of a pattern', { ...secret, pattern: '^[0-9]+$' }],
    ['of a format', { ...secret, format: 'uuid' }],
    ['one of some values', { ...secret, enum: ['hunter2'] }],
    ['one value', { ...secret, const: 'hunter2' }],
    ['a number', { ...secret, type: 'integer' }],
    ['marked as no secret', { ...secret, airbyte_secret: false }],
    ['secret in a branch only', { oneOf: [secret, text] }],
    ['in no way described', {}],
  ])('a secret that is %s is sent', (_name, node) => {
    expect(maskIt(env('hunter2'), node)).toBe('hunter2');
  });

  test('what is no secret is sent', () => {
    const configuration = { host: 'db', port: 5, list: [1], none: null, nested: { a: true } };

    expect(masked(configuration, { properties: { host: text } }, mask)).toEqual(configuration);
  });

  test('servers look into nested objects, never into lists', () => {
    const node = { properties: { token: secret } };
    const specification = { properties: { nested: node, list: { type: 'array', items: node } } };
    const value = { token: env('hunter2') };

    expect(masked({ nested: value, list: [value] }, specification, mask)).toEqual({
      nested: { token: mask },
      list: [{ token: 'hunter2' }],
    });
  });

  test.each(['oneOf', 'anyOf', 'allOf'])('servers do not look at the properties beside %s', (word) => {
    const specification = { properties: { password: secret }, [word]: [{ properties: { token: secret } }] };

    expect(masked({ password: env('a1'), token: env('b2') }, specification, mask)).toEqual({
      password: 'a1',
      token: mask,
    });
  });

  const oauth = { properties: { type: { const: 'oauth' }, refresh_token: secret }, required: ['type'] };
  const key = { properties: { type: { enum: ['key'] }, api_key: secret }, required: ['type'] };

  test('a branch is known by its discriminator', () => {
    const value = { type: 'key', api_key: env('hunter2') };

    expect(maskIt(value, { oneOf: [oauth, key] })).toEqual({ type: 'key', api_key: mask });
  });

  test('a secret of another branch is sent: the server would store the mask', () => {
    const value = { type: 'oauth', api_key: env('hunter2') };

    expect(maskIt(value, { oneOf: [oauth, key] })).toEqual({ type: 'oauth', api_key: 'hunter2' });
  });

  test('where it cannot be told which branch is meant, all of them have to know the secret', () => {
    const user = { properties: { password: secret }, required: ['password'] };
    const account = { properties: { password: secret, account: text } };
    const other = { properties: { account: text } };
    const value = { password: env('hunter2') };

    expect(maskIt(value, { oneOf: [user, account] })).toEqual({ password: mask });
    expect(maskIt(value, { oneOf: [user, account, other] })).toEqual({ password: 'hunter2' });
  });
});

describe('hiding secrets in a text', () => {
  test('takes out each of them wherever it stands, however often', () => {
    const configuration = { a: env('hunter2'), list: [env('sesame')], nested: { b: env('swordfish') }, host: 'db' };

    expect(hideSecrets('hunter2@db: sesame, hunter2/swordfish', configuration)).toBe(
      '(secret)@db: (secret), (secret)/(secret)',
    );
  });

  test('takes out the longer of two that begin alike, and never what it has put in', () => {
    expect(hideSecrets('abcd-efgh abcd', { a: env('abcd'), b: env('abcd-efgh'), c: env('secret') })).toBe(
      '(secret) (secret)',
    );
  });

  test('takes out what JSON spells in another way', () => {
    const key = '-----BEGIN\n"quoted"\\\n-----END';

    expect(hideSecrets(`bad: ${JSON.stringify({ key })}`, { key: env(key) })).toBe('bad: {"key":"(secret)"}');
  });

  test('takes out what is in base64, in either alphabet', () => {
    const key = 'ÿþ~?ÿþ>>';
    const bytes = Buffer.from(key);

    expect(hideSecrets(`${bytes.toString('base64')} ${bytes.toString('base64url')}`, { key: env(key) })).toMatch(
      /^\(secret\)=* \(secret\)$/,
    );
  });

  test('takes secrets for what they are, not for patterns', () => {
    expect(hideSecrets('a+b(c$1[.*', { a: env('a+b(c$1[.*') })).toBe('(secret)');
    expect(hideSecrets('aaab', { a: env('a+b?') })).toBe('aaab');
  });

  test('leaves very short ones: taking them out would make any text unreadable', () => {
    expect(hideSecrets('a port, an abc', { a: env('a'), b: env('abc'), c: env('') })).toBe('a port, an abc');
  });

  test('leaves no secret in any text that holds some', () => {
    const secrets = fc.array(fc.string({ minLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(secrets, fc.array(fc.string()), (values, between) => {
        const shown = hideSecrets(
          values.map((value, index) => `${between[index] ?? ''}\u0000${value}\u0000`).join(''),
          { values: values.map((value) => env(value)) },
        );
        const rest = shown.replaceAll('(secret)', '\u0000');
        expect(values.filter((value) => !'(secret)'.includes(value) && rest.includes(value))).toEqual([]);
      }),
    );
  });
});

describe("Airbyte's own cases", () => {
  const cases = [...readSharedJson('specs/secret-cases')].filter(([name]) => name !== 'enum.json');

  test.skipIf(skipWithoutShared("Airbyte's own cases for secrets")).each(cases)('%s', (_name, found) => {
    const { spec, fullConfig, expected } = found as Readonly<Record<string, JsonObject>>;
    const configuration = openConfiguration(fullConfig ?? {}, spec ?? {});
    const shown = JSON.parse(JSON.stringify(configuration, (_key, value) => (value === '(secret)' ? mask : value)));

    expect(shown).toEqual(expected);
    expect(revealed(configuration, spec ?? {})).toEqual(fullConfig);
    assertNoMaskIsStored(spec ?? {}, configuration);
  });
});

describe('real specifications', () => {
  const specifications = [...readSharedJson('specs')].map(
    ([name, file]) => [name, (file as { connectionSpecification: JsonObject }).connectionSpecification] as const,
  );

  test.skipIf(skipWithoutShared('secrets of real specifications')).each(specifications)('%s', (_name, spec) => {
    for (const branch of [0, 1, 2, 3]) {
      const sample = aSample(spec, branch) as JsonObject;
      const configuration = openConfiguration(sample, spec);

      expect(JSON.stringify(configuration)).not.toContain('hush');
      expect(revealed(configuration, spec)).toEqual(sample);
      if (compileSchema(spec)(sample).length === 0) assertNoMaskIsStored(spec, configuration);
    }
  });
});

/** The law of masks: what the server makes of a masked configuration is what it had. */
function assertNoMaskIsStored(spec: JsonObject, configuration: Configuration): void {
  const whole = revealed(configuration, spec);

  expect(copySecrets(spec, masked(configuration, spec, mask), whole)).toEqual(whole);
}

/** A configuration that a specification allows, with every member, and of combinations the branch of that number. */
function aSample(node: JsonObject, branch: number): Json {
  const { properties, items } = node;
  const branches = [node.oneOf, node.anyOf, node.allOf].find(Array.isArray)?.filter(isJsonObject) ?? [];
  const chosen = branches[branch % branches.length];
  if (node.airbyte_secret === true) return node.type === 'integer' ? 7_405_126 : 'hush hush hush';
  if (Object.hasOwn(node, 'const')) return node.const ?? null;
  if (Array.isArray(node.enum)) return node.enum[0] ?? null;
  if (isJsonObject(properties) || chosen !== undefined) {
    const own = Object.entries(isJsonObject(properties) ? properties : {}).map(
      ([name, inner]) => [name, isJsonObject(inner) ? aSample(inner, branch) : null] as const,
    );
    const inBranch = chosen === undefined ? {} : aSample(chosen, branch);
    return isJsonObject(inBranch) ? { ...Object.fromEntries(own), ...inBranch } : inBranch;
  }
  if (isJsonObject(items)) return [aSample(items, branch)];
  return scalarSamples[String([node.type].flat()[0])]?.(node) ?? 'text';
}

const scalarSamples: Readonly<Record<string, (node: JsonObject) => Json>> = {
  integer: ({ minimum }) => (typeof minimum === 'number' ? minimum : 1),
  number: () => 1.5,
  boolean: () => true,
  array: () => [],
  object: () => ({}),
  string: ({ examples, default: usual }) =>
    [usual, ...(Array.isArray(examples) ? examples : [])].find((it) => typeof it === 'string') ?? 'text',
};
