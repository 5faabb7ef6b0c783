import { AirplanError } from '../../errors.ts';
import type { Call } from '../answer.ts';
import { emptyReply, jsonReply, type Reply } from '../reply.ts';
import type { Control } from './control.ts';
import { decodeAdvance } from './decode-advance.ts';
import { decodeDrift } from './decode-drift.ts';
import { decodeFaultRule } from './decode-fault-rule.ts';

type ControlHandler = (body: unknown, control: Control) => Reply | Promise<Reply>;

/** Everything below `/control`, by method and path. No credentials: only this machine reaches the sandbox. */
const handlers: Readonly<Record<string, ControlHandler>> = {
  'GET /control': () => jsonReply({ routes: Object.keys(handlers) }),
  'GET /control/faults': (_body, control) => jsonReply({ faults: control.listFaults() }),
  'POST /control/faults': (body, control) => jsonReply(control.addFault(decodeFaultRule(body, 'body')), 201),
  'DELETE /control/faults': (_body, control) => {
    control.clearFaults();
    return emptyReply();
  },
  'POST /control/drift': async (body, control) => {
    await control.drift(decodeDrift(body, 'body'));
    return emptyReply();
  },
  'GET /control/requests': (_body, control) => jsonReply({ requests: control.requests }),
  'GET /control/clock': (_body, control) => clockReply(control),
  'POST /control/clock': (body, control) => {
    control.advanceClock(decodeAdvance(body, 'body'));
    return clockReply(control);
  },
};

/** True for requests that are about the sandbox, and none of the server that it plays. */
export function isControl({ path }: Call): boolean {
  return path === '/control' || path.startsWith('/control/');
}

/** Does what the request says; what makes no sense is answered with 400 and the reason. */
export async function answerControl(call: Call, control: Control): Promise<Reply> {
  const name = `${call.method} ${call.path}`;
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (handler === undefined) return jsonReply({ message: `no ${name}; GET /control lists what there is` }, 404);
  try {
    return await handler(call.body, control);
  } catch (caught) {
    if (caught instanceof AirplanError) return jsonReply({ message: caught.message, hint: caught.hint }, 400);
    throw caught;
  }
}

function clockReply(control: Control): Reply {
  return jsonReply({ now: new Date(control.nowMs()).toISOString() });
}
