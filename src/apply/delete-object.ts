import { actorHandler } from '../airbyte/actors.ts';
import { type About, RequestError } from '../airbyte/api-error.ts';
import type { Client } from '../airbyte/client.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import { definitionHandler } from '../airbyte/custom-definitions.ts';
import type { Live, LiveResource } from '../model/live.ts';
import type { Delete } from '../model/plan.ts';
import type { ResourceKind } from '../model/resource.ts';
import { withoutUndefined } from '../util/decode.ts';
import type { Applied, ApplyContext } from './context.ts';

/** Deletes a live object; one that is gone already is as it should be (API §2.9). */
export async function deleteObject({ kind, id, key, place }: Delete, context: ApplyContext): Promise<Applied> {
  return { id, notes: await deleteLive({ kind, id }, context, withoutUndefined({ key, place })) };
}

interface LiveObject {
  readonly kind: ResourceKind;
  readonly id: string;
}

/**
 * Deletes, and takes an error for a success if the object is not there any more: servers answer 204, 404 or 500 to a
 * second deletion, and an answer that was lost may have been that of the first.
 *
 * @returns notes for the report
 */
export async function deleteLive(
  object: LiveObject,
  { client, live }: Pick<ApplyContext, 'client' | 'live'>,
  about: About,
): Promise<readonly string[]> {
  try {
    await handlerOf(object, live).delete(client, object.id, about);
    return [];
  } catch (error) {
    if (!(error instanceof RequestError) || (await isThere(object, client, live))) throw error;
    return ['its deletion was answered with an error, but it is gone'];
  }
}

/** The calls for one live object; only the lists of connectors say whether one is for sources. */
function handlerOf({ kind, id }: LiveObject, { definitions }: Live) {
  switch (kind) {
    case 'connection':
      return connectionHandler;
    case 'definition':
      return definitionHandler(definitions.source.some((one) => one.id === id) ? 'source' : 'destination');
    default:
      return actorHandler(kind);
  }
}

/** A get would still find it (API §2.9). If not even a list can be had, nothing is known to be gone. */
async function isThere(object: LiveObject, client: Client, live: Live): Promise<boolean> {
  try {
    const objects: readonly LiveResource[] = await handlerOf(object, live).list(client, live.workspace.id);
    return objects.some(({ id }) => id === object.id);
  } catch {
    return true;
  }
}
