import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { authorize } from './authorize.ts';
import type { Route, SandboxContext } from './context.ts';
import { type Delivery, deliver, type Intercept } from './faults.ts';
import { settleJobs } from './jobs/settle.ts';
import { framework, internal, Refusal, refusalReply, unknownRoute } from './refusal.ts';
import type { Reply } from './reply.ts';
import type { RequestLog } from './requests.ts';
import { routes } from './routes.ts';

export interface ServerParts {
  readonly context: SandboxContext;
  readonly log: RequestLog;
  readonly latencyMs: number;
  readonly intercept: Intercept;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  /** `undefined`: longer than the server takes. */
  readonly text: string | undefined;
}

/** The server's own limit on requests, 10 MiB (API §2.7). */
const maxBodyBytes = 10_485_760;
const idleConnectionMs = 60_000;
const apiPrefix = '/api/v1/';

/** An HTTP server that does not listen yet. */
export function createSandboxServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch(() => response.destroy());
  });
  // Node's five seconds let a caller write into a connection that is just being closed.
  server.keepAliveTimeout = idleConnectionMs;
  return server;
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(request);
  const body = parseBody(call.text);
  const seen = { method: call.method, path: call.path, ...(body === undefined ? {} : { body }) };
  const fault = parts.intercept(seen, parts.log.count(call.path));
  let status = 0;
  const delivery = await deliver(fault, async () => {
    const reply = await answer(call, body, parts.context);
    status = reply.status;
    return reply;
  });
  parts.log.add({ ...seen, status: status || (delivery.type === 'reset' ? 0 : delivery.reply.status) });
  if (parts.latencyMs > 0) await delay(parts.latencyMs);
  send(response, delivery);
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
  const text = await readText(request);
  return { method: request.method ?? 'GET', path: pathname, authorization: request.headers.authorization, text };
}

/** Reads to the end even what is too long: a caller that is still sending would not see the answer. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string | undefined): Json | undefined {
  try {
    return text === undefined || text === '' ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

/** Does the work and waits until it is stored; every refusal becomes an answer. */
async function answer(call: Call, body: Json | undefined, context: SandboxContext): Promise<Reply> {
  try {
    const reply = await handle(call, body, context);
    await context.store.flush();
    return reply;
  } catch (caught) {
    const refusal = caught instanceof Refusal ? caught : internal(messageOf(caught));
    return refusalReply(refusal, context.rules, context.newId());
  }
}

async function handle(call: Call, body: Json | undefined, context: SandboxContext): Promise<Reply> {
  const route = findRoute(call.path, context);
  const refused = authorize(call.authorization, route, body, context);
  if (refused !== undefined) return refused;
  if (route === undefined) throw unknownRoute();
  if (call.method !== (route.method ?? 'POST')) throw framework(405, `Method [${call.method}] not allowed`);
  if (call.text === undefined) throw framework(413, 'Request Entity Too Large');
  settleJobs(context);
  return route.handle(route.ignoresBody === true ? {} : toObject(call.text, body), context);
}

function findRoute(path: string, { rules }: SandboxContext): Route | undefined {
  if (!path.startsWith(apiPrefix)) return undefined;
  const name = path.slice(apiPrefix.length);
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  return route?.exists?.(rules) === false ? undefined : route;
}

function toObject(text: string, body: Json | undefined): JsonObject {
  if (text.trim() === '') return {};
  if (!isJsonObject(body)) throw framework(400, 'Failed to convert argument: invalid JSON');
  return body;
}

function send(response: ServerResponse, delivery: Delivery): void {
  if (delivery.type === 'reset') {
    response.destroy();
    return;
  }
  const { reply } = delivery;
  const bytes = Buffer.from(reply.text);
  const hasBody = reply.status !== 204;
  const described = hasBody ? { 'content-type': reply.contentType, 'content-length': bytes.length } : {};
  response.writeHead(reply.status, { ...described, ...reply.headers });
  if (delivery.type === 'whole') response.end(hasBody ? bytes : undefined);
  else response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}
