import fc from 'fast-check';
import { expect } from 'vitest';
import { isJsonObject, type Json } from '../../src/model/json.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { colourPalette, plainPalette } from '../../src/render/palette.ts';
import { builtInConnectors } from '../../src/sandbox/registry/registry.ts';
import { validateFiles } from '../../src/workflows/load.ts';
import { portsOf } from '../desired/project-in-memory.ts';
import { testLaw } from '../support/law.ts';
import { writeProject } from '../support/project-text.ts';
import { randomProject } from '../support/random-project.ts';
import { secretMarker } from '../support/written-value.ts';

/** Ways in which every value of a configuration can be wrong. */
const demands: readonly { readonly [keyword: string]: Json }[] = [
  { enum: ['nothing else'] },
  { const: 'nothing else' },
  { pattern: '^nothing else$' },
  { type: 'boolean' },
  { format: 'date-time' },
  { minLength: 1000 },
  {},
];

function demanding(schema: Json, demand: (typeof demands)[number]): Json {
  if (Array.isArray(schema)) return schema.map((item: Json) => demanding(item, demand));
  if (!isJsonObject(schema)) return schema;
  const isLeaf = typeof schema.type === 'string' && schema.type !== 'object' && schema.type !== 'array';
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, demanding(value, demand)]));
  return isLeaf && !Object.hasOwn(schema, 'const') ? { ...inner, ...demand } : inner;
}

const world = fc.record({
  project: randomProject,
  demand: fc.constantFrom(...demands),
  isWaived: fc.boolean(),
});

testLaw('no secret is in any finding, whatever a specification asks for', world, async (it) => {
  const { contents, variables } = writeProject(it.project.documents);
  const specs = builtInConnectors.map((connector) => [
    `.airplan/specs/${connector.definitionId}.json`,
    JSON.stringify({ ...connector, connectionSpecification: demanding(connector.connectionSpecification, it.demand) }),
  ]);
  const files = Object.entries(contents).map(([file, text]) => [file, it.isWaived ? text : withoutWaivers(text)]);
  const ports = portsOf(Object.fromEntries([...files, ...specs]), variables);
  const { issues } = await validateFiles(ports);
  const outputs = [renderIssues(issues, plainPalette), renderIssues(issues, colourPalette), JSON.stringify(issues)];

  expect(outputs.flatMap((text) => text.split('\n')).filter((line) => line.includes(secretMarker))).toEqual([]);
});

function withoutWaivers(text: string | Uint8Array): string | Uint8Array {
  return typeof text === 'string' ? text.replaceAll(/ # airplan-ignore [^\n]*/g, '') : text;
}
