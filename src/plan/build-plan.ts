import type { Locate } from '../model/issue.ts';
import type { Live } from '../model/live.ts';
import { actions, type Change, desiredOf, type Plan, type PlanSummary } from '../model/plan.ts';
import { compareText } from '../util/sort.ts';
import {
  type DefinitionCase,
  type DefinitionContext,
  definitionChange,
  definitionFindings,
} from './custom-definitions.ts';
import { inDependencyOrder } from './dependency-order.ts';
import type { Finding } from './findings.ts';
import { type ActorCase, actorChange, definitionFinding, missingDefinitionFindings } from './planned-actors.ts';
import {
  type ConnectionCase,
  connectionChange,
  type Ends,
  missingEndFindings,
  plannedStreams,
} from './planned-connections.ts';

/** Everything that a plan is made of, read and matched. */
export interface PlanInput {
  readonly environment: string;
  readonly server: string;
  readonly live: Live;
  /** Selected ones only; absent: the files have none. */
  readonly definitions?: readonly DefinitionCase[];
  /** What is known of their manifests. */
  readonly manifests?: Omit<DefinitionContext, 'locate'>;
  /** Selected ones only. */
  readonly actors: readonly ActorCase[];
  /** Selected ones only. */
  readonly connections: readonly ConnectionCase[];
  /** Where each resource of the files is, selected or not. */
  readonly ids: Plan['ids'];
  /** How many live objects no file names. */
  readonly unmanaged: number;
  readonly locate: Locate;
}

/**
 * The plan that brings the live state to the desired one. Pure: same input, same bytes.
 *
 * @returns changes in the order in which they are applied; findings if the files ask for what cannot be
 */
export function buildPlan(input: PlanInput): { readonly plan: Plan; readonly findings: readonly Finding[] } {
  const { actors, locate, live, ids } = input;
  const { definitions = [], manifests = { manifests: new Map(), fingerprintOf: () => '' } } = input;
  const definitionChanges = definitions.flatMap((one) => definitionChange(one, { ...manifests, locate }) ?? []);
  const definitionKeys = new Set(definitionChanges.map(({ key }) => key));
  const actorChanges = actors.flatMap((actor) => actorChange(actor, locate, definitionKeys) ?? []);
  const ends: Ends = { ids, changing: new Set(actorChanges.map(({ key }) => key)) };
  const connections = input.connections.map((connection) => withoutLackingTags(connection, live));
  const streams = connections.map((connection) => plannedStreams(connection));
  const connectionChanges = connections.flatMap((connection, index) => {
    const planned = streams[index]?.streams;
    return planned === undefined ? [] : (connectionChange(connection, planned, { ends, locate }) ?? []);
  });
  const changes = inDependencyOrder([...definitionChanges, ...actorChanges, ...connectionChanges]);
  const { environment, server } = input;
  return {
    plan: {
      formatVersion: '1.0',
      environment,
      server,
      workspace: live.workspace,
      summary: summarize(
        changes,
        definitions.length + actors.length + connections.length - changes.length,
        input.unmanaged,
      ),
      newTags: newTags(changes, live),
      changes,
      ids,
      notes: lackingTagsNotes(input),
    },
    findings: [
      ...definitions.flatMap((one) => definitionFindings(one, manifests.manifests)),
      ...actors.flatMap((actor) => missingDefinitionFindings(actor, definitionKeys)),
      ...actors.flatMap(definitionFinding),
      ...connections.flatMap(({ desired }) => missingEndFindings(desired, ends)),
      ...streams.flatMap(({ findings }) => findings),
    ],
  };
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
  const tagged = connections.filter(({ desired }) => (desired.settings.tags?.length ?? 0) > 0).length;
  if (live.tags !== undefined || tagged === 0) return [];
  return [
    `this server has no tags; "tags" of ${tagged} ${tagged === 1 ? 'connection' : 'connections'} cannot be applied`,
  ];
}
