import { CredentialsError, isMissing, RequestError, UnreachableError } from '../airbyte/api-error.ts';
import { described, type Probing, probeServer } from '../airbyte/base-url.ts';
import type { Client } from '../airbyte/client.ts';
import { clientAt, earlyHeader, openTransport } from '../airbyte/connect.ts';
import { lookUp } from '../airbyte/look-up.ts';
import { type Instance, readInstance } from '../airbyte/server-version.ts';
import type { Transport } from '../airbyte/transport.ts';
import { inOrder } from '../desired/finding.ts';
import { loadProject } from '../desired/load-project.ts';
import { AirplanError } from '../errors.ts';
import { readLive } from '../live/read-live.ts';
import type { DoctorStep } from '../model/diagnosis.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Locate } from '../model/issue.ts';
import type { Workspace } from '../model/live.ts';
import { counted } from '../plan/effects/words.ts';
import { cutTo } from '../util/cell.ts';
import { withoutUndefined } from '../util/decode.ts';
import { adviseOnAddress, adviseOnCredentials, adviseOnProbes } from './doctor-advice.ts';
import type { Ports } from './ports.ts';
import { findEnvironmentWorkspace, readCertificate } from './session.ts';

/**
 * Goes the way to the server of an environment step by step, up to the first step that fails; writes nothing.
 *
 * @returns the steps as they are made
 * @throws {InvalidFilesError} when `airplan.yaml` cannot be read
 */
export async function* examine(ports: Ports, environmentName?: string): AsyncGenerator<DoctorStep> {
  const { environment, issues, locate } = await loadProject(ports, environmentName);
  if (environment === undefined) throw new InvalidFilesError(inOrder(issues));
  const server = await ports.serverUrl(environment);
  yield checkAddress(server, environment);
  const name = await checkName(new URL(server));
  yield* name;
  if (name.some(isFailed)) return;
  const patient = { ports, environment, locate, server };
  const reached = await reach(patient);
  yield* reached.steps;
  if (reached.probing === undefined) return;
  yield* lookInside(patient, reached);
  yield* checkClock(reached.probing, ports.nowMs());
}

interface Patient {
  readonly ports: Ports;
  readonly environment: Environment;
  readonly locate: Locate;
  /** The address to use, which for `server: sandbox` is not the one in the environment. */
  readonly server: string;
}

function checkAddress(server: string, environment: Environment): DoctorStep {
  if (environment.server === 'sandbox') return ok('address', `the embedded sandbox listens at ${server}`);
  const advice = adviseOnAddress(server);
  if (advice === undefined) return ok('address', `the server is ${server}`);
  return { name: 'address', state: 'warning', text: `the server is ${server}: ${advice.text}`, hint: advice.hint };
}

/** Nothing for an address in numbers. */
async function checkName({ hostname }: URL): Promise<readonly DoctorStep[]> {
  const addresses = await lookUp(hostname);
  const [first] = addresses;
  if (first === undefined) {
    const hint = 'check the spelling of "server"; some names are known inside a company\'s network or a cluster only';
    return [{ name: 'name', state: 'failed', text: `no host is named ${hostname}`, hint, code: 'unreachable' }];
  }
  return hostname.includes(first) ? [] : [ok('name', `${hostname} is ${addresses.slice(0, 3).join(', ')}`)];
}

interface Reached {
  readonly steps: readonly DoctorStep[];
  readonly transport?: Transport;
  readonly probing?: Probing;
}

/** Without retries: what matters is whether anything answers. */
async function reach({ ports, environment, locate, server }: Patient): Promise<Reached> {
  try {
    const certificateAuthority = await readCertificate(ports, environment, locate);
    const { nowMs, random, onExchange, retryDelayMs = () => 200 } = ports;
    const settings = withoutUndefined({ nowMs, random, onExchange, retryDelayMs, certificateAuthority });
    const transport = openTransport(environment, settings);
    const authorization = await earlyHeader(environment);
    const probing = await probeServer(server, transport, { authorization, retries: 0 });
    return { steps: stepsTo(server, environment), transport, probing };
  } catch (error) {
    if (error instanceof InvalidFilesError) return { steps: [failed('tls', error)] };
    const stop = error instanceof UnreachableError ? error.stop : undefined;
    return { steps: [failed(stop ?? 'connection', error)] };
  }
}

function stepsTo(server: string, { caFile }: Environment): readonly DoctorStep[] {
  const { protocol, host } = new URL(server);
  const connection = ok('connection', `${host} answers`);
  if (protocol !== 'https:') return [connection];
  return [
    connection,
    ok('tls', caFile === undefined ? 'its certificate is trusted' : `its certificate fits ${caFile}`),
  ];
}

async function* lookInside(patient: Patient, { probing, transport }: Reached): AsyncGenerator<DoctorStep> {
  const path = checkPath(patient, probing);
  yield path;
  const { ports, environment } = patient;
  if (isFailed(path) || transport === undefined || probing?.baseUrl === undefined) return;
  const client = clientAt(probing.baseUrl, environment, { transport, nowMs: ports.nowMs });
  const anonymous = clientAt(probing.baseUrl, withoutClient(environment), { transport, nowMs: ports.nowMs });
  const instance = await readInstance(anonymous).catch(() => undefined);
  yield checkVersion(instance);
  const { steps, workspace } = await checkWorkspace(client, patient, instance);
  yield* steps;
  if (workspace !== undefined) yield await checkPermissions(client, workspace);
}

