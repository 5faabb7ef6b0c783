import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { type Answer, aStream, createDestination, createSource, mask, type World, withSandbox } from '../world.ts';

const hashing = mapper('hashing', { targetField: 'id', method: 'MD5', fieldNameSuffix: '_h' });
const aes = {
  algorithm: 'AES',
  key: '00',
  mode: 'CBC',
  padding: 'NoPadding',
  targetField: 'id',
  fieldNameSuffix: '_e',
};
const rsa = { algorithm: 'RSA', publicKey: '00', targetField: 'id', fieldNameSuffix: '_e' };
const renaming = mapper('field-renaming', { originalFieldName: 'id', newFieldName: 'key' });
const not = { type: 'NOT', conditions: [{ type: 'EQUAL', fieldName: 'total', comparisonValue: '0' }] };

function mapper(type: string, mapperConfiguration: JsonObject): JsonObject {
  return { type, mapperConfiguration };
}

async function post(world: World, ...mappers: readonly JsonObject[]): Promise<Answer> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const syncCatalog = { streams: [aStream({ config: { mappers } })] };
  return world.post('connections/create', { sourceId, destinationId, status: 'active', syncCatalog });
}

describe('settings of mappers', () => {
  test.each([
    ['hashing', hashing],
    ['encryption with a key for both sides', mapper('encryption', aes)],
    ['encryption with a public key', mapper('encryption', rsa)],
    ['renaming', renaming],
    ['filtering a field', mapper('field-filtering', { targetField: 'total' })],
    ['filtering rows', mapper('row-filtering', { conditions: not })],
  ])('§3.4 %s is taken', (_what, good) =>
    withSandbox({}, async (world) => {
      expect((await post(world, good)).status).toBe(200);
    }),
  );

  test.each([
    ['a hash method that nobody knows', 'hashing', { ...settings(hashing), method: 'ROT13' }, 'invalid-config'],
    ['a hash without its method', 'hashing', { ...settings(hashing), method: null }, 'missing-required-param'],
    ['a target that is no text', 'field-filtering', { targetField: 7 }, 'invalid-config'],
    ['an encryption without its key', 'encryption', { ...aes, key: null }, 'missing-required-param'],
    ['an encryption of no known kind', 'encryption', { ...aes, algorithm: 'DES' }, 'invalid-config'],
    ['a public key that is missing', 'encryption', { ...rsa, publicKey: null }, 'missing-required-param'],
    ['conditions that are none', 'row-filtering', { conditions: { type: 'MAYBE' } }, 'invalid-config'],
    ['a masked key without a stored one', 'encryption', { ...aes, key: mask }, 'secret-not-found'],
  ])('§3.4 %s is refused', (_what, type, mapperConfiguration, kind) =>
    withSandbox({}, async (world) => {
      const { status, body } = await post(world, mapper(type, mapperConfiguration as JsonObject));

      expect({ status, type: body.type }).toEqual({ status: 400, type: `error:mapper-validation/${kind}` });
    }),
  );

  test('§3.4 a type that nobody knows is no problem of mappers but a body that cannot be read', () =>
    withSandbox({}, async (world) => {
      const { status, body } = await post(world, mapper('sorting', {}));

      expect(status).toBe(400);
      expect(body).not.toHaveProperty('type');
    }));
});

describe('fields of mappers', () => {
  const missing = mapper('field-filtering', { targetField: 'nothing' });

  test.each([
    ['a field that the stream does not have', [missing], 'FIELD_NOT_FOUND'],
    ['a field that an earlier mapper took away', [hashing, renaming], 'FIELD_NOT_FOUND'],
    [
      'a field that only a condition asks for',
      [mapper('row-filtering', { conditions: equal('x') })],
      'FIELD_NOT_FOUND',
    ],
    [
      'a name that is taken',
      [mapper('field-renaming', { originalFieldName: 'id', newFieldName: 'total' })],
      'FIELD_ALREADY_EXISTS',
    ],
  ])('§3.4 %s is refused and named', (_what, mappers, error) =>
    withSandbox({}, async (world) => {
      const { status, body } = await post(world, ...mappers);
      const last = mappers.at(-1);

      expect({ status, type: body.type }).toEqual({ status: 400, type: 'error:mapper-validation' });
      expect(body.data.errors).toEqual([{ stream: 'orders', error, mapper: { ...last, id: expect.any(String) } }]);
    }),
  );

  test('§3.4 what an earlier mapper made is there for later ones', () =>
    withSandbox({}, async (world) => {
      const filtering = mapper('field-filtering', { targetField: 'key' });

      expect((await post(world, renaming, filtering)).status).toBe(200);
    }));

  test('§3.4 a refusal shows no key', () =>
    withSandbox({}, async (world) => {
      const { text } = await post(world, mapper('encryption', { ...aes, key: 'c0ffee', targetField: 'nothing' }));

      expect(text).toContain(mask);
      expect(text).not.toContain('c0ffee');
    }));
});

function settings({ mapperConfiguration }: JsonObject): object {
  return mapperConfiguration as JsonObject;
}

function equal(fieldName: string): JsonObject {
  return { type: 'EQUAL', fieldName, comparisonValue: '1' };
}
