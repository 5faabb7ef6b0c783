import { isJsonObject } from '../model/json.ts';
import { CredentialsError, UnreachableError } from './api-error.ts';
import { readErrorBody } from './error-body.ts';
import type { HttpAnswer, Transport } from './transport.ts';

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
  const findings: string[] = [];
  for (const candidate of candidates(given)) {
    const answer = await transport({ ...probe, url: `${candidate}/health`, authorization });
    if (isHealth(answer)) return candidate;
    if (answer.status === 401) throw refusedByProxy(candidate);
    findings.push(`${candidate}/health answers ${described(answer)}`);
  }
  throw new UnreachableError(`no Airbyte API at ${server}: ${findings.join('; ')}`, {
    request: 'health',
    hint: 'set "server" to the address and port of the Airbyte server; an address that ends in /api/v1 is taken as it is',
  });
}

const probe = { name: 'health', method: 'GET', effect: 'read' } as const;

function candidates(server: string): readonly string[] {
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

function described({ status, body, location }: HttpAnswer): string {
  if (location !== undefined) return `${status} and points to ${location}`;
  const { isWebPage, words } = readErrorBody(body);
  if (isWebPage) return `${status} with a web page (HTML)`;
  // What is no error may be an echo of what we sent, credentials included.
  return words === undefined || status < 400 ? `${status}` : `${status}: ${words.slice(0, 100)}`;
}

function refusedByProxy(candidate: string): CredentialsError {
  return new CredentialsError(`${candidate}/health: the server does not accept the credentials (401)`, {
    request: 'health',
    hint: 'check "auth" of the environment in airplan.yaml: older installations ask for a user name and password',
  });
}
