import type { Secret } from '../model/configuration.ts';
import type { Auth } from '../model/environment.ts';
import { isJsonObject } from '../model/json.ts';

/** Keeps what proves to the server who we are. */
export interface Authorizer {
  /** The `Authorization` header for the next request; absent without credentials. */
  readonly header: () => Promise<string | undefined>;
  /**
   * After a 401: gets a new token, once for all callers that used the refused one.
   *
   * @returns false when there is nothing to renew
   */
  readonly renew: (refusedHeader: string | undefined) => Promise<boolean>;
}

export interface TokenPorts {
  readonly fetchToken: (clientId: string, clientSecret: Secret) => Promise<string>;
  readonly nowMs: () => number;
}

/** The authorizer for each way that `airplan.yaml` can state. */
export function createAuthorizer(auth: Auth, ports: TokenPorts): Authorizer {
  switch (auth.type) {
    case 'none':
      return fixed(undefined);
    case 'basic':
      return fixed(`Basic ${base64(`${auth.username}:${auth.password.reveal()}`)}`);
    case 'token':
      return fixed(`Bearer ${auth.token.reveal()}`);
    case 'client':
      return renewing(() => ports.fetchToken(auth.clientId, auth.clientSecret), ports.nowMs);
  }
}

function fixed(header: string | undefined): Authorizer {
  return { header: async () => header, renew: async () => false };
}

interface HeldToken {
  readonly header: string;
  /** Milliseconds since the epoch; infinite for a token that does not say. */
  readonly renewAtMs: number;
}

function renewing(fetchToken: () => Promise<string>, nowMs: () => number): Authorizer {
  let held: Promise<HeldToken> | undefined;

  const renewed = (): Promise<HeldToken> => {
    const next = fetchToken().then((token) => {
      const life = lifeMs(token, nowMs());
      return { header: `Bearer ${token}`, renewAtMs: nowMs() + life - marginMs(life) };
    });
    held = next;
    // A failed attempt must not be handed to callers that come later.
    next.catch(() => {
      if (held === next) held = undefined;
    });
    return next;
  };

  const current = async (): Promise<HeldToken> => {
    const before = held;
    if (before === undefined) return renewed();
    const token = await before;
    if (nowMs() < token.renewAtMs) return token;
    return held === before || held === undefined ? renewed() : held;
  };

  return {
    header: async () => (await current()).header,
    renew: async (refusedHeader) => {
      const before = held;
      const token = await before;
      if (token?.header === refusedHeader && held === before) await renewed();
      return true;
    },
  };
}

/** Renew a minute early, or at half of a life shorter than two minutes. */
function marginMs(life: number): number {
  return Number.isFinite(life) ? Math.min(60_000, life / 2) : 0;
}

/** How long a new token lives. Counted from its `iat` if there is one, so that the two clocks need not agree. */
function lifeMs(token: string, nowMs: number): number {
  const { exp, iat } = readClaims(token);
  if (typeof exp !== 'number') return Number.POSITIVE_INFINITY;
  return Math.max(0, exp * 1000 - (typeof iat === 'number' ? iat * 1000 : nowMs));
}

/** When a token ends, in milliseconds since the epoch; `undefined` for one that does not say. */
export function readExpiryMs(token: string): number | undefined {
  const { exp } = readClaims(token);
  return typeof exp === 'number' ? exp * 1000 : undefined;
}

function readClaims(token: string): { readonly exp?: unknown; readonly iat?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return isJsonObject(claims) ? claims : {};
  } catch {
    return {};
  }
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
