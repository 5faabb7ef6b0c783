import { ApiError, type CredentialsError } from '../airbyte/api-error.ts';
import { readExpiryMs } from '../airbyte/authorizer.ts';
import type { Probe } from '../airbyte/base-url.ts';
import { readErrorBody } from '../airbyte/error-body.ts';
import type { Instance } from '../airbyte/server-version.ts';
import type { Auth } from '../model/environment.ts';

/** What `server` looks like before anything is asked; `undefined` when it looks well. */
export function adviseOnAddress(server: string): { readonly text: string; readonly hint: string } | undefined {
  const { pathname, hostname } = new URL(server);
  if (/(^|\.)airbyte\.com$/.test(hostname)) {
    return {
      text: 'this is Airbyte Cloud',
      hint: 'Airbyte Cloud keeps the API that airplan speaks to itself: airplan is for servers of your own',
    };
  }
  if (/\/api\/public/.test(pathname)) {
    const hint = 'airplan speaks the other API of the same server, under /api/v1: leave the path out of "server"';
    return { text: 'this is the path of the public API', hint };
  }
  const beyond =
    /\/api\/v1\/.*[^/]/.test(pathname) || /\/(workspaces|connections|sources|destinations)\//.test(pathname);
  return beyond
    ? { text: 'this is the path of a page or of a call', hint: 'leave the path out of "server"' }
    : undefined;
}

/** An answer that is not Airbyte's API, as it looks from outside. */
interface Seen {
  readonly status: number;
  readonly location: string | undefined;
  readonly url: URL;
  readonly isWebPage: boolean;
  readonly body: string;
}

interface Mistake {
  readonly isMade: (seen: Seen) => boolean;
  readonly hint: (seen: Seen) => string;
}

/** The usual mistakes, the surest first. */
const mistakes: readonly Mistake[] = [
  {
    isMade: ({ location, url }) => location?.startsWith(`https://${url.hostname}`) === true && url.protocol === 'http:',
    hint: ({ location = '' }) => `write ${new URL(location).origin} as "server"`,
  },
  {
    isMade: ({ body }) => /plain HTTP request|HTTP request to an HTTPS/i.test(body),
    hint: () => 'write https:// in place of http:// in "server"',
  },
  {
    isMade: ({ location }) => location !== undefined,
    hint: () =>
      'if it points to a login page, give the proxy what it asks for in "headers" of the environment; else write the new address as "server"',
  },
  {
    isMade: ({ status }) => status >= 502 && status <= 504,
    hint: () => 'a gateway answers, the server behind it does not: see whether airbyte-server runs, and its log',
  },
  {
    isMade: ({ isWebPage, body }) => isWebPage && /<title>[^<]*airbyte/i.test(body),
    hint: ({ url }) =>
      `port ${portOf(url)} has the web interface and not the API: use that of airbyte-server, 8001 unless it was changed`,
  },
  {
    isMade: ({ isWebPage, url }) => isWebPage && ['80', '3000', '8000'].includes(portOf(url)),
    hint: ({ url }) =>
      `port ${portOf(url)} is where the web interface or a proxy listens: use the API's, 8001 unless it was changed`,
  },
  {
    isMade: ({ isWebPage }) => isWebPage,
    hint: () =>
      'a login page, a proxy or the web interface answers: use the address of airbyte-server as "server", or give the proxy what it asks for in "headers"',
  },
  {
    isMade: ({ url }) => portOf(url) === '8006',
    hint: () => "port 8006 is where older servers have the public API: use the other API's, 8001 unless it was changed",
  },
  {
    isMade: ({ status }) => status === 403,
    hint: () => 'something before the server refuses: let /api/v1 through, or write what it asks for in "headers"',
  },
];

/** What to do when something answers that is not Airbyte's API. */
export function adviseOnProbes(probes: readonly Probe[]): string {
  const seen = probes.map(({ url, answer }) => toSeen(url, answer));
  for (const { isMade, hint } of mistakes) {
    const found = seen.find(isMade);
    if (found !== undefined) return hint(found);
  }
  return 'check host and port: "server" is the address of airbyte-server, without a path unless a proxy puts one before /api/v1';
}

function toSeen(url: string, { status, body, location }: Probe['answer']): Seen {
  return {
    status,
    body,
    location: location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : undefined,
    url: new URL(url),
    isWebPage: readErrorBody(body).isWebPage,
  };
}

function portOf({ port, protocol }: URL): string {
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}

/** What is known where credentials are refused. */
export interface Refused {
  readonly auth: Auth;
  readonly instance: Instance | undefined;
  readonly error: CredentialsError;
  readonly nowMs: number;
}

const application = '{clientId: "${env:NAME}", clientSecret: "${env:NAME}"}';

/** What to do where credentials are refused, by what was given and what the server asks for. */
export function adviseOnCredentials({ auth, instance, error, nowMs }: Refused): string | undefined {
  const asksItself = instance?.authMode !== undefined && instance.authMode !== 'none';
  switch (auth.type) {
    case 'none':
      return asksItself
        ? `write "auth" of the environment: ${application} of an application of this server`
        : 'write "auth" of the environment: {username, password} where a proxy asks, an application\'s {clientId, clientSecret} else';
    case 'basic':
      return asksItself
        ? `this server takes no user name and password: write "auth" as ${application} of an application`
        : 'check username and password of "auth", and the variables that they refer to';
    case 'token':
      return adviseOnToken(readExpiryMs(auth.token.reveal()), nowMs);
    case 'client':
      return adviseOnClient(error, instance);
  }
}

function adviseOnToken(expiryMs: number | undefined, nowMs: number): string {
  const instead = `with "auth" as ${application} airplan gets a new one by itself`;
  return expiryMs !== undefined && expiryMs <= nowMs
    ? `the token ended at ${new Date(expiryMs).toISOString().slice(0, 16)}Z: ${instead}`
    : `check the variable of "token"; tokens last some minutes only: ${instead}`;
}

function adviseOnClient({ request, cause }: CredentialsError, instance: Instance | undefined): string | undefined {
  const status = cause instanceof ApiError ? cause.status : undefined;
  if (request !== 'applications/token') return 'the token was made, and then refused: see the log of airbyte-server';
  if (instance?.authMode === 'none')
    return 'this server runs without authentication: take "auth" out of the environment';
  if (status === 404 || status === 405) {
    return 'the path of tokens, /api/v1/applications/token, is not there: a proxy has to let it through, and servers before 0.50.44 have none';
  }
  if (status === 403)
    return 'something refuses the path of tokens, /api/v1/applications/token: a proxy has to let it through';
  return 'check clientId and clientSecret of "auth", and the variables that they refer to; an application may have been deleted';
}
