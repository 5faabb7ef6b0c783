import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { copySecrets } from '../../../src/sandbox/secrets/copy-secrets.ts';
import { maskSecrets } from '../../../src/sandbox/secrets/map-secrets.ts';
import { secretPaths, secretTree } from '../../../src/sandbox/secrets/secret-tree.ts';
import { splitSecrets } from '../../../src/sandbox/secrets/split-secrets.ts';
import { readSharedJson, skipWithoutShared } from '../../support/contract.ts';
import { mask } from '../world.ts';

const secret = { type: 'string', airbyte_secret: true };

describe("Airbyte's own cases", () => {
  const cases = [...readSharedJson('specs/secret-cases')] as [string, Record<string, JsonObject>][];
  const skip = skipWithoutShared("Airbyte's own cases for secrets");

  test.skipIf(skip)('§8.6 there are eleven of them', () => expect(cases).toHaveLength(11));

  test.skipIf(skip).each(cases)('§8.6 %s is masked as there', (_name, { spec = {}, fullConfig = {}, expected }) => {
    expect(maskSecrets(fullConfig, secretTree(spec))).toEqual(expected);
  });

  test.skipIf(skip).each(cases.filter(([, { expectedPaths }]) => expectedPaths))(
    '§8.6 %s has its secrets at the same places',
    (_name, { spec = {}, expectedPaths }) => {
      expect([...secretPaths(secretTree(spec))].sort()).toEqual(
        Array.from(expectedPaths as unknown as string[]).sort(),
      );
    },
  );

  test.skipIf(skip).each(cases.filter(([, { partialConfig }]) => partialConfig))(
    '§8.6 %s is split at the same places',
    (_name, { spec = {}, fullConfig = {}, partialConfig }) => {
      const vault = { workspaceId: 'w', newId: () => 'id', keep: () => undefined };
      const shape = (_key: string, value: unknown) => (isPointer(value) ? 'secret' : value);
      const split = splitSecrets(fullConfig, secretTree(spec), vault);

      expect(JSON.parse(JSON.stringify(split), shape)).toEqual(JSON.parse(JSON.stringify(partialConfig), shape));
    },
  );
});

function isPointer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '_secret' in value;
}

test('§2.2 the keyword counts, whatever it says', () => {
  const spec = { properties: { token: { type: 'string', airbyte_secret: false } } };

  expect(maskSecrets({ token: 't' }, secretTree(spec))).toEqual({ token: mask });
});

test('§2.2 nothing is masked where the root has neither properties nor oneOf', () => {
  const spec = { anyOf: [{ properties: { token: secret } }] };

  expect(maskSecrets({ token: 't' }, secretTree(spec))).toEqual({ token: 't' });
});

test('§2.2 what is plain in one branch is masked when it is secret in another', () => {
  const spec = { oneOf: [{ properties: { id: secret } }, { properties: { id: { type: 'integer' } } }] };

  expect(maskSecrets({ id: 7 }, secretTree(spec))).toEqual({ id: mask });
});

test('§2.2 beside a combination, properties are not looked into for masks', () => {
  const spec = { properties: { token: secret }, oneOf: [{ properties: { kind: { const: 'a' } } }] };

  expect(copySecrets(spec, { token: mask, kind: 'a' }, { token: { _secret: 'c' } })).toEqual({
    token: mask,
    kind: 'a',
  });
});

test('§2.2 masks are put back only in branches that the configuration satisfies', () => {
  const branch = (kind: string, name: string) => ({
    required: ['kind'],
    properties: { kind: { const: kind }, [name]: secret },
  });
  const spec = { oneOf: [branch('a', 'token'), branch('b', 'other')] };
  const stored = { token: { _secret: 'c' }, other: { _secret: 'd' } };
  const copied = copySecrets(spec, { kind: 'a', token: mask, other: mask }, stored);

  expect(copied).toEqual({ kind: 'a', token: { _secret: 'c' }, other: mask });
});

test('§2.2 a null in place of a secret is more than the server can take', () => {
  const spec = { properties: { token: { type: ['string', 'null'], airbyte_secret: true } } };
  const vault = { workspaceId: 'w', newId: () => 'id', keep: () => undefined };

  expect(() => splitSecrets({ token: null }, secretTree(spec), vault)).toThrow('cannot process node');
});
