import { actorHandler } from '../airbyte/actors.ts';
import type { About } from '../airbyte/api-error.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import { definitionHandler } from '../airbyte/custom-definitions.ts';
import type { Live } from '../model/live.ts';
import type { Delete } from '../model/plan.ts';
import type { ResourceKind } from '../model/resource.ts';
import { withoutUndefined } from '../util/decode.ts';
import type { Applied, ApplyContext } from './context.ts';

/** Deletes a live object; one that is gone already is as it should be (API §2.9). */
export async function deleteObject({ kind, id, key, place }: Delete, { client, live }: ApplyContext): Promise<Applied> {
  const about: About = withoutUndefined({ key, place });
  await handlerOf(kind, id, live).delete(client, id, about);
  return { id, notes: [] };
}

function handlerOf(kind: ResourceKind, id: string, { definitions }: Live) {
  switch (kind) {
    case 'connection':
      return connectionHandler;
    case 'definition':
      return definitionHandler(definitions.source.some((one) => one.id === id) ? 'source' : 'destination');
    default:
      return actorHandler(kind);
  }
}
