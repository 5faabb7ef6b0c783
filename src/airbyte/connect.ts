import type { Secret } from '../model/configuration.ts';
import type { Environment } from '../model/environment.ts';
import { hideSecrets } from '../model/secrets.ts';
import { decodeString, member } from '../util/decode.ts';
import { type About, ApiError, CredentialsError } from './api-error.ts';
import { createAuthorizer } from './authorizer.ts';
import { findBaseUrl } from './base-url.ts';
import { type Client, createClient, readAnswer } from './client.ts';
import { secretsOf } from './secrets-sent.ts';
import { createTransport, type Exchange, type Transport } from './transport.ts';

/** What connecting takes from the outside world. */
export interface ConnectPorts {
  readonly nowMs: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Certificates in PEM form, the content of `caFile`. */
  readonly certificateAuthority?: string;
  /** Replaces the waiting time between tries; tests set it to nothing. */
  readonly retryDelayMs?: (attempt: number) => number;
  readonly onExchange?: (exchange: Exchange) => void;
}

/**
 * A client for the server of an environment: its address found, its credentials ready.
 *
 * @param server - the address to use, which for `server: sandbox` is not the one in the environment
 * @throws {UnreachableError | CredentialsError}
 */
export async function connect(server: string, environment: Environment, ports: ConnectPorts): Promise<Client> {
  const transport = openTransport(environment, ports);
  const baseUrl = await findBaseUrl(server, transport, await earlyHeader(environment));
  return clientAt(baseUrl, environment, { transport, nowMs: ports.nowMs });
}

/** Sends requests with the headers, certificates and patience of an environment, but without its credentials. */
export function openTransport(environment: Environment, ports: ConnectPorts): Transport {
  return createTransport({
    headers: revealed(environment.headers),
    secrets: secretsOf(environment),
    timeoutMs: environment.timeoutSeconds * 1000,
    onExchange: ports.onExchange,
    retryDelayMs: ports.retryDelayMs ?? ((attempt) => retryDelayMs(attempt, ports.random())),
    ...(ports.certificateAuthority === undefined ? {} : { certificateAuthority: ports.certificateAuthority }),
  });
}

/** What proves who we are before the address is known: client credentials need it first, and the probe goes without. */
export async function earlyHeader({ auth }: Environment): Promise<string | undefined> {
  const early = auth.type === 'client' ? { type: 'none' as const } : auth;
  return createAuthorizer(early, noTokens).header();
}

/** A client for an API whose address is known. */
export function clientAt(
  baseUrl: string,
  environment: Environment,
  { transport, nowMs }: { readonly transport: Transport; readonly nowMs: () => number },
): Client {
  const authorizer = createAuthorizer(environment.auth, {
    nowMs,
    fetchToken: (clientId, clientSecret) => fetchToken(transport, baseUrl, clientId, clientSecret),
  });
  return createClient({ baseUrl, transport, authorizer, parallelism: environment.parallelism });
}

/**
 * How long to wait before the next try of a failed request.
 *
 * @param attempt - tries made so far; 1 after the first failure
 * @param jitter - a number in [0, 1)
 * @returns milliseconds, between 250 and 8,000: doubling, and half of it left to chance
 */
export function retryDelayMs(attempt: number, jitter: number): number {
  const full = Math.min(8000, 500 * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * jitter;
}

const noTokens = { nowMs: () => 0, fetchToken: async () => '' };

/** Any answer but a token is read as "refused": servers answer 400, 401 or 500 for the same mistake (API §4.2). */
async function fetchToken(
  transport: Transport,
  baseUrl: string,
  clientId: string,
  clientSecret: Secret,
): Promise<string> {
  const path = 'applications/token';
  const body = { client_id: clientId, client_secret: clientSecret.reveal() };
  const answer = await transport({ url: `${baseUrl}/${path}`, name: path, method: 'POST', effect: 'read', body });
  const about: About = { key: clientId, hideSecrets: (words) => hideSecrets(words, { clientSecret }) };
  try {
    return readAnswer(
      { path, effect: 'read', about, decode: (value, where) => member(value, where, 'access_token', decodeString) },
      answer,
    );
  } catch (error) {
    throw tokenRefused(path, answer.status, error);
  }
}

function tokenRefused(path: string, status: number, cause: unknown): CredentialsError {
  const words = cause instanceof ApiError && cause.words !== undefined ? `: ${cause.words}` : '';
  const hint =
    status === 404 || status === 403
      ? 'this server may run without authentication: remove "auth" of the environment'
      : 'check clientId and clientSecret of the environment, or the server is unwell';
  return new CredentialsError(`${path}: the server gives no token for these credentials (${status}${words})`, {
    request: path,
    hint,
    cause,
  });
}

function revealed(headers: Environment['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
  );
}
