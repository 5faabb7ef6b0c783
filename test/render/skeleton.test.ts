import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Connector } from '../../src/model/connector.ts';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import { renderSkeleton } from '../../src/render/skeleton.ts';
import { readSharedJson, skipWithoutShared } from '../support/contract.ts';

const aConnector: Connector = {
  kind: 'source',
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Shop: "API"',
  dockerRepository: 'acme/source-shop',
  dockerImageTag: '1.2.3',
  supportLevel: 'community',
  isCustom: false,
};

const text = (specification: JsonObject): string => renderSkeleton(aConnector, specification);

test('a skeleton has what is required first, secrets as references and the rest commented out', () => {
  expect(
    text({
      type: 'object',
      required: ['key', 'since', 'mode'],
      properties: {
        limit: { type: 'integer', title: 'Limit', default: 10, order: 0 },
        key: { type: 'string', airbyte_secret: true, order: 2 },
        since: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The <b>first</b>\nday', order: 1 },
        mode: {
          type: 'object',
          oneOf: [
            { title: 'All', required: ['type'], properties: { type: { const: 'all' } } },
            {
              title: 'Some',
              required: ['type', 'ids'],
              properties: { type: { const: 'some' }, ids: { type: 'array', minItems: 1, items: { type: 'string' } } },
            },
          ],
        },
      },
    }),
  ).toMatchInlineSnapshot(`
    "# A source on Shop: "API" 1.2.3, made from the connector's specification.
    # What is required comes first. A line like "#key: value" is optional:
    #   take its # away to set it.
    kind: source
    name: "Shop: \\"API\\""
    definition: "acme/source-shop"
    configuration:
      # The first day
      since: "2024-01-01"
      key: "\${env:SHOP_KEY}"
      # One of:
      #   type: "all" (All)
      #   type: "some", needs ids (Some)
      mode:
        type: "all"
      # Limit
      #limit: 10"
  `);
});

test('a connector without settings gives a file with none', () => {
  expect(parse(text({}))).toEqual({
    kind: 'source',
    name: 'Shop: "API"',
    definition: 'acme/source-shop',
    configuration: {},
  });
});

const specifications = [...readSharedJson('specs')].map(
  ([name, content]) => [name, (content as { connectionSpecification: JsonObject }).connectionSpecification] as const,
);

test.skipIf(skipWithoutShared('skeletons of real connectors'))('all 42 real specifications are there', () => {
  expect(specifications).toHaveLength(42);
});

test.each(specifications)('the skeleton of %s is valid and has all that is required', (_name, specification) => {
  const { configuration } = parse(text(specification));
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    validateSchema: false,
    unicodeRegExp: false,
  });
  const { $schema: _schema, ...schema } = specification;
  const validate = ajv.compile(withoutSecretPatterns(schema));
  expect(Object.keys(configuration)).toEqual(expect.arrayContaining([...((schema.required as string[]) ?? [])]));
  validate(configuration);
  expect(validate.errors).toBeNull();
});

/** A reference stands for a value that nobody knows yet. */
function withoutSecretPatterns(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value), (_key, it) =>
    isJsonObject(it) && it.airbyte_secret === true ? { title: it.title ?? '' } : it,
  );
}
