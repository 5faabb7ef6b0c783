import { unreachable } from '../errors.ts';
import type { SandboxAuth } from '../sandbox/auth.ts';
import type { AnsweredRequest } from '../sandbox/requests.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';

/** What somebody has to know who wants to use a sandbox that has just started, with a command that works. */
export function sandboxBanner({ url, store }: Sandbox, { profile, auth, storeFile }: SandboxOptions): string {
  const access = auth ?? { mode: 'none' };
  const [workspace] = store.workspaces.list();
  const rows: readonly (readonly [string, string])[] = [
    ['API', `${url}/api/v1`],
    ['control', `${url}/control (faults, drift, clock; see the README)`],
    ['workspace', `${workspace?.name} ${workspace?.id}`],
    ['holds', describeContent(store)],
    ['store', storeFile ?? 'in memory, gone when it stops'],
    ['credentials', describeCredentials(access)],
  ];
  return [
    `The sandbox listens on ${url} and behaves like Airbyte ${profile}. It moves no data.`,
    ...rows.map(([name, text]) => `  ${name.padEnd(12)}${text}`),
    'Try it:',
    `  ${curl(`${url}/api/v1`, access, workspace?.id ?? '')}`,
  ].join('\n');
}

/** One line for one request. */
export function requestLine({ method, path, status, ms, fault }: AnsweredRequest): string {
  const outcome = status === 0 ? 'connection broken' : String(status);
  return `${method} ${path} ${outcome} ${Math.round(ms)} ms${fault === undefined ? '' : ` (fault: ${fault})`}`;
}

function describeContent({ actors, connections }: Sandbox['store']): string {
  const counts = { source: actors.source.size, destination: actors.destination.size, connection: connections.size };
  return Object.entries(counts)
    .map(([noun, count]) => `${count} ${noun}${count === 1 ? '' : 's'}`)
    .join(', ');
}

function describeCredentials(auth: SandboxAuth): string {
  switch (auth.mode) {
    case 'none':
      return 'none needed';
    case 'basic':
      return `user ${auth.username}, password ${auth.password}`;
    case 'token':
      return `client id ${auth.clientId}, client secret ${auth.clientSecret}; tokens last ${auth.tokenSeconds} s`;
    default:
      return unreachable(auth);
  }
}

/** A call for a POSIX shell that lists the sources. */
function curl(api: string, auth: SandboxAuth, workspaceId: string): string {
  const post = (name: string, body: object, option = ''): string =>
    `curl -s${option} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))} ${api}/${name}`;
  const list = (option: string): string => post('sources/list', { workspaceId }, option);
  switch (auth.mode) {
    case 'none':
      return list('');
    case 'basic':
      return list(` -u ${quoted(`${auth.username}:${auth.password}`)}`);
    case 'token': {
      const pair = { client_id: auth.clientId, client_secret: auth.clientSecret };
      const token = `${post('applications/token', pair)} | cut -d'"' -f4`;
      return list(` -H "Authorization: Bearer $(${token})"`);
    }
    default:
      return unreachable(auth);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
