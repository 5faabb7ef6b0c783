import type { Live, LiveActor, LiveConnection, Specification } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import type { ActorKind, Desired, DesiredConnection, ResourceKey } from '../model/resource.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';
import type { DefinedActor } from './definitions.ts';
import type { Finding } from './findings.ts';
import { type Match, matchResources } from './match.ts';
import { type ActorCase, plannedActor } from './planned-actors.ts';
import type { ConnectionCase } from './planned-connections.ts';

/** Desired and live state, side by side. */
export interface Matched {
  readonly actors: readonly ActorCase[];
  readonly connections: readonly Match<DesiredConnection, LiveConnection>[];
  /** Where each resource of the files is live. */
  readonly ids: Plan['ids'];
  /** How many live objects no file names. */
  readonly unmanaged: number;
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
    unmanaged: groups.reduce((count, { unmanaged }) => count + unmanaged.length, 0),
    findings: groups.flatMap(({ findings }) => findings),
  };
}

function matchActors(kind: ActorKind, live: readonly LiveActor[], { defined, specifications }: MatchInput) {
  const ofKind = defined.filter(({ desired }) => desired.kind === kind);
  const matched = matchResources(
    ofKind.map(({ desired, definition }) => ({
      desired,
      isAlike: (one) => one.kind === kind && one.definitionId === definition.id,
    })),
    live,
  );
  const cases = ofKind.flatMap((actor, index): readonly ActorCase[] => {
    const specification = specifications.get(actor.definition.id);
    const match = matched.matches[index];
    if (specification === undefined || match === undefined) return [];
    const key = actor.definitionKey;
    const named = key === undefined ? {} : { definitionKey: key };
    return [{ ...match, ...named, definitionName: actor.definition.name, planned: plannedActor(actor, specification) }];
  });
  return { ...matched, cases };
}

export interface CaseContext {
  readonly catalogs: ReadonlyMap<ResourceKey, DiscoveredCatalog>;
  readonly matched: Matched;
  readonly specifications: ReadonlyMap<string, Specification>;
}

/** Connections with what is known of their streams. */
export function connectionCases(
  matches: Matched['connections'],
  { catalogs, matched, specifications }: CaseContext,
): readonly ConnectionCase[] {
  const definitionIds = new Map(matched.actors.map(({ planned }) => [planned.key, planned.definitionId]));
  return matches.map((match) => {
    const catalog = catalogs.get(match.desired.key);
    const specification = specifications.get(definitionIds.get(match.desired.destination) ?? '');
    return {
      ...match,
      destinationSyncModes: specification?.supportedDestinationSyncModes ?? [],
      ...(catalog === undefined ? {} : { catalog }),
    };
  });
}
