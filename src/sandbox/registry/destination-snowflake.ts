import type { JsonObject } from '../../model/json.ts';
import { type Check, firstFault, hostOf, isDown, isMissing, isRefused, memberOf, textOf } from './check.ts';
import type { Connector } from './connector.ts';
import { flag, oneOf, secretText, specification, text } from './spec-parts.ts';

function login(type: string, properties: JsonObject, required: string): JsonObject {
  return {
    title: type,
    type: 'object',
    required: ['auth_type', required],
    properties: { auth_type: { type: 'string', enum: [type], default: type }, ...properties },
  };
}

const credentials = oneOf('Login', 'How the account proves itself.', [
  login(
    'Key Pair Authentication',
    {
      private_key: secretText('Private key', 'In PEM form.'),
      private_key_password: secretText('Passphrase', 'Opens the private key.'),
    },
    'private_key',
  ),
  login('Username and Password', { password: secretText('Password', 'The password of the account.') }, 'password'),
]);

const check: Check = (configuration) => {
  const { password, private_key } = memberOf(configuration, 'credentials');
  const host = textOf(configuration, 'host');
  const username = textOf(configuration, 'username');
  const names = ['role', 'warehouse', 'database', 'schema'].map((member) => textOf(configuration, member));
  const missing = names.find(isMissing);
  return firstFault([
    [isDown(hostOf(host)), `No account of Snowflake answers at ${host}.`],
    [isRefused(password), `Snowflake does not let "${username}" in: wrong name or password (390100).`],
    [isRefused(private_key), `Snowflake does not let "${username}" in: the private key does not fit (390144).`],
    [missing !== undefined, `"${missing}" does not exist, or the role may not use it (002043).`],
  ]);
};

export const destinationSnowflake: Connector = {
  kind: 'destination',
  definitionId: '424892c4-daac-4491-b35d-c6688ba547ba',
  name: 'Snowflake',
  dockerRepository: 'airbyte/destination-snowflake',
  dockerImageTag: '4.0.0',
  documentationUrl: 'https://docs.airbyte.com/integrations/destinations/snowflake',
  destinationSyncModes: ['overwrite', 'append', 'append_dedup'],
  supportsRefreshes: true,
  check,
  connectionSpecification: specification(
    'Snowflake destination',
    ['host', 'role', 'warehouse', 'database', 'schema', 'username'],
    {
      host: {
        type: 'string',
        title: 'Host',
        description: 'The address of the account.',
        pattern: '^(https?://)?[^/?#]+\\.(snowflakecomputing\\.com|localstack\\.cloud)$',
      },
      role: text('Role', 'What the account may do.'),
      warehouse: text('Warehouse', 'What computes.'),
      database: text('Database', 'The database to write to.'),
      schema: text('Schema', 'Where tables go by default.'),
      username: text('User', 'The account to log in with.'),
      credentials,
      cdc_deletion_mode: {
        type: 'string',
        title: 'Deleted rows',
        enum: ['Hard delete', 'Soft delete'],
        default: 'Hard delete',
      },
      disable_type_dedupe: flag('Write raw tables only', false),
      raw_data_schema: text('Schema of raw tables', 'Where records wait until they are typed.'),
      jdbc_url_params: text('Connection parameters', 'More parameters for the driver, joined by `&`.'),
      retention_period_days: { type: 'integer', title: 'Days to keep dropped data', default: 1 },
    },
  ),
};
