import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import projectSchema from '../../schemas/airplan.schema.json' with { type: 'json' };
import catalogSchema from '../../schemas/catalog.schema.json' with { type: 'json' };
import connectionSchema from '../../schemas/connection.schema.json' with { type: 'json' };
import definitionSchema from '../../schemas/definition.schema.json' with { type: 'json' };
import destinationSchema from '../../schemas/destination.schema.json' with { type: 'json' };
import resourceSchema from '../../schemas/resource.schema.json' with { type: 'json' };
import sourceSchema from '../../schemas/source.schema.json' with { type: 'json' };
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import * as resource from '../../src/model/resource.ts';
import { timeUnits } from '../../src/model/schedule.ts';
import { destinationSyncModes, syncModes } from '../../src/model/stream.ts';

const schemas: readonly JsonObject[] = [
  projectSchema,
  sourceSchema,
  destinationSchema,
  catalogSchema,
  connectionSchema,
  definitionSchema,
  resourceSchema,
];

/** Every object inside of a schema, with its path. */
function partsOf(value: Json, path = ''): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => partsOf(item, `${path}/${index}`));
  }
  return isJsonObject(value)
    ? [[path, value], ...Object.entries(value).flatMap(([key, inner]) => partsOf(inner, `${path}/${key}`))]
    : [];
}

describe.each(schemas.map((schema) => [String(schema.$id), schema] as const))('%s', (_name, schema) => {
  test('describes every property', () => {
    const undescribed = partsOf(schema)
      .filter(([path]) => path.endsWith('/properties') && !path.includes('/if/'))
      .flatMap(([path, properties]) =>
        Object.entries(properties).map(([key, inner]) => [`${path}/${key}`, inner] as const),
      )
      .filter(([, inner]) => isJsonObject(inner) && inner.$ref === undefined && typeof inner.description !== 'string');

    expect(undescribed.map(([path]) => path)).toEqual([]);
  });

  test('describes everything that others refer to', () => {
    const definitions = isJsonObject(schema.definitions) ? Object.values(schema.definitions) : [];

    expect(definitions.every((inner) => isJsonObject(inner) && typeof inner.description === 'string')).toBe(true);
  });

  test('refuses unknown keys wherever it lists known ones', () => {
    const open = partsOf(schema).filter(
      ([path, part]) =>
        isJsonObject(part.properties) && part.additionalProperties === undefined && !path.includes('/if'),
    );

    // The schema for editors only forwards to those of the kinds.
    expect(open.map(([path]) => path)).toEqual(schema === resourceSchema ? [''] : []);
  });
});

test('editors can follow the references from one schema to another', () => {
  const editor = new Ajv({ strict: false, validateFormats: false, schemas: [...schemas] });
  const validate = editor.getSchema('resource.schema.json');

  expect(validate?.({ kind: 'catalog', streams: [{ name: 'orders' }] })).toBe(true);
  expect(validate?.({ kind: 'catalog', stream: [] })).toBe(false);
  expect(validate?.({ kind: 'connection', source: 'a', destination: 'b', streams: [{}] })).toBe(false);
});

test('schemas list the same values as the model', () => {
  const { properties } = connectionSchema;
  const { definitions } = catalogSchema;

  expect(definitions.syncMode.enum).toEqual(syncModes);
  expect(definitions.destinationSyncMode.enum).toEqual(destinationSyncModes);
  expect(properties.namespaceDefinition.enum).toEqual(resource.namespaceDefinitions);
  expect(properties.status.enum).toEqual(resource.connectionStatuses);
  expect(properties.nonBreakingChangesPreference.enum).toEqual(resource.nonBreakingChangesPreferences);
  expect(properties.backfillPreference.enum).toEqual(resource.backfillPreferences);
  expect(JSON.stringify(properties.schedule)).toContain(JSON.stringify(timeUnits));
});
