import { type Check, firstFault, isDown, isMissing, isRefused, textOf } from './check.ts';
import type { Connector } from './connector.ts';
import { discoverShop, usesLog, withLogCursor } from './ecommerce.ts';
import { branch, certificates, oneOf, port, secretText, specification, text, tunnelMethod } from './spec-parts.ts';
import { tunnelFaults } from './tunnel-check.ts';

const sslMode = oneOf('Encryption', 'Whether the connection is encrypted, and whose certificate is believed.', [
  branch('mode', 'preferred'),
  branch('mode', 'required'),
  branch('mode', 'verify_ca', certificates, ['ca_certificate']),
  branch('mode', 'verify_identity', certificates, ['ca_certificate']),
]);

const replicationMethod = oneOf('Replication', 'How new and changed rows are found.', [
  branch('method', 'STANDARD'),
  branch('method', 'CDC', {
    initial_waiting_seconds: { type: 'integer', title: 'Seconds to wait for a first change', default: 300 },
    server_time_zone: text('Time zone of the server', 'An IANA name; only where the server does not tell.'),
  }),
]);

/** In the words of a MySQL server, behind its own error codes. */
const check: Check = (configuration) => {
  const host = textOf(configuration, 'host');
  const username = textOf(configuration, 'username');
  const database = textOf(configuration, 'database');
  const denied = (hasPassword: string) =>
    `State code: 28000; Error code: 1045; Message: Access denied for user '${username}' (using password: ${hasPassword})`;
  return firstFault([
    ...tunnelFaults(configuration),
    [isDown(host), `State code: 08S01; Message: No server answers at ${host}:${configuration.port}.`],
    [configuration.password === '', denied('NO')],
    [isRefused(configuration.password), denied('YES')],
    [isMissing(database), `State code: 42000; Error code: 1049; Message: Unknown database '${database}'`],
  ]);
};

export const sourceMysql: Connector = {
  kind: 'source',
  definitionId: '435bb9a5-7887-4809-aa58-28c27df0d7ad',
  name: 'MySQL',
  dockerRepository: 'airbyte/source-mysql',
  dockerImageTag: '3.50.0',
  documentationUrl: 'https://docs.airbyte.com/integrations/sources/mysql',
  sourceType: 'database',
  connectionSpecification: specification(
    'MySQL source',
    ['host', 'port', 'database', 'username', 'replication_method'],
    {
      host: text('Host', 'Where the database server listens.'),
      port: port(3306),
      database: text('Database', 'The database to read from.'),
      username: text('User', 'The account to log in with.'),
      password: secretText('Password', 'The password of that account.'),
      jdbc_url_params: text('Connection parameters', 'More parameters for the driver, joined by `&`.'),
      ssl_mode: sslMode,
      replication_method: replicationMethod,
      tunnel_method: tunnelMethod,
    },
  ),
  check,
  // MySQL has no schemas: the database itself is the namespace.
  discover(configuration) {
    const streams = discoverShop(typeof configuration.database === 'string' ? configuration.database : 'public');
    return usesLog(configuration) ? streams.map(withLogCursor) : streams;
  },
};
