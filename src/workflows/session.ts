import type { Client } from '../airbyte/client.ts';
import { connect } from '../airbyte/connect.ts';
import { findWorkspace } from '../airbyte/workspaces.ts';
import { projectFile } from '../desired/project.ts';
import { RefusedError } from '../errors.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue, Locate } from '../model/issue.ts';
import type { Workspace } from '../model/live.ts';
import { withoutUndefined } from '../util/decode.ts';
import { findClosest } from '../util/suggest.ts';
import type { Ports } from './ports.ts';

/** A server that answers, and the workspace on it that an environment means. */
export interface Session {
  readonly client: Client;
  readonly workspace: Workspace;
}

/**
 * Connects to the server of an environment and finds its workspace.
 *
 * @throws {UnreachableError | CredentialsError} when the server does not answer or does not accept us
 * @throws {InvalidFilesError} when there is no such workspace, or no such `caFile`
 * @throws {RefusedError} when it is another workspace than expected, or more than one has that name
 */
export async function openSession(ports: Ports, environment: Environment, locate: Locate): Promise<Session> {
  const certificateAuthority = await readCertificate(ports, environment, locate);
  const url = await ports.serverUrl(environment);
  const { nowMs, random, retryDelayMs, onExchange } = ports;
  const client = await connect(
    url,
    environment,
    withoutUndefined({ nowMs, random, retryDelayMs, onExchange, certificateAuthority }),
  );
  return { client, workspace: await findEnvironmentWorkspace(client, environment, locate) };
}

/**
 * The workspace that an environment means.
 *
 * @throws what `openSession` throws of workspaces
 */
export async function findEnvironmentWorkspace(
  client: Client,
  environment: Environment,
  locate: Locate,
): Promise<Workspace> {
  const workspace = await theWorkspace(client, environment, locate);
  assertExpected(workspace, environment);
  return workspace;
}

/**
 * The certificates of an environment, in PEM form.
 *
 * @throws {InvalidFilesError} when there is no such file
 */
export async function readCertificate(
  ports: Pick<Ports, 'files'>,
  { caFile, name }: Environment,
  locate: Locate,
): Promise<string | undefined> {
  if (caFile === undefined) return undefined;
  const bytes = await ports.files.read(caFile);
  if (bytes !== undefined) return new TextDecoder().decode(bytes);
  throw new InvalidFilesError([
    environmentIssue({ rule: 'missing-file', message: `there is no file "${caFile}"` }, [name, 'caFile'], locate),
  ]);
}

async function theWorkspace(
  client: Client,
  { workspace: wanted, name }: Environment,
  locate: Locate,
): Promise<Workspace> {
  const search = await findWorkspace(client, wanted);
  if (search.found !== undefined) return search.found;
  if (search.matches.length > 1) {
    const ids = search.matches.map(({ id }) => id).join(', ');
    throw new RefusedError(`${search.matches.length} workspaces are named "${wanted}"`, {
      hint: `write the id of the right one as "workspace" of environment "${name}": ${ids}`,
    });
  }
  const names = search.candidates.map((candidate) => candidate.name);
  const closest = findClosest(wanted, names);
  const list = names.length === 0 ? 'these credentials see no workspace at all' : `there are ${names.join(', ')}`;
  const others = names.length > 1 ? ` ${list}` : '';
  const hint = closest === undefined ? list : `did you mean "${closest}"?${others}`;
  const message = `the server has no workspace "${wanted}"`;
  throw new InvalidFilesError([
    environmentIssue({ rule: 'unknown-workspace', message, hint }, [name, 'workspace'], locate),
  ]);
}

function environmentIssue(
  finding: Pick<Issue, 'rule' | 'message' | 'hint'>,
  path: readonly string[],
  locate: Locate,
): Issue {
  const place = locate({ file: projectFile, document: 0, path: ['environments', ...path] });
  return { ...finding, severity: 'error', place };
}

function assertExpected(workspace: Workspace, { expectedWorkspaceId, name }: Environment): void {
  if (expectedWorkspaceId === undefined || expectedWorkspaceId === workspace.id) return;
  throw new RefusedError(
    `environment "${name}" expects workspace ${expectedWorkspaceId}, but "${workspace.name}" is ${workspace.id}`,
    { hint: 'this looks like the wrong target: check "server", "workspace" and "expect" of the environment' },
  );
}
