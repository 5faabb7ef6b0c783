import { allowanceNote } from '../model/guarded-actions.ts';
import type { Issue, Locate } from '../model/issue.ts';
import type { Live, LiveResource } from '../model/live.ts';
import { actions, type Change, desiredOf, type Plan, type PlanSummary, type UnmanagedObject } from '../model/plan.ts';
import { compareText } from '../util/sort.ts';
import { type DefinitionCase, definitionChange, definitionFindings } from './custom-definitions.ts';
import { afterTheirUsers, goneNotes, hangingIssues, pruneChange, removalChange, usersOfLost } from './deletions.ts';
import { inDependencyOrder } from './dependency-order.ts';
import { withEffects } from './effects/with-effects.ts';
import { explainAll } from './explanations.ts';
import { plannedStreams } from './find-streams.ts';
import type { Finding } from './findings.ts';
import { type ActorCase, actorChange, definitionFinding, missingDefinitionFindings } from './planned-actors.ts';
import {
  type ConnectionCase,
  connectionChange,
  type Ends,
  missingEndFindings,
  type Unmanaged,
} from './planned-connections.ts';

/** Everything that a plan is made of, read and matched. */
export interface PlanInput {
  readonly environment: string;
  readonly server: string;
  readonly live: Live;
  /** Selected ones only; absent: the files have none. */
  readonly definitions?: readonly DefinitionCase[];
  /** Selected ones only. */
  readonly actors: readonly ActorCase[];
  /** Selected ones only. */
  readonly connections: readonly ConnectionCase[];
  /** Where each resource of the files is, selected or not. */
  readonly ids: Plan['ids'];
  /** Live objects that no file names, by kind, name and id. */
  readonly unmanaged: readonly LiveResource[];
  /** Which of them are to be deleted; none if absent. */
  readonly isPruned?: (live: LiveResource) => boolean;
  /** Whether the plan lists those that stay. */
  readonly showsUnmanaged?: boolean;
  /** What else a reader should know, in words. */
  readonly notes?: readonly string[];
  readonly locate: Locate;
  /** Whether to say what looks different and is not. */
  readonly explain?: boolean | undefined;
}

export interface BuiltPlan {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly refusals: readonly Issue[];
}

/**
 * The plan that brings the live state to the desired one. Pure: same input, same bytes.
 *
 * @returns changes in the order in which they are applied; findings if the files ask for what cannot be; refusals if
 *   the live side does not allow it
 */
export function buildPlan(input: PlanInput): BuiltPlan {
  const { locate, live, ids, environment, server } = input;
  const [actors, connections] = [input.actors.filter(stays), input.connections.filter(stays)];
  const definitions = (input.definitions ?? []).filter(stays);
  const definitionChanges = definitions.flatMap((definition) => definitionChange(definition, locate) ?? []);
  const changing = new Map(definitionChanges.map((change) => [change.key, change]));
  const actorChanges = actors.flatMap((actor) => actorChange(actor, locate, changing) ?? []);
  const ends: Ends = { ...endsOf(actorChanges, ids), unmanaged: unmanagedOf(input) };
  const answers = connections.map((connection) => answered(withoutLackingTags(connection, live)));
  const connectionChanges = answers.flatMap(
    (connection) => connectionChange(connection, connection.answer.streams, { ends, locate }) ?? [],
  );
  const kept = [...definitionChanges, ...actorChanges, ...connectionChanges];
  const unordered = [...kept, ...deletions(input)];
  const users = usersOfLost(unordered, live);
  const changes = withEffects(inDependencyOrder(afterTheirUsers(unordered, users)), live);
  const unmanaged = input.unmanaged.filter((one) => !isPruned(one, input));
  const unchanged = definitions.length + actors.length + connections.length - kept.length;
  const resources = matchesOf(input).map(({ desired }) => desired);
  return {
    plan: {
      formatVersion: '1.0',
      environment,
      server,
      workspace: live.workspace,
      summary: summarize(changes, unchanged, unmanaged.length),
      newTags: newTags(changes, live),
      changes,
      ids,
      notes: [...planNotes(input, changes), ...(input.notes ?? []), ...additionNotes(answers, changes)],
      ...(input.showsUnmanaged === true ? { unmanaged: unmanaged.map(toUnmanaged) } : {}),
      ...(input.explain ? { explanations: explainAll(actors, streamed(answers)) } : {}),
    },
    findings: [
      ...definitions.flatMap(definitionFindings),
      ...actors.flatMap((actor) => missingDefinitionFindings(actor, changing)),
      ...actors.flatMap(definitionFinding),
      ...connections.flatMap(({ desired }) => missingEndFindings(desired, ends)),
      ...answers.flatMap(({ answer }) => answer.findings),
    ],
    refusals: hangingIssues(changes, users, { resources, locate }),
  };
}

