import { expect, test } from 'vitest';
import type { Definition } from '../../src/model/live.ts';
import { findDefinitions } from '../../src/plan/definitions.ts';
import { aDefinition, aDesiredDestination, aDesiredSource, anOrigin } from '../builders.ts';

const postgres = aDefinition({ id: 'id-1' });
const mysql = aDefinition({ id: 'id-2', name: 'MySQL', dockerRepository: 'airbyte/source-mysql' });

function find(definition: string, source: readonly Definition[] = [postgres, mysql]) {
  const { defined, findings } = findDefinitions([aDesiredSource({ definition })], { source, destination: [] });
  return { ids: defined.map((one) => one.definition.id), findings };
}

test.each(['airbyte/source-postgres', 'Postgres', 'id-1'])(
  'a connector is found by its repository, name or id: %s',
  (definition) => {
    expect(find(definition)).toEqual({ ids: ['id-1'], findings: [] });
  },
);

test('an id goes before a repository, and a repository before a name', () => {
  const odd = aDefinition({ id: 'id-3', name: 'airbyte/source-mysql', dockerRepository: 'id-1' });

  expect(find('id-1', [postgres, mysql, odd]).ids).toEqual(['id-1']);
  expect(find('airbyte/source-mysql', [postgres, mysql, odd]).ids).toEqual(['id-2']);
});

test('a source is not looked for among destinations', () => {
  const { findings } = findDefinitions([aDesiredDestination({ definition: 'Postgres' })], {
    source: [postgres],
    destination: [],
  });

  expect(findings).toMatchObject([{ hint: 'the workspace offers no such connectors at all' }]);
});

test('two connectors of one name are a finding with the ids to choose from', () => {
  const custom = aDefinition({ id: 'id-9', dockerRepository: 'acme/source-pg', dockerImageTag: 'dev' });

  expect(find('Postgres', [postgres, custom])).toEqual({
    ids: [],
    findings: [
      {
        rule: 'ambiguous-connector',
        message: 'source/source: 2 source connectors answer to "Postgres"',
        hint: 'write the id of the right one: id-1 (airbyte/source-postgres:3.6.0), id-9 (acme/source-pg:dev)',
        origin: anOrigin('definition'),
      },
    ],
  });
});

test.each([
  ['airbyte/source-postgress', 'did you mean "airbyte/source-postgres"?'],
  ['postgres', 'did you mean "Postgres"?'],
  ['sql', 'there are airbyte/source-mysql'],
  ['something else entirely', 'there are airbyte/source-postgres, airbyte/source-mysql'],
])('an unknown connector "%s" is a finding with a way out', (definition, hint) => {
  expect(find(definition).findings).toMatchObject([
    { rule: 'unknown-connector', message: `source/source: the server has no source connector "${definition}"`, hint },
  ]);
});
