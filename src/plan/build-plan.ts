import type { Locate } from '../model/issue.ts';
import type { Live } from '../model/live.ts';
import { actions, type Change, desiredOf, type Plan, type PlanSummary } from '../model/plan.ts';
import { compareText } from '../util/sort.ts';
import { inDependencyOrder } from './dependency-order.ts';
import { withEffects } from './effects/with-effects.ts';
import { explainAll } from './explanations.ts';
import { plannedStreams } from './find-streams.ts';
import type { Finding } from './findings.ts';
import { type ActorCase, actorChange, definitionFinding } from './planned-actors.ts';
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
  /** Selected ones only. */
  readonly actors: readonly ActorCase[];
  /** Selected ones only. */
  readonly connections: readonly ConnectionCase[];
  /** Where each resource of the files is, selected or not. */
  readonly ids: Plan['ids'];
  /** How many live objects no file names. */
  readonly unmanaged: number;
  /** What else a reader should know, in words. */
  readonly notes?: readonly string[];
  readonly locate: Locate;
  /** Whether to say what looks different and is not. */
  readonly explain?: boolean | undefined;
}

/**
 * The plan that brings the live state to the desired one. Pure: same input, same bytes.
 *
 * @returns changes in the order in which they are applied; findings if the files ask for what cannot be
 */
export function buildPlan(input: PlanInput): { readonly plan: Plan; readonly findings: readonly Finding[] } {
  const { actors, locate, live, ids } = input;
  const actorChanges = actors.flatMap((actor) => actorChange(actor, locate) ?? []);
  const ends: Ends = { ids, changing: new Set(actorChanges.map(({ key }) => key)), unmanaged: unmanagedOf(input) };
  const connections = input.connections.map((connection) => answered(withoutLackingTags(connection, live)));
  const connectionChanges = connections.flatMap(
    (connection) => connectionChange(connection, connection.answer.streams, { ends, locate }) ?? [],
  );
  const changes = withEffects(inDependencyOrder([...actorChanges, ...connectionChanges]), live);
  const { environment, server } = input;
  return {
    plan: {
      formatVersion: '1.0',
      environment,
      server,
      workspace: live.workspace,
      summary: summarize(changes, actors.length + connections.length - changes.length, input.unmanaged),
      newTags: newTags(changes, live),
      changes,
      ids,
      notes: [...lackingTagsNotes(input), ...(input.notes ?? []), ...additionNotes(connections, changes)],
      ...(input.explain ? { explanations: explainAll(actors, streamed(connections)) } : {}),
    },
    findings: [
      ...actors.flatMap(definitionFinding),
      ...connections.flatMap(({ desired }) => missingEndFindings(desired, ends)),
      ...connections.flatMap(({ answer }) => answer.findings),
    ],
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
  const tagged = connections.filter(({ desired }) => (desired.settings.tags?.length ?? 0) > 0).length;
  if (live.tags !== undefined || tagged === 0) return [];
  return [
    `this server has no tags; "tags" of ${tagged} ${tagged === 1 ? 'connection' : 'connections'} cannot be applied`,
  ];
}
