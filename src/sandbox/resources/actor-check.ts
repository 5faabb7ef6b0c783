import type { JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import type { Connector } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findObject, getUuid } from '../request-body.ts';
import { getActor, getConfiguration, revealConfiguration } from './actor-store.ts';
import { prepareUpdate } from './actor-update.ts';
import { getConnector } from './connector-lookup.ts';
import { jobInfo } from './job-info.ts';

interface CheckSubject {
  readonly connector: Connector;
  /** With its secrets. */
  readonly configuration: JsonObject;
  /** Absent where nothing is stored yet. */
  readonly actorId?: string;
}

/** Checks of configurations that nobody has stored; no specification is asked here (API §1.5). */
export const checkRoutes: Routes = {
  'scheduler/sources/check_connection': { handle: checkUnstored('source') },
  'scheduler/destinations/check_connection': { handle: checkUnstored('destination') },
};

export function checkActor(kind: ActorKind): Handler {
  return (body, context) => {
    const actor = getActor(kind, body, context);
    const connector = getConnector(kind, actor.definitionId, context);
    const configuration = revealConfiguration(getConfiguration(actor), context);
    return checkReply({ connector, configuration, actorId: actor.id }, context);
  };
}

/** What an update would come to, masks included; nothing is stored. */
export function checkForUpdate(kind: ActorKind): Handler {
  return (body, context) => {
    const { actor, connector, configuration } = prepareUpdate(kind, body, context);
    const revealed = revealConfiguration(configuration, context);
    return checkReply({ connector, configuration: revealed, actorId: actor.id }, context);
  };
}

function checkUnstored(kind: ActorKind): Handler {
  return (body, context) => {
    const connector = getConnector(kind, getUuid(body, `${kind}DefinitionId`), context);
    getUuid(body, 'workspaceId');
    const configuration = findObject(body, 'connectionConfiguration') ?? failMissing('connectionConfiguration');
    return checkReply({ connector, configuration }, context);
  };
}

/** 200 whatever comes out, and no status where the run itself broke (API §1.5). */
async function checkReply({ connector, configuration, actorId }: CheckSubject, context: SandboxContext) {
  const result = await context.runner.check({ connector, configuration });
  const configId = actorId === undefined ? {} : { configId: actorId };
  const facts = { configType: `check_connection_${connector.kind}`, ...configId };
  switch (result.type) {
    case 'good':
      return jsonReply({ status: 'succeeded', jobInfo: jobInfo(context, facts) });
    case 'failed':
      return jsonReply({ status: 'failed', message: result.message, jobInfo: jobInfo(context, facts) });
    case 'crashed':
      return jsonReply({ jobInfo: jobInfo(context, { ...facts, failure: result.message }) });
  }
}
