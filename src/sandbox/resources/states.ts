import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { findCurrentJob } from '../jobs/job-store.ts';
import { type StoredState, type StoredStreamState, toStreamName } from '../jobs/stored-job.ts';
import { known } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findEnum, findObject, findObjects, findText } from '../request-body.ts';
import { getConnection } from './connection-store.ts';

const stateTypes = ['global', 'stream', 'legacy', 'not_set'] as const;

const getState: Handler = (body, context) => stateReply(getConnection(body, context).id, context);

/** A bare JSON text. */
const getStateType: Handler = (body, context) =>
  jsonReply(context.store.states.find(getConnection(body, context).id)?.type ?? 'not_set');

/** Replaces the whole state, but never under a running job (API §1.8). */
const replaceState: Handler = (body, context) => {
  const { id } = getConnection(body, context);
  if (findCurrentJob(id, context) !== undefined) {
    throw known(423, `The state of ${id} cannot be changed while a sync is running`);
  }
  const state = decodeState(id, findObject(body, 'connectionState') ?? failMissing('connectionState'));
  if (state === undefined) context.store.states.delete(id);
  else context.store.states.put(state);
  return stateReply(id, context);
};

export const stateRoutes: Routes = {
  'state/get': { handle: getState },
  'state/create_or_update_safe': { handle: replaceState },
  'web_backend/state/get_type': { handle: getStateType },
};

function stateReply(connectionId: string, { store }: SandboxContext) {
  const state = store.states.find(connectionId);
  return jsonReply({ connectionId, stateType: state?.type ?? 'not_set', ...(state && toWireState(state)) });
}

function toWireState({ type, streams, shared, legacy }: StoredState) {
  const states = streams.map((stream) => ({ streamDescriptor: toStreamName(stream), streamState: stream.state }));
  switch (type) {
    case 'stream':
      return { streamState: states };
    case 'global':
      return { globalState: { shared_state: shared, streamStates: states } };
    case 'legacy':
      return { state: legacy };
  }
}

/** @returns `undefined` where the state is to be forgotten */
function decodeState(id: string, body: JsonObject): StoredState | undefined {
  const type = findEnum(body, 'stateType', stateTypes) ?? failMissing('stateType');
  switch (type) {
    case 'not_set':
      return undefined;
    case 'stream':
      return { id, type, streams: decodeStreams(body, 'streamState') };
    case 'global':
      return { id, type, ...decodeGlobal(findObject(body, 'globalState') ?? failMissing('globalState')) };
    case 'legacy':
      return { id, type, streams: [], legacy: findObject(body, 'state') ?? failMissing('state') };
  }
}

function decodeGlobal(body: JsonObject): Pick<StoredState, 'streams' | 'shared'> {
  const shared = findObject(body, 'shared_state');
  return { streams: decodeStreams(body, 'streamStates'), ...(shared === undefined ? {} : { shared }) };
}

function decodeStreams(body: JsonObject, name: string): readonly StoredStreamState[] {
  return (findObjects(body, name) ?? []).map((entry) => {
    const descriptor = findObject(entry, 'streamDescriptor') ?? failMissing('streamDescriptor');
    const namespace = findText(descriptor, 'namespace');
    const state = findObject(entry, 'streamState');
    return {
      name: findText(descriptor, 'name') ?? failMissing('name'),
      ...(namespace === undefined ? {} : { namespace }),
      ...(state === undefined ? {} : { state }),
    };
  });
}
