import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { answer, type Call } from './answer.ts';
import type { SandboxContext } from './context.ts';
import { answerControl, isControl } from './control/answer-control.ts';
import type { Control } from './control/control.ts';
import type { FaultBook } from './faults/fault-book.ts';
import type { LateWork } from './faults/late-work.ts';
import type { StoreHistory } from './faults/store-history.ts';
import { deliver, type Work } from './faults.ts';
import { readCall } from './read-call.ts';
import type { Reply } from './reply.ts';
import type { AnsweredRequest, RequestLog } from './requests.ts';
import { send } from './send.ts';

export interface ServerParts {
  readonly context: SandboxContext;
  readonly log: RequestLog;
  readonly faults: FaultBook;
  readonly late: LateWork;
  readonly history: StoreHistory;
  readonly control: Control;
  readonly onAnswer: (request: AnsweredRequest) => void;
}

const idleConnectionMs = 60_000;

/** An HTTP server, and how it ends. */
export interface SandboxServer {
  /** Does not listen yet. */
  readonly server: Server;
  /** Breaks open connections and waits for the work under way. */
  close(): Promise<void>;
}

export function createSandboxServer(parts: ServerParts): SandboxServer {
  const underWay = new Set<Promise<void>>();
  const ending = new AbortController();
  // Every request under way listens to it.
  setMaxListeners(0, ending.signal);
  const server = createServer((request, response) => {
    const work = serve(parts, { request, response, signal: ending.signal }).catch(() => void response.destroy());
    underWay.add(work);
    work.finally(() => underWay.delete(work));
  });
  // Node's five seconds let a caller write into a connection that is just being closed.
  server.keepAliveTimeout = idleConnectionMs;
  return { server, close: () => close(server, ending, underWay) };
}

/** Work that goes on after the end would write into a store that somebody else may have opened by then. */
async function close(server: Server, ending: AbortController, underWay: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  ending.abort();
  await closed;
  await Promise.all(underWay);
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Ends every wait. */
  readonly signal: AbortSignal;
}

async function serve(parts: ServerParts, { request, response, signal }: Exchange): Promise<void> {
  const startMs = performance.now();
  const call = await readCall(request);
  if (isControl(call)) {
    return send(response, { type: 'whole', reply: await answerControl(call, parts.control) });
  }
  await parts.late.arrive();
  const seen = { method: call.method, path: call.path, ...(call.body === undefined ? {} : { body: call.body }) };
  const { fault, latencyMs } = parts.faults.decide(seen, parts.log.count(call.path));
  const { work, findStatus } = toWork(call, parts);
  const delivery = await deliver(fault, work);
  const status = delivery.type === 'reset' ? 0 : delivery.reply.status;
  parts.log.add({ ...seen, status: findStatus() ?? status }, call.text?.length ?? 0);
  if (latencyMs > 0) await delay(latencyMs, undefined, { signal });
  await send(response, delivery);
  const ms = performance.now() - startMs;
  parts.onAnswer({ method: call.method, path: call.path, status, ms, ...(fault && { fault: fault.type }) });
}

/** One request as work, and the status with which the work ended: a fault may keep it from the caller. */
function toWork(call: Call, parts: ServerParts): { work: Work; findStatus: () => number | undefined } {
  const { context, faults, history } = parts;
  let status: number | undefined;
  const carryOut = async (place: SandboxContext): Promise<Reply> => {
    history.record(faults.writesRemembered);
    const reply = await answer(call, place);
    history.record(faults.writesRemembered);
    status = reply.status;
    return reply;
  };
  const work: Work = {
    now: () => carryOut(context),
    later: (moment) => parts.late.postpone(moment, () => answer(call, context)),
    asOf: (writesAgo) => carryOut(isRead(call) ? { ...context, store: history.asOf(writesAgo) } : context),
    expireTokens: () => context.credentials.expireTokens(),
  };
  return { work, findStatus: () => status };
}

/** What changes something would be lost on a copy of the store. */
function isRead({ path }: Call): boolean {
  return /\/(list|get|search|most_recent)\w*$/.test(path);
}
