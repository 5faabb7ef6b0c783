import { createHmac, timingSafeEqual } from 'node:crypto';
import { unreachable } from '../errors.ts';
import { isJsonObject } from '../model/json.ts';
import { framework, Refusal } from './refusal.ts';
import type { Reply } from './reply.ts';

/** Whom the sandbox lets in: everybody, the compose era's proxy with a password, or holders of a short-lived token. */
export type SandboxAuth =
  | { readonly mode: 'none' }
  | { readonly mode: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly mode: 'token';
      readonly clientId: string;
      readonly clientSecret: string;
      /** How long a token lasts; 900 unless told. */
      readonly tokenSeconds?: number;
      /** False: ids that do not exist are answered with 403. */
      readonly isAdmin?: boolean;
    };

/** Checks and issues what callers prove themselves with. */
export interface Credentials {
  readonly auth: SandboxAuth;
  /** True when the `Authorization` header is good now. */
  admits(header: string | undefined): boolean;
  /** @throws {Refusal} when the pair is not the right one, or when there are no tokens here */
  issueToken(clientId: string | undefined, clientSecret: string | undefined): string;
  /** Makes every token issued so far useless. */
  expireTokens(): void;
}

/** @param signingKey - anything random: tokens of another sandbox are no good here */
export function createCredentials(auth: SandboxAuth, clock: () => number, signingKey: string): Credentials {
  let generation = 0;
  const key = (): string => `${signingKey} ${generation}`;
  return {
    auth,
    admits: (header) => isAdmitted(auth, header, Math.floor(clock() / 1000), key()),
    expireTokens() {
      generation += 1;
    },
    issueToken(clientId, clientSecret) {
      // Without tokens the service behind this endpoint does not exist (API §4.1).
      if (auth.mode !== 'token') throw new Refusal('applications are not supported', { shape: 'internal' });
      const isKnown = isSame(clientId ?? '', auth.clientId) && isSame(clientSecret ?? '', auth.clientSecret);
      if (!isKnown) throw framework(400, 'Bad Request');
      return signToken(Math.floor(clock() / 1000), auth.tokenSeconds ?? 900, key());
    },
  };
}

/** The compose era's proxy answers by itself, and with a page (API §4.1). */
export function proxyRefusal(): Reply {
  const text =
    '<html><head><title>401 Authorization Required</title></head><body>401 Authorization Required</body></html>';
  return { status: 401, contentType: 'text/html', headers: { 'www-authenticate': 'Basic realm="Airbyte"' }, text };
}

function isAdmitted(auth: SandboxAuth, header: string | undefined, now: number, signingKey: string): boolean {
  switch (auth.mode) {
    case 'none':
      return true;
    case 'basic':
      return isSame(header ?? '', `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`);
    case 'token':
      return isGoodToken(/^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '', now, signingKey);
    default:
      return unreachable(auth);
  }
}

function signToken(now: number, lifetimeSeconds: number, signingKey: string): string {
  const claims = { iss: 'airplan-sandbox', sub: 'instance-admin', iat: now, exp: now + lifetimeSeconds };
  const content = `${toBase64Url({ alg: 'HS256', typ: 'JWT' })}.${toBase64Url(claims)}`;
  return `${content}.${signature(content, signingKey)}`;
}

function isGoodToken(token: string, now: number, signingKey: string): boolean {
  const [header, claims, given] = token.split('.');
  if (header === undefined || claims === undefined || given === undefined) return false;
  if (!isSame(given, signature(`${header}.${claims}`, signingKey))) return false;
  const decoded: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return isJsonObject(decoded) && typeof decoded.exp === 'number' && now < decoded.exp;
}

function signature(content: string, signingKey: string): string {
  return createHmac('sha256', signingKey).update(content).digest('base64url');
}

function toBase64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function isSame(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}
