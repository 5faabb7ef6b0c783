import { RefusedError } from '../errors.ts';
import type { Environment } from '../model/environment.ts';
import type { Workspace } from '../model/live.ts';
import type { Desired } from '../model/resource.ts';
import type { Matched } from '../plan/match-all.ts';

/** What a plan is about to be made for. */
export interface Target {
  readonly environment: Environment;
  readonly workspace: Workspace;
}

/**
 * Stops before everything is planned anew for a workspace that only looks empty: files pin objects, and neither these
 * nor anything else of the files is there.
 *
 * @throws {RefusedError}
 */
export function assertNotAnotherWorkspace(desired: Desired, { ids, actors }: Matched, target: Target): void {
  const resources = [...desired.sources, ...desired.destinations, ...desired.connections];
  const pins = resources.filter(({ id, removal }) => id !== undefined && removal === undefined);
  const isAnythingThere = Object.keys(ids).length > 0 || actors.some(({ replaced }) => replaced !== undefined);
  if (pins.length === 0 || isAnythingThere) return;
  const { environment, workspace } = target;
  const missing =
    pins.length === 1 ? 'the id that the files pin is not' : `none of the ${pins.length} ids that the files pin is`;
  const where = `in workspace "${workspace.name}" (${workspace.id}) on ${environment.server}`;
  throw new RefusedError(
    `this looks like the wrong workspace: ${missing} ${where}, nor is anything else of the files`,
    {
      hint: `check "server" and "workspace" of environment "${environment.name}"; to build everything anew, take the "id" lines out`,
    },
  );
}
