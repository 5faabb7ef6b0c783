import { InvalidFlagsError } from '../errors.ts';
import type { SandboxAuth } from '../sandbox/auth.ts';

export const authModes = ['none', 'basic', 'token'] as const;
type AuthMode = (typeof authModes)[number];

/** The flags that say whom the sandbox lets in, as yargs gives them. */
export interface AuthArguments {
  readonly auth: AuthMode;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly tokenTtl?: number | undefined;
}

/** Which mode each flag is for. */
const modeOf = {
  username: 'basic',
  password: 'basic',
  clientId: 'token',
  clientSecret: 'token',
  tokenTtl: 'token',
} as const satisfies Partial<Record<keyof AuthArguments, AuthMode>>;

const flagOf: Readonly<Record<keyof typeof modeOf, string>> = {
  username: '--username',
  password: '--password',
  clientId: '--client-id',
  clientSecret: '--client-secret',
  tokenTtl: '--token-ttl',
};

/** Where none are given: those of the compose era, and a pair that nobody can mistake for a real one. */
const madeUp = {
  username: 'airbyte',
  password: 'password',
  clientId: 'airplan-sandbox',
  clientSecret: 'made-up-secret',
  tokenTtl: 900,
};

/**
 * Whom the sandbox lets in, by its flags.
 *
 * @throws {InvalidFlagsError} for credentials of another mode, and for tokens that last no time
 */
export function sandboxAuth(args: AuthArguments): SandboxAuth {
  assertFitting(args);
  const { username, password, clientId, clientSecret, tokenTtl } = withMadeUp(args);
  if (!Number.isInteger(tokenTtl) || tokenTtl < 1) {
    throw new InvalidFlagsError('--token-ttl takes a whole number of seconds', { hint: 'a server has 900' });
  }
  const auths: { readonly [Mode in AuthMode]: SandboxAuth } = {
    none: { mode: 'none' },
    basic: { mode: 'basic', username, password },
    token: { mode: 'token', clientId, clientSecret, tokenSeconds: tokenTtl },
  };
  return auths[args.auth];
}

function assertFitting(args: AuthArguments): void {
  const names = ['username', 'password', 'clientId', 'clientSecret', 'tokenTtl'] as const;
  const wrong = names.find((name) => args[name] !== undefined && modeOf[name] !== args.auth);
  if (wrong === undefined) return;
  const hint = `add --auth ${modeOf[wrong]}, or leave it out`;
  throw new InvalidFlagsError(`${flagOf[wrong]} means nothing with --auth ${args.auth}`, { hint });
}

function withMadeUp(args: AuthArguments): typeof madeUp {
  return {
    username: args.username ?? madeUp.username,
    password: args.password ?? madeUp.password,
    clientId: args.clientId ?? madeUp.clientId,
    clientSecret: args.clientSecret ?? madeUp.clientSecret,
    tokenTtl: args.tokenTtl ?? madeUp.tokenTtl,
  };
}
