import { type Issue, type Locate, originAt } from '../model/issue.ts';
import type { Live, LiveActor, LiveConnection, LiveResource } from '../model/live.ts';
import type { Change, Delete } from '../model/plan.ts';
import { type DesiredResource, type ResourceKey, resourceKey } from '../model/resource.ts';
import { fileAndLine } from './findings.ts';
import type { Match } from './match.ts';
import { namesOf } from './name-list.ts';

type AnyMatch = Match<DesiredResource, LiveResource>;

/** The deletion that a file asks for; `undefined` when there is nothing left to delete. */
export function removalChange({ desired, live }: AnyMatch, locate: Locate): Delete | undefined {
  if (live === undefined || desired.removal === undefined) return undefined;
  const { key, kind, isProtected } = desired;
  const { reason } = desired.removal;
  return {
    action: 'delete',
    ...emptyChange,
    key,
    kind,
    name: live.name,
    id: live.id,
    place: fileAndLine(locate(desired.origin)),
    askedFor: 'delete',
    ...(reason === undefined ? {} : { reason }),
    ...protection(isProtected),
  };
}

/** The deletion of what no file names; its id stands for the key that it does not have. */
export function pruneChange(live: LiveResource): Delete {
  const { kind, name, id } = live;
  return { action: 'delete', ...emptyChange, key: resourceKey(kind, id), kind, name, id };
}

const emptyChange = { fields: [], effects: [], dependsOn: [], notes: [] };

/** What a change says of the `protect` in its file. */
export function protection(isProtected: boolean | undefined): { readonly isProtected?: true } {
  return isProtected === true ? { isProtected } : {};
}

/** One note about all files whose removal is done. */
export function goneNotes(matches: readonly AnyMatch[]): readonly string[] {
  const keys = matches.filter(({ desired, live }) => desired.removal && live === undefined).map((it) => it.desired.key);
  if (keys.length === 0) return [];
  const words = keys.length === 1 ? 'is gone; its file can be deleted' : 'are gone; their files can be deleted';
  return [`${namesOf(keys)} ${words}`];
}

/** What each live object would take with it, were it deleted: connections, or sources and destinations. */
export type Users = ReadonlyMap<string, readonly (LiveConnection | LiveActor)[]>;

/**
 * By the ids of what these changes delete, for good or to replace it: live connections of sources and destinations, and
 * whatever runs on connectors.
 */
export function usersOfLost(changes: readonly Change[], live: Live): Users {
  const users = new Map<string, (LiveConnection | LiveActor)[]>();
  for (const change of changes) if (change.kind !== 'connection' && isLoss(change)) users.set(change.id, []);
  if (users.size === 0) return users;
  for (const connection of live.connections) {
    users.get(connection.sourceId)?.push(connection);
    users.get(connection.destinationId)?.push(connection);
  }
  for (const actor of [...live.sources, ...live.destinations]) users.get(actor.definitionId)?.push(actor);
  return users;
}

function isLoss(change: Change): change is Extract<Change, { action: 'delete' | 'replace' }> {
  return change.action === 'delete' || change.action === 'replace';
}

/** The same changes; what others use is deleted only once nothing hangs on it any more. */
export function afterTheirUsers(changes: readonly Change[], users: Users): readonly Change[] {
  if (users.size === 0) return changes;
  const keys = lostKeys(changes);
  return changes.map((change) => {
    if (change.action !== 'delete' || change.kind === 'connection') return change;
    return { ...change, dependsOn: (users.get(change.id) ?? []).flatMap(({ id }) => keys.get(id) ?? []) };
  });
}

/** Keys of what is deleted or replaced, by id. */
function lostKeys(changes: readonly Change[]): ReadonlyMap<string, ResourceKey> {
  return new Map(changes.filter(isLoss).map(({ id, key }) => [id, key]));
}

/**
 * What would take others with it which the plan does not delete or replace: a server deletes the connections of a source
 * or destination, and whatever runs on a connector, without a word (API §1.3, §2.9).
 *
 * @param resources - those of the files, for places
 */
export function hangingIssues(
  changes: readonly Change[],
  users: Users,
  { resources, locate }: { readonly resources: readonly DesiredResource[]; readonly locate: Locate },
): readonly Issue[] {
  if (users.size === 0) return [];
  const lost = lostKeys(changes);
  return changes.filter(isLoss).flatMap((change) => {
    const hanging = change.kind === 'connection' ? [] : (users.get(change.id) ?? []).filter(({ id }) => !lost.has(id));
    if (hanging.length === 0) return [];
    const origin = resources.find(({ key }) => key === change.key)?.origin;
    const member = change.action === 'delete' ? 'remove' : 'definition';
    const place = origin === undefined ? {} : { place: locate(originAt(origin, member)) };
    return [{ severity: 'error', ...hangingWords(change, hanging), ...place }];
  });
}

function hangingWords(
  { key, kind, action }: Change,
  hanging: readonly (LiveConnection | LiveActor)[],
): Pick<Issue, 'rule' | 'message' | 'hint'> {
  const names = namesOf(hanging.map(({ name, id }) => `"${name}" (${id})`));
  const noun = hanging[0]?.kind ?? 'connection';
  const count = hanging.length === 1 ? `a ${noun} that stays` : `${hanging.length} ${noun}s that stay`;
  const verb = action === 'delete' ? 'deleted' : 'replaced';
  const others = kind === 'definition' ? 'have them go first, or move to another connector' : 'have them go too';
  return {
    rule: kind === 'definition' ? 'connector-in-use' : 'connections-hang-on-it',
    message: `${key} cannot be ${verb}: the server would delete ${count}: ${names}`,
    hint: `${others}: "remove: true" in their files, --prune if no file names them, and --select all of them`,
  };
}
