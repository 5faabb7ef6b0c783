import type { Json } from '../model/json.ts';
import type { Moment } from './faults/late-work.ts';
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
  | { readonly type: 'truncated' }
  /** The caller is turned away with `status`, or loses the connection; the work is done some time later. */
  | ({ readonly type: 'late-commit'; readonly status?: number } & Moment)
  /** A read answers as of so many writes ago, as a replica does that lags behind. */
  | { readonly type: 'stale'; readonly writesAgo: number }
  /** Every token issued so far is no good any more, this caller's as well. */
  | { readonly type: 'expire-tokens' };

/** Decides for each request whether something goes wrong; `nth` counts the requests of its path from 1. */
export type Intercept = (request: Omit<SandboxRequest, 'status'>, nth: number) => Fault | undefined;

/** What is sent in the end: an answer, half of one, or nothing. */
export type Delivery =
  | { readonly type: 'whole'; readonly reply: Reply }
  | { readonly type: 'half'; readonly reply: Reply }
  | { readonly type: 'reset' };

/** One request as a fault can have it carried out. */
export interface Work {
  /** Gives the answer once everything is stored. */
  now(): Promise<Reply>;
  later(moment: Moment): void;
  /** As the store was; what would change it is carried out now. */
  asOf(writesAgo: number): Promise<Reply>;
  expireTokens(): void;
}

type Behaviour<Type extends Fault['type']> = (fault: Extract<Fault, { type: Type }>, work: Work) => Promise<Delivery>;

const behaviours: { readonly [Type in Fault['type']]: Behaviour<Type> } = {
  'reset-before': async () => reset,
  'reset-after': async (_fault, work) => {
    await work.now();
    return reset;
  },
  status: async (fault) => whole(statusReply(fault)),
  'status-after': async (fault, work) => {
    await work.now();
    return whole(statusReply(fault));
  },
  html: async ({ status = 502 }) => whole(pageReply(status)),
  truncated: async (_fault, work) => ({ type: 'half', reply: await work.now() }),
  'late-commit': async ({ status, ...moment }, work) => {
    work.later(moment);
    return status === undefined ? reset : whole(statusReply({ status }));
  },
  stale: async ({ writesAgo }, work) => whole(await work.asOf(writesAgo)),
  'expire-tokens': async (_fault, work) => {
    work.expireTokens();
    return whole(await work.now());
  },
};

const reset: Delivery = { type: 'reset' };

/** Carries a request out under a fault, or without one. */
export async function deliver(fault: Fault | undefined, work: Work): Promise<Delivery> {
  if (fault === undefined) return whole(await work.now());
  return (behaviours[fault.type] as Behaviour<Fault['type']>)(fault, work);
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
