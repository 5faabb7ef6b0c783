import { explainActor, explainConnection, explainedRules } from '../diff/explain.ts';
import type { Explanation, PlanExplanations, PlannedStreams } from '../model/plan.ts';
import { groupedBy } from '../util/group.ts';
import type { ActorCase } from './planned-actors.ts';
import { type ConnectionCase, plannedConnection } from './planned-connections.ts';

/** A connection with its streams as they are planned. */
export interface StreamedConnection {
  readonly connection: ConnectionCase;
  readonly streams: PlannedStreams;
}

/**
 * Which rules made values equal that look different, resource by resource in the order given.
 *
 * The same rule for the same member of many streams is one entry, with their number.
 */
export function explainAll(actors: readonly ActorCase[], connections: readonly StreamedConnection[]): PlanExplanations {
  const all = [
    ...actors.map(({ planned, live }) => ({
      key: planned.key,
      explanations: live === undefined ? [] : explainActor(planned, live),
    })),
    ...connections.map(({ connection: { desired, live }, streams }) => ({
      key: desired.key,
      explanations: live === undefined ? [] : explainConnection(plannedConnection(desired, streams), live),
    })),
  ];
  const resources = all
    .filter(({ explanations }) => explanations.length > 0)
    .map(({ key, explanations }) => ({ key, values: together(explanations) }));
  return { rules: explainedRules(all.flatMap(({ explanations }) => explanations)), resources };
}

function together(explanations: readonly Explanation[]): PlanExplanations['resources'][number]['values'] {
  return [...groupedBy(explanations, kindOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.length === 0 ? first : { ...first, others: others.length }],
  );
}

function kindOf({ path, rule }: Explanation): string {
  const [root, , ...rest] = path;
  return JSON.stringify([rule, root === 'streams' ? [root, path.length > 1, ...rest] : path]);
}
