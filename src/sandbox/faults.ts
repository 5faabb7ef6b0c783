import type { Json } from '../model/json.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { SandboxRequest } from './requests.ts';

/** Something that goes wrong with one request. */
export type Fault =
  /** The connection breaks before the server has done anything. */
  | { readonly type: 'reset-before' }
  /** The work is done, its answer is lost. */
  | { readonly type: 'reset-after' }
  /** Something in front of the server answers; nothing is done. */
  | { readonly type: 'status'; readonly status: number; readonly body?: Json }
  /** The work is done, but the answer says otherwise. */
  | { readonly type: 'status-after'; readonly status: number; readonly body?: Json }
  /** A proxy's page in place of the answer; nothing is done. */
  | { readonly type: 'html'; readonly status?: number }
  /** The work is done, and the answer breaks off in the middle. */
  | { readonly type: 'truncated' };

/** Decides for each request whether something goes wrong; `nth` counts the requests of its path from 1. */
export type Intercept = (request: Omit<SandboxRequest, 'status'>, nth: number) => Fault | undefined;

/** What is sent in the end: an answer, half of one, or nothing. */
export type Delivery =
  | { readonly type: 'whole'; readonly reply: Reply }
  | { readonly type: 'half'; readonly reply: Reply }
  | { readonly type: 'reset' };

/** What each fault does. `deliver` gets the answer of the work, if the work is done at all. */
type FaultRule<Type extends Fault['type']> =
  | { readonly isWorkDone: false; deliver(fault: Extract<Fault, { type: Type }>): Delivery }
  | { readonly isWorkDone: true; deliver(fault: Extract<Fault, { type: Type }>, reply: Reply): Delivery };

const rules: { readonly [Type in Fault['type']]: FaultRule<Type> } = {
  'reset-before': { isWorkDone: false, deliver: () => ({ type: 'reset' }) },
  'reset-after': { isWorkDone: true, deliver: () => ({ type: 'reset' }) },
  status: { isWorkDone: false, deliver: (fault) => whole(statusReply(fault)) },
  'status-after': { isWorkDone: true, deliver: (fault) => whole(statusReply(fault)) },
  html: { isWorkDone: false, deliver: (fault) => whole(pageReply(fault.status ?? 502)) },
  truncated: { isWorkDone: true, deliver: (_fault, reply) => ({ type: 'half', reply }) },
};

/** Carries a request out under a fault, or without one. */
export async function deliver(fault: Fault | undefined, work: () => Promise<Reply>): Promise<Delivery> {
  if (fault === undefined) return whole(await work());
  return deliverFaulty(rules[fault.type] as FaultRule<Fault['type']>, fault, work);
}

async function deliverFaulty(
  rule: FaultRule<Fault['type']>,
  fault: Fault,
  work: () => Promise<Reply>,
): Promise<Delivery> {
  return rule.isWorkDone ? rule.deliver(fault, await work()) : rule.deliver(fault);
}

function whole(reply: Reply): Delivery {
  return { type: 'whole', reply };
}

function statusReply(fault: { readonly status: number; readonly body?: Json }): Reply {
  return jsonReply(fault.body ?? { message: `answered with ${fault.status} on purpose` }, fault.status);
}

function pageReply(status: number): Reply {
  const text = '<!doctype html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';
  return { status, contentType: 'text/html', text };
}
