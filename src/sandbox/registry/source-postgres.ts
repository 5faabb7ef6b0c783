import type { JsonObject } from '../../model/json.ts';
import { decodeSettings, type ReplicationMethod } from '../runs/postgres/settings.ts';
import type { Connector, DiscoveredStream } from './connector.ts';
import { discoverReports, discoverShop, withLogCursor } from './ecommerce.ts';
import { checkPostgres } from './postgres-check.ts';
import { branch, certificates, oneOf, port, secretText, specification, text, tunnelMethod } from './spec-parts.ts';

const sslMode = oneOf('Encryption', 'Whether the connection is encrypted, and whose certificate is believed.', [
  branch('mode', 'disable'),
  branch('mode', 'allow'),
  branch('mode', 'prefer'),
  branch('mode', 'require'),
  branch('mode', 'verify-ca', certificates, ['ca_certificate']),
  branch('mode', 'verify-full', certificates, ['ca_certificate']),
]);

const replicationMethod = oneOf('Replication', 'How new and changed rows are found.', [
  branch('method', 'Standard'),
  branch('method', 'Xmin'),
  branch(
    'method',
    'CDC',
    {
      plugin: { type: 'string', title: 'Plugin', enum: ['pgoutput'], default: 'pgoutput' },
      replication_slot: text('Replication slot', 'A logical slot that only this source reads.'),
      publication: text('Publication', 'Names the tables whose changes are published.'),
      initial_waiting_seconds: { type: 'integer', title: 'Seconds to wait for a first change', default: 1200 },
    },
    ['replication_slot', 'publication'],
  ),
]);

export const sourcePostgres: Connector = {
  kind: 'source',
  definitionId: 'decd338e-5647-4c0b-adf4-da0e75f5a750',
  name: 'Postgres',
  dockerRepository: 'airbyte/source-postgres',
  dockerImageTag: '3.7.0',
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/postgres',
  sourceType: 'database',
  connectionSpecification: specification('Postgres source', ['host', 'port', 'database', 'username'], {
    host: text('Host', 'Where the database server listens.'),
    port: port(5432),
    database: text('Database', 'The database to read from.'),
    schemas: {
      type: 'array',
      title: 'Schemas',
      description: 'Whose tables are offered; `public` unless told.',
      items: { type: 'string' },
      uniqueItems: true,
      default: ['public'],
    },
    username: text('User', 'The account to log in with.'),
    password: secretText('Password', 'The password of that account.'),
    jdbc_url_params: text('Connection parameters', 'More parameters for the driver, joined by `&`.'),
    ssl_mode: sslMode,
    replication_method: replicationMethod,
    tunnel_method: tunnelMethod,
  }),
  check: checkPostgres,
  discover,
};

/** Where the cursor is not the user's choice. Under `Xmin` it is the row's transaction, and no column. */
const cursors: { readonly [Method in ReplicationMethod]: (stream: DiscoveredStream) => DiscoveredStream } = {
  Standard: (stream) => stream,
  CDC: withLogCursor,
  Xmin: (stream) => ({ ...stream, sourceDefinedCursor: true }),
};

/** The shop is in the first schema; what is made of it is in the others. */
function discover(configuration: JsonObject): readonly DiscoveredStream[] {
  const { schemas, method } = decodeSettings(configuration);
  const [first = 'public', ...others] = schemas;
  const streams = [...discoverShop(first), ...others.flatMap(discoverReports)];
  return streams.map(cursors[method]);
}
