import type { ActorKind } from '../actor-kind.ts';
import type { Handler } from '../context.ts';
import { jsonReply } from '../reply.ts';
import { getActor, getConfiguration, getConnector, revealConfiguration } from './actor-store.ts';
import { runConnector } from './connector-run.ts';
import { jobInfo } from './job-info.ts';

/** Tests a stored configuration; 200 whatever comes out, and no status where the run itself broke (API §1.5). */
export function checkActor(kind: ActorKind): Handler {
  return (body, context) => {
    const actor = getActor(kind, body, context);
    const connector = getConnector(kind, actor.definitionId, context);
    const configuration = revealConfiguration(getConfiguration(actor), context);
    const result = runConnector(configuration, connector.name);
    const facts = { configType: `check_connection_${kind}`, configId: actor.id };
    switch (result.type) {
      case 'good':
        return jsonReply({ status: 'succeeded', jobInfo: jobInfo(context, facts) });
      case 'failed':
        return jsonReply({ status: 'failed', message: result.message, jobInfo: jobInfo(context, facts) });
      case 'crashed':
        return jsonReply({ jobInfo: jobInfo(context, { ...facts, failure: result.message }) });
    }
  };
}
