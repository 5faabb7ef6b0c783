import { type About, CredentialsError, RequestError } from '../airbyte/api-error.ts';
import { type CheckAnswer, checkDraft, checkLive, type DraftActor } from '../airbyte/checks.ts';
import { InvalidFlagsError } from '../errors.ts';
import type { Issue } from '../model/issue.ts';
import type { Specification } from '../model/live.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets, revealed } from '../model/secrets.ts';
import type { ActorCase } from '../plan/planned-actors.ts';
import { sortedBy } from '../util/sort.ts';
import { assertConfigurations } from './check-live.ts';
import { matchWorkspace } from './match-workspace.ts';
import { openPlanning, type PlanRequest } from './plan.ts';
import type { Ports } from './ports.ts';
import type { Session } from './session.ts';

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

export interface CheckedWorkspace {
  /** Sorted by key. */
  readonly checks: readonly Checked[];
  /** What is odd in the files, and no reason to stop. */
  readonly warnings: readonly Issue[];
}

/** Told of each check that is under way. */
export interface CheckWatcher {
  readonly onStart: (key: ResourceKey) => void;
  readonly onEnd: (key: ResourceKey) => void;
}

/**
 * Has connectors test their configurations. Writes nothing.
 *
 * @throws what `planWorkspace` throws, and {InvalidFlagsError} when neither source nor destination is selected
 */
export async function checkWorkspace(
  ports: Ports,
  request: CheckRequest,
  watcher: CheckWatcher,
): Promise<CheckedWorkspace> {
  const base = await openPlanning(ports, request);
  const { session, files } = base;
  const isChecked = ({ key, removal }: ActorCase['desired']) => removal === undefined && base.isSelected(key);
  assertAny([...files.desired.sources, ...files.desired.destinations].filter(isChecked));
  const { matched, defined, specifications } = await matchWorkspace(base);
  const own = defined.filter((actor) => isChecked(actor.desired));
  const configurationWarnings = request.files ? assertConfigurations(files, own, specifications) : [];
  const check = request.files ? draftCheck(session, specifications) : liveCheck(session);
  const actors = matched.actors.filter((actor) => isChecked(actor.desired));
  const checks = await Promise.all(actors.map((actor) => checkOne(actor, check, watcher)));
  return { checks: sortedBy(checks, ({ key }) => key), warnings: [...files.issues, ...configurationWarnings] };
}

function assertAny(actors: readonly unknown[]): void {
  if (actors.length > 0) return;
  throw new InvalidFlagsError('neither a source nor a destination is selected', {
    hint: 'only these can be tested; +connection/… selects both ends of a connection',
  });
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
  return async (actor) => {
    // A connector that is still to be created answers nobody.
    if (actor.planned.definition !== undefined) return { result: 'absent' };
    return checkDraft(client, draftOf(actor, specifications, workspace.id), aboutOf(actor));
  };
}

/** What the files say of a source or destination, to be sent: with its true secrets. */
export function draftOf(
  { planned: { kind, definitionId, configuration } }: ActorCase,
  specifications: ReadonlyMap<string, Specification>,
  workspaceId: string,
): DraftActor {
  const { connectionSpecification = {} } = specifications.get(definitionId) ?? {};
  return { kind, definitionId, workspaceId, configuration: revealed(configuration, connectionSpecification) };
}

/** A source or destination for requests about it, which may quote its secrets. */
export function aboutOf({ desired: { key }, planned }: ActorCase): About {
  return { key, hideSecrets: (words) => hideSecrets(words, planned.configuration) };
}

/** That nobody answers about one is no reason to forget the others. */
async function checkOne(actor: ActorCase, check: Check, watcher: CheckWatcher): Promise<Checked> {
  const { key } = actor.desired;
  watcher.onStart(key);
  try {
    return { key, ...(await check(actor)) };
  } catch (error) {
    if (!(error instanceof RequestError) || error instanceof CredentialsError) throw error;
    return { key, result: 'crashed', message: error.message.replace(`${key}: `, '') };
  } finally {
    watcher.onEnd(key);
  }
}
