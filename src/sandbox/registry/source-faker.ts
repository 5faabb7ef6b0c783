import type { Connector } from './connector.ts';
import { flag, specification } from './spec-parts.ts';
import { apiStream } from './streams.ts';

export const sourceFaker: Connector = {
  kind: 'source',
  definitionId: 'dfd88b22-b603-4c3d-aad7-3701784586b1',
  name: 'Sample Data',
  dockerRepository: 'airbyte/source-faker',
  dockerImageTag: '6.2.0',
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/faker',
  sourceType: 'api',
  connectionSpecification: specification('Sample data source', [], {
    count: { type: 'integer', title: 'How many users to make up', minimum: 1, default: 1000 },
    seed: { type: 'integer', title: 'Seed', description: 'The same seed makes up the same data.', default: -1 },
    records_per_slice: { type: 'integer', title: 'Records in one slice', minimum: 1, default: 1000 },
    always_updated: flag('Say that every record is new each time', true),
    parallelism: { type: 'integer', title: 'Parallelism', minimum: 1, default: 4 },
  }),
  discover: () => [
    apiStream(
      'users',
      { id: 'integer', name: 'text', email: 'text', age: 'integer', created_at: 'timestamp', updated_at: 'timestamp' },
      'updated_at',
    ),
    apiStream(
      'products',
      { id: 'integer', make: 'text', model: 'text', year: 'integer', price: 'number', updated_at: 'timestamp' },
      'updated_at',
    ),
    apiStream(
      'purchases',
      { id: 'integer', user_id: 'integer', product_id: 'integer', purchased_at: 'timestamp', updated_at: 'timestamp' },
      'updated_at',
    ),
  ],
};
