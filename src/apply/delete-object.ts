import { actorHandler } from '../airbyte/actors.ts';
import type { About } from '../airbyte/api-error.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import type { Delete } from '../model/plan.ts';
import { withoutUndefined } from '../util/decode.ts';
import type { Applied, ApplyContext } from './context.ts';

/** Deletes a live object; one that is gone already is as it should be (API §2.9). */
export async function deleteObject({ kind, id, key, place }: Delete, { client }: ApplyContext): Promise<Applied> {
  const about: About = withoutUndefined({ key, place });
  const handler = kind === 'connection' ? connectionHandler : actorHandler(kind);
  await handler.delete(client, id, about);
  return { id, notes: [] };
}
