import type { ConnectionOptions } from 'node:tls';
import type { Encryption } from './settings.ts';

/** How one attempt to connect is encrypted; false: not at all. */
export type Attempt = ConnectionOptions | false;

const unverified: Attempt = { rejectUnauthorized: false };

/** The attempts of each mode, in turn: what comes next is tried only where the one before failed over encryption. */
const attempts: Readonly<Record<string, (encryption: Encryption) => readonly Attempt[]>> = {
  disable: () => [false],
  allow: () => [false, unverified],
  prefer: () => [unverified, false],
  require: () => [unverified],
  'verify-ca': (encryption) => [{ ...verified(encryption), checkServerIdentity: () => undefined }],
  'verify-full': (encryption) => [verified(encryption)],
};

export function connectionAttempts(encryption: Encryption): readonly Attempt[] {
  const find = Object.hasOwn(attempts, encryption.mode) ? attempts[encryption.mode] : undefined;
  return find?.(encryption) ?? [false];
}

function verified({ authority, certificate, key, passphrase }: Encryption): ConnectionOptions {
  return {
    rejectUnauthorized: true,
    ca: authority,
    ...(certificate === '' ? {} : { cert: certificate }),
    ...(key === '' ? {} : { key }),
    ...(passphrase === '' ? {} : { passphrase }),
  };
}