/** The server tells anybody about itself; getting a token is a step of its own. */
function withoutClient(environment: Environment): Environment {
  return environment.auth.type === 'client' ? { ...environment, auth: { type: 'none' } } : environment;
}

function checkPath({ environment, ports }: Patient, probing: Probing = { probes: [] }): DoctorStep {
  const { baseUrl, probes } = probing;
  if (baseUrl !== undefined) return ok('path', `the API is at ${new URL(baseUrl).pathname}`);
  const refused = probes.find(({ answer }) => answer.status === 401);
  if (refused !== undefined) {
    const error = new CredentialsError(`${refused.url} does not accept the credentials (401)`, { request: 'health' });
    return refusedStep(error, environment, { instance: undefined, nowMs: ports.nowMs() });
  }
  const seen = probes.map(({ url, answer }) => `${new URL(url).pathname} answers ${described(answer)}`);
  const text = `no Airbyte API: ${seen.join('; ')}`;
  return { name: 'path', state: 'failed', text, hint: adviseOnProbes(probes), code: 'unreachable' };
}

function checkVersion(instance: Instance | undefined): DoctorStep {
  if (instance?.version === undefined) {
    const hint = 'versions before 0.60 do not tell theirs; airplan asks for what it needs and goes on';
    return { name: 'version', state: 'warning', text: 'the server does not tell its version', hint };
  }
  const { version, edition = 'unknown' } = instance;
  return ok('version', `Airbyte ${cutTo(version, 40)}, edition ${cutTo(edition, 40)}`);
}

interface InWorkspace {
  readonly steps: readonly DoctorStep[];
  readonly workspace?: Workspace;
}

/** The first call that needs credentials is the one that asks for the workspace. */
async function checkWorkspace(
  client: Client,
  { environment, locate, ports }: Patient,
  instance: Instance | undefined,
): Promise<InWorkspace> {
  const accepted = ok('auth', acceptance[environment.auth.type]);
  try {
    const workspace = await findEnvironmentWorkspace(client, environment, locate);
    const text = `"${cutTo(workspace.name, 60)}" is ${cutTo(workspace.id, 60)}`;
    return { steps: [accepted, ok('workspace', text)], workspace };
  } catch (error) {
    if (error instanceof CredentialsError) {
      return { steps: [refusedStep(error, environment, { instance, nowMs: ports.nowMs() })] };
    }
    if (error instanceof UnreachableError) return { steps: [failed(error.stop ?? 'connection', error)] };
    const step = failed('workspace', error);
    return { steps: [accepted, isMissing(error) ? { ...step, hint: hiddenWorkspace } : step] };
  }
}

const hiddenWorkspace =
  'the credentials may lack any role in this organization; those of one workspace alone work with its id as "workspace"';

const acceptance: Readonly<Record<Environment['auth']['type'], string>> = {
  none: 'the server asks for no credentials',
  basic: 'user name and password are accepted',
  token: 'the token is accepted',
  client: 'the server gives tokens for clientId and clientSecret',
};

function refusedStep(
  error: CredentialsError,
  { auth }: Environment,
  known: { readonly instance: Instance | undefined; readonly nowMs: number },
): DoctorStep {
  const hint = adviseOnCredentials({ auth, error, ...known }) ?? error.hint;
  return { ...failed('auth', error), hint };
}

/** Reads all that a plan reads; whether we may write shows only when something is written. */
async function checkPermissions(client: Client, workspace: Workspace): Promise<DoctorStep> {
  try {
    const reading = readLive(client, workspace);
    const [live] = await Promise.all([reading.live, reading.definitions]);
    const counts = [
      counted(live.sources.length, 'source'),
      counted(live.destinations.length, 'destination'),
      counted(live.connections.length, 'connection'),
    ];
    return ok('permissions', `all that a plan reads may be read: ${counts.join(', ')}`);
  } catch (error) {
    const step = failed('permissions', error);
    return isMissing(error) ? { ...step, hint: missingRole } : step;
  }
}

const missingRole =
  'give the application or user the role of a reader of this workspace; apply takes that of an editor';

/** More apart than this, tokens look expired that are not. */
const mostSecondsApart = 60;

function checkClock({ probes }: Probing, nowMs: number): readonly DoctorStep[] {
  const serverMs = Date.parse(probes[0]?.answer.date ?? '');
  if (Number.isNaN(serverMs)) return [];
  const seconds = Math.round(Math.abs(serverMs - nowMs) / 1000);
  if (seconds <= mostSecondsApart) return [ok('clock', 'the clocks agree')];
  const hint = 'set the clock of this machine or of the server: tokens expire by them';
  return [{ name: 'clock', state: 'warning', text: `the clocks are ${seconds} s apart`, hint }];
}

function ok(name: DoctorStep['name'], text: string): DoctorStep {
  return { name, state: 'ok', text };
}

function failed(name: DoctorStep['name'], error: unknown): DoctorStep {
  if (!(error instanceof AirplanError)) throw error;
  const [issue] = error instanceof InvalidFilesError ? error.issues : [];
  const { message, hint } = issue ?? error;
  const text = error instanceof RequestError ? error.message.replace(/^health: /, '') : message;
  return { name, state: 'failed', text, hint, code: error.code };
}

function isFailed({ state }: DoctorStep): boolean {
  return state === 'failed';
}
