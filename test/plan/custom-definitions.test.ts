import { expect, test } from 'vitest';
import type { Definition } from '../../src/model/live.ts';
import { type DesiredDefinition, resourceKey } from '../../src/model/resource.ts';
import { type DefinitionCase, definitionChange, matchDefinitions } from '../../src/plan/custom-definitions.ts';
import { findDefinitions } from '../../src/plan/definitions.ts';
import { aDesiredSource } from '../builders.ts';

const image = { dockerRepository: 'acme/shop', dockerImageTag: '1.0.0', documentationUrl: 'https://docs' };

function aDesired(changes: Partial<DesiredDefinition> = {}): DesiredDefinition {
  const origin = { file: 'shop.yaml', document: 0, path: [] };
  const key = resourceKey('definition', 'shop');
  return { kind: 'definition', key, name: 'Shop', actorKind: 'source', image, origin, ...changes };
}

function aCustom(id: string, changes: Partial<Definition> = {}): Definition {
  return { id, name: 'Shop', isCustom: true, ...image, ...changes };
}

function idOf(desired: DesiredDefinition, ...source: readonly Definition[]): string | undefined {
  return matchDefinitions([desired], { source, destination: [] }).cases[0]?.live?.id;
}

function hintFor(desired: DesiredDefinition, ...source: readonly Definition[]): string | undefined {
  return matchDefinitions([desired], { source, destination: [] }).findings[0]?.hint;
}

test('a connector is the custom one of its name; those that come with Airbyte are not touched', () => {
  expect(idOf(aDesired(), aCustom('a'), aCustom('b', { name: 'Other' }))).toBe('a');
  expect(idOf(aDesired(), { id: 'a', name: 'Shop', ...image })).toBeUndefined();
  expect(idOf(aDesired({ actorKind: 'destination' }), aCustom('a'))).toBeUndefined();
  expect(idOf(aDesired({ name: 'New', renamedFrom: 'Shop' }), aCustom('a'))).toBe('a');
});

test('among several of one name the image decides; nothing else does', () => {
  const other = aCustom('b', { dockerRepository: 'acme/other' });

  expect(idOf(aDesired(), other, aCustom('a'))).toBe('a');
  expect(idOf(aDesired(), other)).toBe('b');
  expect(hintFor(aDesired(), aCustom('a'), aCustom('c'))).toBe('write the id of the right one as "id": a or c');
});

test('an id of a connector that comes with Airbyte is told from one that is not there', () => {
  const own = { id: 'own', name: 'Postgres', dockerRepository: 'airbyte/source-postgres', dockerImageTag: '3' };

  expect(hintFor(aDesired({ id: 'own' }), own)).toContain('write "definition: airbyte/source-postgres"');
  expect(hintFor(aDesired({ id: 'none' }), own)).toContain('remove "id"');
});

const specificationOf = (count: number) => ({
  spec: {
    connection_specification: {
      properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { type: 'string' }])),
    },
  },
});

function fieldsOf(content: DesiredDefinition['manifest'], manifest: object): readonly unknown[] {
  const { image: _none, ...desired } = aDesired({ manifest: content ?? {} });
  const live = { kind: 'definition', actorKind: 'source', ...aCustom('a'), manifest } as DefinitionCase['live'];
  const change = definitionChange({ desired, fingerprint: 'new', ...(live === undefined ? {} : { live }) }, () => ({
    file: 'shop.yaml',
    line: 1,
    column: 1,
    length: 1,
    lineText: '',
  }));
  return [...(change?.fields ?? []).map(({ path, before, after }) => [path.join('.'), before, after]), change?.notes];
}

test('a manifest that airplan did not publish may be the same one, and says so', () => {
  const live = { newestVersion: 4, activeVersion: 3, specification: {} };

  expect(fieldsOf(specificationOf(0), live)).toEqual([
    ['manifest', 'version 3', 'version 5'],
    ['version 3 was not published by airplan, and no server tells what is in a manifest: it may be the same'],
  ]);
  expect(fieldsOf(specificationOf(0), { ...live, fingerprint: 'new' })).toEqual([undefined]);
});

test('more settings than anybody reads are counted', () => {
  const live = { newestVersion: 1, activeVersion: 1, fingerprint: 'old', specification: {} };

  expect(fieldsOf(specificationOf(40_000), live)).toEqual([
    ['manifest', 'version 1', 'version 2'],
    ['manifest.spec.properties', '0 settings', '40000 settings'],
    [],
  ]);
});

test('a source that names a connector for destinations is told so', () => {
  const { cases } = matchDefinitions([aDesired({ actorKind: 'destination' })], { source: [], destination: [] });
  const { findings } = findDefinitions(
    [aDesiredSource({ definition: 'shop' })],
    { source: [], destination: [] },
    cases,
  );

  expect(findings.map(({ rule, hint }) => [rule, hint])).toEqual([
    ['unknown-connector', 'definition/shop is a connector for destinations: "for: destination"'],
  ]);
});
