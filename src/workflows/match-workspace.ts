import { inOrder } from '../desired/finding.ts';
import { readLive } from '../live/read-live.ts';
import type { Live, Specification } from '../model/live.ts';
import type { DefinedActor } from '../plan/definitions.ts';
import { RefusedFindingsError, toIssues } from '../plan/findings.ts';
import { type Matched, matchAll } from '../plan/match-all.ts';
import { defineActors, type PlanningBase } from './plan.ts';
import { assertNotAnotherWorkspace } from './wrong-workspace.ts';

/** Files and server side by side, for commands that plan nothing. */
export interface MatchedWorkspace {
  readonly matched: Matched;
  readonly live: Live;
  readonly defined: readonly DefinedActor[];
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
}

/**
 * Reads the server, and finds there what the files name.
 *
 * @throws {InvalidFilesError} when a connector is not there
 * @throws {RefusedError | RefusedFindingsError} when it is the wrong workspace, or a match is ambiguous
 */
export async function matchWorkspace(
  base: Pick<PlanningBase, 'files' | 'session' | 'isSelected'>,
): Promise<MatchedWorkspace> {
  const { session, files } = base;
  const { desired, locate, environment } = files;
  const reading = readLive(session.client, session.workspace);
  const [{ defined, specifications }, live] = await Promise.all([defineActors(base, reading), reading.live]);
  const matched = matchAll({ desired, defined, specifications, live });
  assertNotAnotherWorkspace(desired, matched, { environment, workspace: live.workspace });
  if (matched.findings.length > 0) throw new RefusedFindingsError(inOrder(toIssues(matched.findings, locate)));
  return { matched, live, defined, specifications };
}
