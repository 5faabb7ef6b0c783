import type { Connector } from './connector.ts';
import { checkPostgres } from './postgres-check.ts';
import {
  branch,
  certificates,
  flag,
  oneOf,
  port,
  secretText,
  specification,
  text,
  tunnelMethod,
} from './spec-parts.ts';

const { ca_certificate, client_key_password } = certificates;

const sslMode = oneOf('Encryption', 'Whether the connection is encrypted, and whose certificate is believed.', [
  branch('mode', 'disable'),
  branch('mode', 'allow'),
  branch('mode', 'prefer'),
  branch('mode', 'require'),
  branch('mode', 'verify-ca', { ca_certificate, client_key_password }, ['ca_certificate']),
  branch('mode', 'verify-full', certificates, ['ca_certificate', 'client_certificate', 'client_key']),
]);

export const destinationPostgres: Connector = {
  kind: 'destination',
  definitionId: '25c5221d-dce2-4163-ade9-739ef790f503',
  name: 'Postgres',
  dockerRepository: 'airbyte/destination-postgres',
  dockerImageTag: '3.0.0',
  documentationUrl: 'https://docs.airbyte.com/integrations/destinations/postgres',
  destinationSyncModes: ['overwrite', 'append', 'append_dedup'],
  supportsRefreshes: true,
  check: checkPostgres,
  connectionSpecification: specification('Postgres destination', ['host', 'port', 'username', 'database', 'schema'], {
    host: text('Host', 'Where the database server listens.'),
    port: port(5432),
    database: text('Database', 'The database to write to.'),
    schema: { type: 'string', title: 'Schema', description: 'Where tables go by default.', default: 'public' },
    username: text('User', 'The account to log in with.'),
    password: secretText('Password', 'The password of that account.'),
    ssl: flag('Encrypt the connection', false),
    ssl_mode: sslMode,
    jdbc_url_params: text('Connection parameters', 'More parameters for the driver, joined by `&`.'),
    raw_data_schema: text('Schema of raw tables', 'Where records wait until they are typed.'),
    disable_type_dedupe: flag('Write raw tables only', false),
    drop_cascade: flag('Drop what depends on a table as well', false),
    unconstrained_number: flag('Numbers without precision', false),
    tunnel_method: tunnelMethod,
  }),
};
