import { ApiError } from '../airbyte/api-error.ts';
import { type CheckAnswer, checkDraft, checkLive } from '../airbyte/checks.ts';
import { inOrder } from '../desired/finding.ts';
import { InvalidFlagsError } from '../errors.ts';
import { readLive } from '../live/read-live.ts';
import type { Specification } from '../model/live.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets, revealed } from '../model/secrets.ts';
import { RefusedFindingsError, toIssues } from '../plan/findings.ts';
import { matchAll } from '../plan/match-all.ts';
import type { ActorCase } from '../plan/planned-actors.ts';
import { sortedBy } from '../util/sort.ts';
import { assertConfigurations } from './check-live.ts';
import { defineActors, openPlanning, type PlanRequest } from './plan.ts';
import type { Ports } from './ports.ts';
import type { Session } from './session.ts';
import { assertNotAnotherWorkspace } from './wrong-workspace.ts';

export interface CheckRequest extends Pick<PlanRequest, 'select' | 'exclude' | 'environment' | 'parallelism'> {
  /** Tests what the files say, instead of what the server has. */
  readonly files: boolean;
}

/** What came of one source or destination. */
export interface Checked {
  readonly key: ResourceKey;
  /** `absent`: the server does not have it, so that there was nothing to test. */
  readonly result: CheckAnswer['result'] | 'absent';
  readonly message?: string;
}

/**
 * Has connectors test their configurations. Writes nothing.
 *
 * @returns sorted by key
 * @throws what `planWorkspace` throws, and {InvalidFlagsError} when neither source nor destination is selected
 */
export async function checkWorkspace(ports: Ports, request: CheckRequest): Promise<readonly Checked[]> {
  const base = await openPlanning(ports, request);
  const { session, files } = base;
  const { desired, locate, environment } = files;
  const reading = readLive(session.client, session.workspace);
  const [{ defined, specifications }, live] = await Promise.all([defineActors(base, reading), reading.live]);
  const matched = matchAll({ desired, defined, specifications, live });
  assertNotAnotherWorkspace(desired, matched, { environment, workspace: live.workspace });
  if (matched.findings.length > 0) throw new RefusedFindingsError(inOrder(toIssues(matched.findings, locate)));
  const isChecked = ({ key, removal }: ActorCase['desired']) => removal === undefined && base.isSelected(key);
  const actors = matched.actors.filter((actor) => isChecked(actor.desired));
  if (actors.length === 0) {
    throw new InvalidFlagsError('the selector names neither a source nor a destination', {
      hint: 'only these can be tested; +connection/… selects both ends of a connection',
    });
  }
  const own = defined.filter((actor) => isChecked(actor.desired));
  if (request.files) assertConfigurations(files, own, specifications);
  const check = request.files ? draftCheck(session, specifications) : liveCheck(session);
  return sortedBy(await Promise.all(actors.map((actor) => checkOne(actor, check))), ({ key }) => key);
}

/** Does with one actor what the request asks for; the client sees to it that not all run at once. */
type Check = (actor: ActorCase) => Promise<Omit<Checked, 'key'>>;

function liveCheck({ client }: Session): Check {
  return async (actor) => {
    const { desired, live } = actor;
    return live === undefined ? { result: 'absent' } : checkLive(client, desired.kind, live.id, aboutOf(actor));
  };
}

function draftCheck({ client, workspace }: Session, specifications: ReadonlyMap<string, Specification>): Check {
  return (actor) => {
    const { kind, definitionId, configuration } = actor.planned;
    const { connectionSpecification = {} } = specifications.get(definitionId) ?? {};
    const draft = { kind, definitionId, workspaceId: workspace.id };
    const revealedOne = revealed(configuration, connectionSpecification);
    return checkDraft(client, { ...draft, configuration: revealedOne }, aboutOf(actor));
  };
}

function aboutOf({ desired: { key }, planned }: ActorCase) {
  return { key, hideSecrets: (words: string) => hideSecrets(words, planned.configuration) };
}

/** A refusal of one check is no reason to forget the others. */
async function checkOne(actor: ActorCase, check: Check): Promise<Checked> {
  const { key } = actor.desired;
  try {
    return { key, ...(await check(actor)) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { key, result: 'crashed', message: error.message };
  }
}
