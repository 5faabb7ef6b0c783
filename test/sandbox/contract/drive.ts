import { profileRules, type SandboxProfile } from '../../../src/sandbox/profile.ts';
import { routes } from '../../../src/sandbox/routes.ts';
import { type CheckedExchange, loadContractProxy } from '../../support/contract.ts';
import { type Body, type World, withSandbox } from '../world.ts';
import { badBodies } from './bad-bodies.ts';
import type { RouteCalls } from './route-calls.ts';
import { application } from './workspace-calls.ts';

/** One request, and what the proxy in front of the sandbox found. */
export interface Driven {
  readonly route: string;
  readonly kind: 'good' | 'bad' | 'without a token';
  readonly line: CheckedExchange;
}

/** A sandbox that asks for tokens, as its admin sees it, and a caller that goes through the checking proxy. */
interface Stage {
  readonly world: World;
  send(route: string, body: Body, headers?: Headers): Promise<CheckedExchange>;
}

type Headers = Readonly<Record<string, string>>;

/** The routes that servers of a profile have. */
export function routesOf(profile: SandboxProfile): readonly string[] {
  return Object.entries(routes).flatMap(([path, { exists }]) =>
    exists?.(profileRules[profile]) === false ? [] : path,
  );
}

/** Sends to each route of `calls` that a profile has what is good, everything that is bad, and what is good without a token. */
export function driveRoutes(profile: SandboxProfile, calls: RouteCalls): Promise<readonly Driven[]> {
  const there = routesOf(profile);
  const wanted = Object.entries(calls).filter(([route]) => there.includes(route));
  return onStage(profile, async (stage) => {
    const driven: Driven[] = [];
    // First what is good: what comes of bad requests shows in lists.
    for (const [route, good] of wanted) {
      driven.push({ route, kind: 'good', line: await stage.send(route, await good(stage.world)) });
    }
    for (const [route, good] of wanted) {
      let body = await good(stage.world);
      driven.push({ route, kind: 'without a token', line: await stage.send(route, body, {}) });
      for (const spoil of badBodies(body)) {
        const line = await stage.send(route, spoil(body));
        driven.push({ route, kind: 'bad', line });
        // Some are carried out all the same, and use up what the body is about.
        if (line.status < 300) body = await good(stage.world);
      }
    }
    return driven;
  });
}

async function onStage<Result>(profile: SandboxProfile, use: (stage: Stage) => Promise<Result>): Promise<Result> {
  return withSandbox({ profile, auth: { mode: 'token', ...application } }, async (world) => {
    const startProxy = await loadContractProxy();
    const proxy = await startProxy({ target: world.sandbox.url });
    const { clientId, clientSecret } = application;
    const token = await world.ok('applications/token', { client_id: clientId, client_secret: clientSecret });
    const admitted = { authorization: `Bearer ${token.access_token}` };
    const send: Stage['send'] = async (route, body, headers = admitted) => {
      const response = await fetch(`${proxy.url}/api/v1/${route}`, toRequest(route, body, headers));
      await response.text();
      return lastOf(proxy.lines);
    };
    try {
      return await use({ world: withHeaders(world, admitted), send });
    } finally {
      await proxy.close();
    }
  });
}

function toRequest(route: string, body: Body, headers: Headers): RequestInit {
  const method = routes[route]?.method ?? 'POST';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const hasBody = method === 'POST' && body !== undefined;
  return { method, headers: { 'content-type': 'application/json', ...headers }, ...(hasBody ? { body: text } : {}) };
}

function lastOf(lines: readonly CheckedExchange[]): CheckedExchange {
  const line = lines.at(-1);
  if (line === undefined) throw new Error('the proxy saw nothing');
  return line;
}

function withHeaders(world: World, headers: Headers): World {
  const post: World['post'] = (path, body) => world.post(path, body, headers);
  return {
    ...world,
    post,
    async ok(path, body) {
      const answer = await post(path, body);
      if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
      return answer.body;
    },
  };
}
