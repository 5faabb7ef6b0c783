import { expect, test } from 'vitest';
import { mapperSupportFindings } from '../../src/plan/mapper-support.ts';
import { aDesiredConnection, anOrigin, aStreamRule } from '../builders.ts';

function findings(type: string, version: string | undefined) {
  const mappers = [{ type, mapperConfiguration: { targetField: 'id' } }];
  return mapperSupportFindings([aDesiredConnection({ streams: [aStreamRule({ mappers })] })], version);
}

test('a mapper that the server lacks is a finding with the version that has it', () => {
  expect(findings('field-filtering', '1.6.0')).toEqual([
    {
      rule: 'unsupported-mapper',
      message: 'connection/connection: server 1.6.0 has no mapper "field-filtering"',
      origin: anOrigin('streams', 0, 'mappers', 0),
      hint: 'it came with Airbyte 1.8: remove the mapper, or upgrade the server',
    },
  ]);
});

test.each<[type: string, version: string | undefined]>([
  ['field-filtering', '1.8.0'],
  ['field-filtering', 'v2.0.1'],
  ['encryption', '1.6.0'],
  ['hashing', 'dev'],
  ['hashing', undefined],
])('nothing is said of %s on server %s', (type, version) => {
  expect(findings(type, version)).toEqual([]);
});
