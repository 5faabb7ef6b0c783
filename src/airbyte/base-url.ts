import { isJsonObject } from '../model/json.ts';
import { CredentialsError, UnreachableError } from './api-error.ts';
import { readErrorBody } from './error-body.ts';
import type { HttpAnswer, HttpRequest, Transport } from './transport.ts';

/**
 * The address of the API on a server of which scheme and host are known.
 *
 * One that already ends in `/api/v1` is taken as it stands, without asking.
 *
 * @throws {UnreachableError} when nothing there speaks Airbyte's API; says what did answer
 * @throws {CredentialsError} when a proxy before it refuses us
 * @see API §4.1: path and port differ by the way Airbyte was installed
 */
export async function findBaseUrl(server: string, transport: Transport, authorization?: string): Promise<string> {
  const given = server.replace(/\/+$/, '');
  if (given.endsWith('/api/v1')) return given;
  const { baseUrl, probes } = await probeServer(given, transport, { authorization });
  if (baseUrl !== undefined) return baseUrl;
  const refused = probes.find(({ answer }) => answer.status === 401);
  if (refused !== undefined) throw refusedByProxy(refused.url);
  const findings = probes.map(({ url, answer }) => `${url} answers ${described(answer)}`);
  throw new UnreachableError(`no Airbyte API at ${server}: ${findings.join('; ')}`, {
    request: 'health',
    hint: 'set "server" to the address and port of the Airbyte server; an address that ends in /api/v1 is taken as it is',
  });
}

/** What answered where the API could be. */
export interface Probe {
  readonly url: string;
  readonly answer: HttpAnswer;
}

/** The address of the API, if it was found, and all that was asked. */
export interface Probing {
  readonly baseUrl?: string;
  readonly probes: readonly Probe[];
}

/**
 * Asks for the health of the API at every path where it could be, until it answers or credentials are refused.
 *
 * @throws {UnreachableError} when nothing answers
 */
export async function probeServer(
  server: string,
  transport: Transport,
  options: Pick<HttpRequest, 'authorization' | 'retries'>,
): Promise<Probing> {
  const probes: Probe[] = [];
  for (const baseUrl of candidates(server.replace(/\/+$/, ''))) {
    const url = `${baseUrl}/health`;
    const answer = await transport({ ...probe, ...options, url });
    probes.push({ url, answer });
    if (isHealth(answer)) return { baseUrl, probes };
    if (answer.status === 401) break;
  }
  return { probes };
}

const probe = { name: 'health', method: 'GET', effect: 'read' } as const;

function candidates(server: string): readonly string[] {
  if (server.endsWith('/api/v1')) return [server];
  // Pasted from the documentation of another API on the same server, or half of the path.
  const root = server.replace(/\/api(\/public)?(\/v1)?$/, '');
  return [`${root}/api/v1`, ...(root === server ? [] : [`${server}/api/v1`])];
}

function isHealth(answer: HttpAnswer): boolean {
  try {
    const body: unknown = JSON.parse(answer.body);
    return answer.status === 200 && isJsonObject(body) && typeof body.available === 'boolean';
  } catch {
    return false;
  }
}

/** An answer in words, without what may be an echo of credentials. */
export function described({ status, body, location }: HttpAnswer): string {
  if (location !== undefined) return `${status} and points to ${location}`;
  const { isWebPage, words } = readErrorBody(body);
  if (isWebPage) return `${status} with a web page (HTML)`;
  // What is no error may be an echo of what we sent, credentials included.
  return words === undefined || status < 400 ? `${status}` : `${status}: ${words.slice(0, 100)}`;
}

function refusedByProxy(url: string): CredentialsError {
  return new CredentialsError(`${url}: the server does not accept the credentials (401)`, {
    request: 'health',
    hint: 'check "auth" of the environment in airplan.yaml: older installations ask for a user name and password',
  });
}
