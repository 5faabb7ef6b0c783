import { type Check, firstFault, hostOf, isDown, isMissing, isRefused, memberOf, textOf } from './check.ts';
import type { Connector } from './connector.ts';
import { branch, oneOf, secretText, specification, text } from './spec-parts.ts';
import { type Fields, tableStream } from './streams.ts';

const authentication = oneOf('Authentication', 'How the connector proves to the API who it is.', [
  branch(
    'type',
    'api_key',
    {
      header: text('Header', 'The header that carries the key, such as X-API-Key.'),
      api_key: secretText('API key', 'The value of that header.'),
    },
    ['header', 'api_key'],
  ),
  branch('type', 'bearer', { token: secretText('Token', 'Sent as a bearer token.') }, ['token']),
  branch(
    'type',
    'oauth2',
    {
      client_id: secretText('Client id', 'Names the application that asks.'),
      client_secret: secretText('Client secret', 'Proves that it is this application.'),
      refresh_token: secretText('Refresh token', 'What the user who allowed it was given.'),
    },
    ['client_id', 'client_secret', 'refresh_token'],
  ),
  branch('type', 'none'),
]);

const pagination = oneOf('Pagination', 'How the API hands out long lists.', [
  branch('type', 'none'),
  branch('type', 'page', { page_size: { type: 'integer', title: 'Records on a page', minimum: 1, default: 100 } }),
  branch('type', 'cursor', { cursor_path: text('Cursor path', 'Where an answer names the next page.') }, [
    'cursor_path',
  ]),
]);

const records = {
  companies: { id: 'integer', name: 'text', domain: 'text', industry: 'text', updated_at: 'timestamp' },
  contacts: {
    id: 'integer',
    company_id: 'integer',
    email: 'text',
    full_name: 'text',
    phone: 'text',
    is_subscribed: 'boolean',
    updated_at: 'timestamp',
  },
  deals: {
    id: 'integer',
    company_id: 'integer',
    title: 'text',
    stage: 'text',
    amount: 'number',
    updated_at: 'timestamp',
  },
} as const satisfies Record<string, Fields>;

const check: Check = (configuration) => {
  const url = textOf(configuration, 'url');
  const login = memberOf(configuration, 'authentication');
  const folders = URL.canParse(url) ? new URL(url).pathname.split('/') : [];
  return firstFault([
    [!URL.canParse(url), `"${url}" is no URL.`],
    [isDown(hostOf(url)), `GET ${url}: no answer, the connection was refused.`],
    [isRefused(login.token) || isRefused(login.api_key), `GET ${url} answered 401: these credentials are not known.`],
    [folders.some(isMissing), `GET ${url} answered 404.`],
  ]);
};

const inAuthentication = (...names: readonly string[]) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    names.map((name) => [name, { type: 'string', path_in_connector_config: ['authentication', name] }]),
  ),
});

/** What the user grants, and what the server itself brings along. */
const advancedAuth = {
  authFlowType: 'oauth2.0',
  predicateKey: ['authentication', 'type'],
  predicateValue: 'oauth2',
  oauthConfigSpecification: {
    completeOAuthOutputSpecification: inAuthentication('refresh_token'),
    completeOAuthServerInputSpecification: inAuthentication('client_id', 'client_secret'),
    completeOAuthServerOutputSpecification: inAuthentication('client_id', 'client_secret'),
  },
};

/** A custom connector: a CRM behind a plain HTTP API. No such one comes with Airbyte. */
export const sourceRestApi: Connector = {
  kind: 'source',
  definitionId: '7c0ffee0-5a4d-4b0c-9e57-0a1ad1a9a9e5',
  name: 'REST API',
  dockerRepository: 'airplan/source-rest-api',
  dockerImageTag: '0.1.0',
  documentationUrl: 'https://docs.airbyte.com/platform/connector-development',
  isCustom: true,
  isDeclarative: true,
  sourceType: 'custom',
  connectionSpecification: specification('REST API source', ['url'], {
    url: { type: 'string', title: 'URL', description: 'Where the API starts.', pattern: '^https?://' },
    method: { type: 'string', title: 'Method', enum: ['GET', 'POST'], default: 'GET' },
    authentication,
    headers: {
      type: 'array',
      title: 'Headers',
      description: 'Sent with every request.',
      items: {
        type: 'object',
        required: ['name', 'value'],
        properties: { name: text('Name', 'Of the header.'), value: secretText('Value', 'Of the header.') },
      },
    },
    pagination,
  }),
  check,
  advancedAuth,
  discover: () =>
    Object.entries(records).map(([name, fields]) => {
      const { namespace: _, ...stream } = tableStream('', name, fields);
      return stream;
    }),
};
