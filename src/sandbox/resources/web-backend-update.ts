import { findChangedStreams } from '../catalog/stream-changes.ts';
import type { Handler, Routes } from '../context.ts';
import { jsonReply } from '../reply.ts';
import { findBoolean } from '../request-body.ts';
import { canRefresh, refreshStreams, resetStreams } from './connection-jobs.ts';
import { getConnection } from './connection-store.ts';
import { patchConnection } from './connections.ts';
import { toWebConnection } from './web-connection.ts';

/** The update of Airbyte's own UI: streams that change are read anew or cleared, unless told not to (API §2.5). */
const updateFromUi: Handler = async (body, context) => {
  const before = getConnection(body, context);
  const after = patchConnection(body, context);
  const isSkipped = findBoolean(body, 'skipReset') === true || getConnection(body, context).isEnded === true;
  const changed = isSkipped ? [] : findChangedStreams(before.catalog, after.catalog);
  if (changed.length > 0) await (canRefresh(after, context) ? refreshStreams : resetStreams)(after, changed, context);
  return jsonReply(toWebConnection(getConnection(body, context), context));
};

export const webBackendUpdateRoutes: Routes = {
  'web_backend/connections/update': { handle: updateFromUi },
};
