import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { editorSchema } from '../../src/desired/editor-schema/bundle.ts';
import { withReferences } from '../../src/desired/editor-schema/with-references.ts';
import { skipWithoutShared } from '../support/contract.ts';
import { isLong } from '../support/law.ts';
import { newestConnectors, otherConnectors } from '../support/specifications.ts';
import { specifiedConfigurations } from '../support/specified-configurations.ts';

const tolerant = {
  strict: false,
  validateSchema: false,
  unicodeRegExp: false,
  logger: false,
  code: { optimize: false },
} as const;

describe('withReferences', () => {
  const isValid = (schema: object, value: unknown): boolean => new Ajv(tolerant).compile(schema)(value) === true;

  test.each([
    [{ type: 'integer', minimum: 1 }],
    [{ type: 'boolean' }],
    [{ type: 'string', format: 'date' }],
    [{ type: 'string', enum: ['a', 'b'] }],
    [{ enum: [1, 2] }],
    [{ type: 'string' }],
  ])('lets a reference stand for %j, and no other text', (schema) => {
    const open = withReferences({ type: 'object', properties: { a: schema } });
    expect(isValid(open, { a: '${env:A}' })).toBe(true);
    expect(isValid(open, { a: 'neither' })).toBe(isValid(schema, 'neither'));
  });

  test('keeps what tells forms apart, and the words of each value', () => {
    const way = { const: 'KEY', type: 'string' };
    const open = withReferences({
      oneOf: [{ properties: { way } }],
      properties: { port: { type: 'integer', title: 'Port' } },
    });
    expect(open).toMatchObject({ oneOf: [{ properties: { way } }], properties: { port: { title: 'Port' } } });
  });
});

describe.skipIf(skipWithoutShared('real specifications in the schema for editors'))('real specifications', () => {
  // A fourth of them on every push, another each time: compiling all takes long.
  const part = Date.now() % 4;
  const connectors = [...newestConnectors, ...otherConnectors].filter((_one, index) => isLong || index % 4 === part);
  const specifications = connectors.map(({ name, kind, specification }, index) => ({
    kind,
    name,
    definitionId: `${index}`,
    dockerRepository: `airbyte/${name}`,
    connectionSpecification: specification,
    supportedDestinationSyncModes: [],
    isOurs: true,
  }));

  test('fit into one schema, which takes what each of them takes', () => {
    const check = new Ajv(tolerant).compile(
      editorSchema({ keys: new Map(), connectors: { source: [], destination: [] }, specifications }),
    );
    const seed = Date.now() % 2 ** 31;
    process.stdout.write(
      `seed ${seed}, part ${part} of 4: the schema for editors takes what real specifications take\n`,
    );
    for (const { kind, dockerRepository, connectionSpecification } of specifications) {
      const [configuration] = fc.sample(specifiedConfigurations(connectionSpecification), { numRuns: 1, seed });
      const isTaken = check({ kind, definition: dockerRepository, configuration });
      expect(isTaken, `${dockerRepository}: ${JSON.stringify(check.errors?.slice(0, 3))}`).toBe(true);
    }
  });
});
