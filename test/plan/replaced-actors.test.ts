import { expect, test } from 'vitest';
import { Secret } from '../../src/model/configuration.ts';
import { configurationFindings, findReplaced } from '../../src/plan/replaced-actors.ts';
import { aDesiredSource, aLiveSource, aPlannedSource } from '../builders.ts';

const named = (id: string, name: string) => aLiveSource({ id, name });
const orders = aDesiredSource({ name: 'Orders' });

function replaced(unmatched = [orders], live = [named('1', 'Orders')], unclaimed = live) {
  return Object.fromEntries([...findReplaced(unmatched, live, unclaimed)].map(([key, { id }]) => [key, id]));
}

test('a resource takes the place of the one live object of its name', () => {
  expect(replaced()).toEqual({ 'source/Orders': '1' });
  expect(replaced([aDesiredSource({ name: 'Sales', renamedFrom: 'Orders' })])).toEqual({ 'source/Sales': '1' });
});

test.each<[why: string, ...Parameters<typeof replaced>]>([
  ['two have its name', [orders], [named('1', 'Orders'), named('2', 'Orders')]],
  ['another resource is that object', [orders], [named('1', 'Orders')], []],
  ['two resources would take it', [orders, aDesiredSource({ name: 'Sales', renamedFrom: 'Orders' })]],
  ['its file pins an id', [{ ...orders, id: '2' }]],
  ['it is to be removed', [{ ...orders, removal: {} }]],
  ['nothing has its name', [aDesiredSource({ name: 'Sales' })]],
])('a resource replaces nothing when %s', (_why, ...input) => {
  expect(replaced(...input)).toEqual({});
});

const connectionSpecification = {
  required: ['host'],
  properties: {
    port: { type: 'integer' },
    password: { type: 'string', airbyte_secret: true, minLength: 20 },
    url: { type: 'string', format: 'uri', pattern: '^x' },
    mode: { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
  },
};

test('what the new connector would not take is found beforehand, without a word of secrets', () => {
  const configuration = { port: 'x', password: new Secret('hunter2', '${env:PW}'), url: 'no', mode: {} };
  const specification = { definitionId: 'd', connectionSpecification, supportedDestinationSyncModes: [] };
  const findings = configurationFindings(
    { desired: orders, planned: aPlannedSource({ configuration }) },
    specification,
  );

  expect(findings.map(({ message }) => message).sort()).toEqual([
    'source/Orders cannot be replaced: "configuration.host" is missing',
    'source/Orders cannot be replaced: "configuration.mode" must match exactly one schema in oneOf',
    'source/Orders cannot be replaced: "configuration.password" must NOT have fewer than 20 characters',
    'source/Orders cannot be replaced: "configuration.port" must be integer',
  ]);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});

test('a specification that cannot be compiled finds nothing', () => {
  const broken = {
    definitionId: 'd',
    connectionSpecification: { type: 'nonsense' },
    supportedDestinationSyncModes: [],
  };

  expect(configurationFindings({ desired: orders, planned: aPlannedSource() }, broken)).toEqual([]);
});
