import { messageOf } from '../errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { authorize } from './authorize.ts';
import type { Route, SandboxContext } from './context.ts';
import { startDueJobs } from './jobs/scheduled.ts';
import { settleJobs } from './jobs/settle.ts';
import { framework, internal, Refusal, refusalReply, unknownRoute } from './refusal.ts';
import type { Reply } from './reply.ts';
import { routes } from './routes.ts';
import { assertDeclared } from './strict-json.ts';

/** One request, read to its end. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  /** `undefined`: longer than the server takes. */
  readonly text: string | undefined;
  /** Absent where there was none, or none that is JSON. */
  readonly body: Json | undefined;
}

const apiPrefix = '/api/v1/';

/** Does the work and waits until it is stored; every refusal becomes an answer. */
export async function answer(call: Call, context: SandboxContext): Promise<Reply> {
  try {
    const reply = await handle(call, context);
    await context.store.flush();
    return reply;
  } catch (caught) {
    const refusal = caught instanceof Refusal ? caught : internal(messageOf(caught));
    return refusalReply(refusal, context.rules, context.newId());
  }
}

async function handle(call: Call, context: SandboxContext): Promise<Reply> {
  const route = findRoute(call.path, context);
  const refused = authorize(call.authorization, route, call.body, context);
  if (refused !== undefined) return refused;
  if (route === undefined) throw unknownRoute();
  assertMethod(call, route);
  assertJson(call);
  if (call.text === undefined) throw framework(413, 'Request Entity Too Large');
  const body = route.ignoresBody === true ? {} : toObject(call.text, call.body);
  if (context.isStrict) assertDeclared(call.path.slice(apiPrefix.length), body);
  settleJobs(context);
  await startDueJobs(context);
  return route.handle(body, context);
}

function findRoute(path: string, { rules }: SandboxContext): Route | undefined {
  if (!path.startsWith(apiPrefix)) return undefined;
  const name = path.slice(apiPrefix.length);
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  return route?.exists?.(rules) === false ? undefined : route;
}

/** Whatever can be read can be asked for without its body. */
function assertMethod({ method }: Call, route: Route): void {
  const wanted = route.method ?? 'POST';
  if (method === wanted || (method === 'HEAD' && wanted === 'GET')) return;
  throw framework(405, `Method [${method}] not allowed`);
}

/** No type at all is as good as JSON (API §4.5); what some tools send unless told is not. */
function assertJson({ method, contentType }: Call): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() || undefined;
  if (method !== 'POST' || type === undefined || type === 'application/json') return;
  throw framework(415, `Content Type [${type}] not allowed. Allowed types: [application/json]`);
}

function toObject(text: string, body: Json | undefined): JsonObject {
  if (text.trim() === '') return {};
  if (!isJsonObject(body)) throw framework(400, 'Failed to convert argument: invalid JSON');
  return body;
}
