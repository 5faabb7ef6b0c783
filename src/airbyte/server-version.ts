import { decodeString, optionalMember } from '../util/decode.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';

/**
 * What the server says its version is, such as `1.8.0`.
 *
 * @returns undefined where it does not tell
 */
export async function readServerVersion(client: Client): Promise<string | undefined> {
  try {
    return await client.call({
      path: 'instance_configuration',
      effect: 'read',
      decode: (value, where) => optionalMember(value, where, 'version', decodeString),
    });
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
