import type { JsonObject } from '../../model/json.ts';

/*
 * Pieces that several specifications are made of. Titles and descriptions are ours; the names of properties and the
 * values of tags are those of the real connectors, so that one configuration is good for both.
 */

export function text(title: string, description: string): JsonObject {
  return { type: 'string', title, description };
}

export function secretText(title: string, description: string): JsonObject {
  return { type: 'string', title, description, airbyte_secret: true };
}

export function flag(title: string, isOn: boolean): JsonObject {
  return { type: 'boolean', title, default: isOn };
}

export function port(usual: number): JsonObject {
  return {
    type: 'integer',
    title: 'Port',
    description: 'The port to connect to.',
    minimum: 0,
    maximum: 65536,
    default: usual,
  };
}

/** One branch of a `oneOf`, told apart by the constant in `tag`. */
export function branch(
  tag: string,
  value: string,
  properties: JsonObject = {},
  required: readonly string[] = [],
): JsonObject {
  return {
    title: value,
    type: 'object',
    required: [tag, ...required],
    properties: { [tag]: { type: 'string', const: value }, ...properties },
  };
}

export function oneOf(title: string, description: string, branches: readonly JsonObject[]): JsonObject {
  return { type: 'object', title, description, oneOf: branches };
}

export function specification(title: string, required: readonly string[], properties: JsonObject): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    type: 'object',
    required,
    additionalProperties: true,
    properties,
  };
}

/** What a server or client proves itself with over TLS. */
export const certificates = {
  ca_certificate: secretText('CA certificate', 'The certificate of the authority that signed the one of the server.'),
  client_certificate: secretText('Client certificate', 'The certificate that the connector shows.'),
  client_key: secretText('Client key', 'The private key that belongs to the certificate of the connector.'),
  client_key_password: secretText('Client key password', 'Opens the private key.'),
} satisfies JsonObject;

/** An SSH server to go through, as MySQL and Postgres connectors know it. */
export const tunnelMethod = oneOf('SSH tunnel', 'How to reach a database that is not open to the network.', [
  branch('tunnel_method', 'NO_TUNNEL'),
  branch(
    'tunnel_method',
    'SSH_KEY_AUTH',
    { ...tunnelHost(), ssh_key: secretText('Private key', 'In PEM form, as ssh-keygen writes it.') },
    ['tunnel_host', 'tunnel_port', 'tunnel_user', 'ssh_key'],
  ),
  branch(
    'tunnel_method',
    'SSH_PASSWORD_AUTH',
    { ...tunnelHost(), tunnel_user_password: secretText('Password', 'The password of the account on the SSH server.') },
    ['tunnel_host', 'tunnel_port', 'tunnel_user', 'tunnel_user_password'],
  ),
]);

function tunnelHost(): JsonObject {
  return {
    tunnel_host: text('SSH host', 'The server to go through.'),
    tunnel_port: port(22),
    tunnel_user: text('SSH user', 'The account on that server.'),
  };
}
