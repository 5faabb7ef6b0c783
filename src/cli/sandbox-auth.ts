import { InvalidFlagsError } from '../errors.ts';
import type { SandboxAuth } from '../sandbox/auth.ts';

interface AuthArguments {
  readonly token?: string | undefined;
  readonly basic?: string | undefined;
}

/**
 * Whom the sandbox lets in, by its flags.
 *
 * @throws {InvalidFlagsError} when a pair has no colon
 */
export function sandboxAuth({ token, basic }: AuthArguments): SandboxAuth {
  if (token !== undefined) {
    const [clientId, clientSecret] = pair('--token', token);
    return { mode: 'token', clientId, clientSecret };
  }
  if (basic === undefined) return { mode: 'none' };
  const [username, password] = pair('--basic', basic);
  return { mode: 'basic', username, password };
}

function pair(flag: string, text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  if (colon === -1) throw new InvalidFlagsError(`${flag} takes two words with a colon between them`);
  return [text.slice(0, colon), text.slice(colon + 1)];
}