function unmanagedOf({ ids, live }: PlanInput): Unmanaged {
  const managed = new Set(Object.values(ids));
  const actors = [...live.sources, ...live.destinations].filter(({ id }) => !managed.has(id));
  return {
    actorNames: new Map(actors.map(({ id, name }) => [id, name])),
    connections: live.connections.filter(({ id }) => !managed.has(id)),
  };
}

type AnsweredCase = ConnectionCase & Required<Pick<ConnectionCase, 'answer'>>;

function answered(connection: ConnectionCase): AnsweredCase {
  return { ...connection, answer: connection.answer ?? plannedStreams(connection) };
}

function streamed(connections: readonly AnsweredCase[]) {
  return connections.map((connection) => ({ connection, streams: connection.answer.streams }));
}

/** What servers have added by themselves to connections that stay as they are: expected, and no change. */
function additionNotes(connections: readonly AnsweredCase[], changes: readonly Change[]): readonly string[] {
  const changing = new Set(changes.map(({ key }) => key));
  const notes = connections
    .filter(({ desired }) => !changing.has(desired.key))
    .flatMap(({ desired, answer }) => answer.additions.map((note) => `${desired.key}: ${note}`));
  const rest = notes.length - mostAdditions;
  return rest > 0 ? [...notes.slice(0, mostAdditions), `${rest} more streams that the server adds to stay`] : notes;
}

/** How many of them are told one by one. */
const mostAdditions = 10;

/** Everything of the files that was selected, with its live counterpart. */
function matchesOf({ definitions = [], actors, connections }: PlanInput) {
  return [...definitions, ...actors, ...connections];
}

function stays({ desired }: DefinitionCase | ActorCase | ConnectionCase): boolean {
  return desired.removal === undefined;
}

function endsOf(actorChanges: readonly Change[], ids: Plan['ids']): Ends {
  const replaced = actorChanges.flatMap((change) =>
    change.action === 'replace' ? [[change.id, change.key] as const] : [],
  );
  return { ids, changing: new Set(actorChanges.map(({ key }) => key)), replaced: new Map(replaced) };
}

/** What files ask to be removed, and what is pruned. */
function deletions(input: PlanInput): readonly Change[] {
  const removals = matchesOf(input).flatMap((match) => removalChange(match, input.locate) ?? []);
  return [...removals, ...input.unmanaged.filter((one) => isPruned(one, input)).map(pruneChange)];
}

function isPruned(live: LiveResource, { isPruned: decide = () => false }: PlanInput): boolean {
  return decide(live);
}

function toUnmanaged({ kind, name, id }: LiveResource): UnmanagedObject {
  return { kind, name, id };
}

function planNotes(input: PlanInput, changes: readonly Change[]): readonly string[] {
  const allowance = allowanceNote(changes);
  const notes = [...lackingTagsNotes(input), ...goneNotes(matchesOf(input))];
  return allowance === undefined ? notes : [...notes, allowance];
}

function summarize(changes: readonly Change[], unchanged: number, unmanaged: number): PlanSummary {
  const counts = actions.map((action) => [action, changes.filter((change) => change.action === action).length]);
  return { ...Object.fromEntries(counts), unchanged, unmanaged };
}

function newTags(changes: readonly Change[], { tags = [] }: Live): readonly string[] {
  const known = new Set(tags.map(({ name }) => name));
  const wanted = changes.flatMap((change) => {
    const desired = desiredOf(change);
    return desired?.kind === 'connection' ? (desired.settings.tags ?? []) : [];
  });
  return [...new Set(wanted)].filter((name) => !known.has(name)).sort(compareText);
}

/** Where the server has no tags there is nothing to compare and nothing to send. */
function withoutLackingTags(connection: ConnectionCase, { tags }: Live): ConnectionCase {
  if (tags !== undefined) return connection;
  const { tags: _lacking, ...settings } = connection.desired.settings;
  return { ...connection, desired: { ...connection.desired, settings } };
}

function lackingTagsNotes({ connections, live }: PlanInput): readonly string[] {
  const tagged = connections.filter(stays).filter(({ desired }) => (desired.settings.tags?.length ?? 0) > 0).length;
  if (live.tags !== undefined || tagged === 0) return [];
  return [
    `this server has no tags; "tags" of ${tagged} ${tagged === 1 ? 'connection' : 'connections'} cannot be applied`,
  ];
}
