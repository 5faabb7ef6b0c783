import type { Live, LiveActor, LiveConnection, LiveResource, Specification } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import type { ActorKind, Desired, DesiredConnection } from '../model/resource.ts';
import type { DefinedActor } from './definitions.ts';
import type { Finding } from './findings.ts';
import { type Match, matchResources } from './match.ts';
import { type ActorCase, plannedActor } from './planned-actors.ts';
import type { ConnectionCase } from './planned-connections.ts';
import { findReplaced } from './replaced-actors.ts';

/** Desired and live state, side by side. */
export interface Matched {
  readonly actors: readonly ActorCase[];
  readonly connections: readonly Match<DesiredConnection, LiveConnection>[];
  /** Where each resource of the files is live. */
  readonly ids: Plan['ids'];
  /** Live objects that no file names, by kind, name and id. */
  readonly unmanaged: readonly LiveResource[];
  /** Matches that nobody can decide but the user. */
  readonly findings: readonly Finding[];
}

export interface MatchInput {
  readonly desired: Desired;
  readonly defined: readonly DefinedActor[];
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
  readonly live: Live;
}

/** Finds the live counterpart of every resource of the files. */
export function matchAll(input: MatchInput): Matched {
  const sources = matchActors('source', input.live.sources, input);
  const destinations = matchActors('destination', input.live.destinations, input);
  const connections = matchResources(
    input.desired.connections.map((desired) => ({ desired })),
    input.live.connections,
  );
  const groups = [sources, destinations, connections];
  const live = groups.flatMap(({ matches }) =>
    matches.flatMap((match) => (match.live === undefined ? [] : [[match.desired.key, match.live.id] as const])),
  );
  return {
    actors: [...sources.cases, ...destinations.cases],
    connections: connections.matches,
    ids: Object.fromEntries(live),
    unmanaged: groups.flatMap(({ unmanaged }): readonly LiveResource[] => unmanaged),
    findings: groups.flatMap(({ findings }) => findings),
  };
}

function matchActors(kind: ActorKind, actors: readonly LiveActor[], { defined, specifications, live }: MatchInput) {
  const ofKind = defined.filter(({ desired }) => desired.kind === kind);
  const matched = matchResources(
    ofKind.map(({ desired, definition }) => ({
      desired,
      isAlike: (one) => one.kind === kind && one.definitionId === definition.id,
    })),
    actors,
  );
  const unmatched = matched.matches.filter((match) => match.live === undefined).map(({ desired }) => desired);
  const replaced = findReplaced(unmatched, actors, matched.unmanaged);
  const definitionNames = new Map(live.definitions[kind].map(({ id, name }) => [id, name]));
  const cases = ofKind.flatMap((actor, index): readonly ActorCase[] => {
    const specification = specifications.get(actor.definition.id);
    const match = matched.matches[index];
    if (specification === undefined || match === undefined) return [];
    const old = replaced.get(actor.desired.key);
    const named = actor.definitionKey === undefined ? {} : { definitionKey: actor.definitionKey };
    const planned = plannedActor(actor, specification);
    const whole = { ...match, ...named, definitionName: actor.definition.name, planned };
    if (old === undefined) return [whole];
    const definitionName = definitionNames.get(old.definitionId) ?? old.definitionId;
    return [{ ...whole, replaced: { live: old, definitionName } }];
  });
  const taken = new Set([...replaced.values()].map(({ id }) => id));
  return { ...matched, cases, unmanaged: matched.unmanaged.filter(({ id }) => !taken.has(id)) };
}

/** Connections with what their destinations can do; nothing is known of their streams yet. */
export function connectionCases(
  matches: Matched['connections'],
  { actors }: Matched,
  specifications: ReadonlyMap<string, Specification>,
): readonly ConnectionCase[] {
  const definitionIds = new Map(actors.map(({ planned }) => [planned.key, planned.definitionId]));
  return matches.map((match) => {
    const specification = specifications.get(definitionIds.get(match.desired.destination) ?? '');
    return { ...match, destinationSyncModes: specification?.supportedDestinationSyncModes ?? [] };
  });
}
