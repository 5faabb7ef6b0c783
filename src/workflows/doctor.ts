import { CredentialsError, RequestError } from '../airbyte/api-error.ts';
import type { Client } from '../airbyte/client.ts';
import { createTransport, type HttpAnswer } from '../airbyte/transport.ts';
import { inOrder } from '../desired/finding.ts';
import { loadProject } from '../desired/load-project.ts';
import { AirplanError, messageOf } from '../errors.ts';
import { readLive } from '../live/read-live.ts';
import type { DoctorStep } from '../model/diagnosis.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Locate } from '../model/issue.ts';
import { decodeString, optionalMember } from '../util/decode.ts';
import type { Ports } from './ports.ts';
import { openSession, type Session } from './session.ts';

/**
 * Reaches the server of an environment step by step, and stops at the first one that fails; writes nothing.
 *
 * @throws {InvalidFilesError} when `airplan.yaml` cannot be read
 */
export async function examine(ports: Ports, environmentName?: string): Promise<readonly DoctorStep[]> {
  const { environment, issues, locate } = await loadProject(ports, environmentName);
  if (environment === undefined) throw new InvalidFilesError(inOrder(issues));
  const url = await ports.serverUrl(environment);
  const address = checkAddress(url);
  const reached = await reach(url, environment, ports);
  if ('name' in reached) return [address, reached];
  const connection: DoctorStep = { name: 'connection', state: 'ok', text: `${new URL(url).origin} answers` };
  const beyond = await lookInside(ports, { environment, locate, url });
  return [address, connection, ...beyond, ...checkClock(reached, ports.nowMs())];
}

function checkAddress(url: string): DoctorStep {
  const text = `the server is ${url}`;
  if (!/\/api\/public/.test(url)) return { name: 'address', state: 'ok', text };
  const hint = 'airplan speaks the other API of the same server, under /api/v1: leave the path out of "server"';
  return { name: 'address', state: 'warning', text: `${text}, the path of Airbyte's public API`, hint };
}

/** Without retries and credentials: what matters is whether anything answers. */
async function reach(url: string, environment: Environment, ports: Ports): Promise<HttpAnswer | DoctorStep> {
  const bytes = environment.caFile === undefined ? undefined : await ports.files.read(environment.caFile);
  const transport = createTransport({
    headers: {},
    timeoutMs: environment.timeoutSeconds * 1000,
    retryDelayMs: () => 1,
    ...(bytes === undefined ? {} : { certificateAuthority: new TextDecoder().decode(bytes) }),
  });
  try {
    const target = `${new URL(url).origin}/api/v1/health`;
    return await transport({ url: target, name: 'health', method: 'GET', effect: 'read', retries: 0 });
  } catch (error) {
    return failed('connection', error);
  }
}

interface Target {
  readonly environment: Environment;
  readonly locate: Locate;
  readonly url: string;
}

async function lookInside(ports: Ports, { environment, locate, url }: Target): Promise<readonly DoctorStep[]> {
  try {
    const session = await openSession(ports, environment, locate);
    const { name, id } = session.workspace;
    return [
      { name: 'api', state: 'ok', text: "Airbyte's API answers" },
      await readVersion(session.client),
      { name: 'auth', state: 'ok', text: `the server accepts us (auth: ${environment.auth.type})` },
      { name: 'workspace', state: 'ok', text: `"${name}" is ${id}` },
      await checkPermissions(session),
    ];
  } catch (error) {
    return [explained(error, url)];
  }
}

/** Tells the step by the error, and adds what the usual mistakes look like. */
function explained(error: unknown, url: string): DoctorStep {
  if (error instanceof InvalidFilesError) {
    const [issue] = error.issues;
    return { name: 'workspace', state: 'failed', text: issue?.message ?? error.message, hint: issue?.hint };
  }
  if (error instanceof CredentialsError) return failed('auth', error);
  if (!(error instanceof RequestError)) return failed('workspace', error);
  const step = failed('api', error);
  if (!/web page/.test(step.text)) return step;
  const port = new URL(url).port;
  const hint =
    port === '8000' || port === '3000' || port === '80'
      ? `port ${port} is where the web interface listens: use the API's, 8001 unless it was changed`
      : 'a login page, a proxy or the web interface answers, not the API: use its address as "server", or give the proxy what it asks for in "headers"';
  return { ...step, hint };
}

async function readVersion(client: Client): Promise<DoctorStep> {
  try {
    const text = await client.call({
      path: 'instance_configuration',
      effect: 'read',
      decode: (value, where) => {
        const version = optionalMember(value, where, 'version', decodeString) ?? 'of unknown version';
        return `Airbyte ${version}, edition ${optionalMember(value, where, 'edition', decodeString) ?? 'unknown'}`;
      },
    });
    return { name: 'version', state: 'ok', text };
  } catch (error) {
    return { ...failed('version', error), state: 'warning', hint: 'the server does not tell its version' };
  }
}

/** Reads all that a plan reads; whether we may write shows only when something is written. */
async function checkPermissions({ client, workspace }: Session): Promise<DoctorStep> {
  try {
    const reading = readLive(client, workspace);
    const [live] = await Promise.all([reading.live, reading.definitions]);
    const counts = `${live.sources.length} sources, ${live.destinations.length} destinations, ${live.connections.length} connections`;
    return { name: 'permissions', state: 'ok', text: `we may read the workspace: ${counts}` };
  } catch (error) {
    return failed('permissions', error);
  }
}

/** More apart than this, tokens look expired that are not. */
const mostSecondsApart = 60;

function checkClock({ date }: HttpAnswer, nowMs: number): readonly DoctorStep[] {
  const serverMs = Date.parse(date ?? '');
  if (Number.isNaN(serverMs)) return [];
  const seconds = Math.round(Math.abs(serverMs - nowMs) / 1000);
  if (seconds <= mostSecondsApart) return [{ name: 'clock', state: 'ok', text: 'the clocks agree' }];
  const hint = 'set the clock of this machine or of the server: tokens expire by them';
  return [{ name: 'clock', state: 'warning', text: `the clocks are ${seconds} s apart`, hint }];
}

function failed(name: DoctorStep['name'], error: unknown): DoctorStep {
  const hint = error instanceof AirplanError ? error.hint : undefined;
  return { name, state: 'failed', text: messageOf(error), hint };
}
