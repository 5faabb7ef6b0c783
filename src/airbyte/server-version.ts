import { type Decoder, decodeString, optionalMember } from '../util/decode.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';

/** What a server tells anybody about itself; older ones tell less. */
export interface Instance {
  /** Such as `1.8.0`. */
  readonly version: string | undefined;
  readonly edition: string | undefined;
  /** `none`, `simple` or `oidc`: whether the server itself asks for credentials. */
  readonly authMode: string | undefined;
}

/** @returns undefined where the server does not have this call, or does not let us make it */
export async function readInstance(client: Client): Promise<Instance | undefined> {
  try {
    return await client.call({ path: 'instance_configuration', effect: 'read', decode: decodeInstance });
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/**
 * What the server says its version is, such as `1.8.0`.
 *
 * @returns undefined where it does not tell
 */
export async function readServerVersion(client: Client): Promise<string | undefined> {
  return (await readInstance(client))?.version;
}

const decodeInstance: Decoder<Instance> = (value, where) => ({
  version: optionalMember(value, where, 'version', decodeString),
  edition: optionalMember(value, where, 'edition', decodeString),
  authMode: optionalMember(value, where, 'auth', (auth, place) => optionalMember(auth, place, 'mode', decodeString)),
});
