import { createHash } from 'node:crypto';

import { type Change, desiredOf, type Plan } from '../model/plan.ts';

/**
 * What two plans have in common that do the same: a short digest of where they go, and of what they write. Holds no
 * secret, as plans hold none.
 *
 * @returns 12 hexadecimal digits
 */
export function planDigest({ environment, server, workspace, changes }: Plan): string {
  const work = { environment, server, workspace: workspace.id, changes: changes.map(workOf) };
  return createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 12);
}

/** Words, sizes and causes are left out: they say what a change does, or why, and change from run to run. */
function workOf(change: Change): object {
  const { action, key, name } = change;
  const fields = change.fields.map(({ path, before, after }) => ({ path, before, after }));
  const id = change.action === 'create' ? undefined : change.id;
  const afterwards = change.action === 'update' ? change.afterwards : undefined;
  return { action, key, name, id, fields, afterwards, desired: desiredOf(change) };
}
