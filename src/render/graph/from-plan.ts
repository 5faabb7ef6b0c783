import {
  connectorEdge,
  type PipelineEdge,
  type PipelineGraph,
  type PipelineNode,
  partsOf,
} from '../../model/pipeline-graph.ts';
import { type Change, desiredOf, type Plan } from '../../model/plan.ts';
import type { ResourceKey } from '../../model/resource.ts';
import { withoutUndefined } from '../../util/decode.ts';

/** The connections among some changes, with both ends of each, whether they change or not. */
export function connectionGraph(connections: readonly Change[], { changes }: Plan): PipelineGraph {
  const edges = connections.flatMap(dataEdges);
  return graphOf([...connections.map(({ key }) => key), ...edges.map(otherEnd)], edges, changes);
}

/** All that a plan touches: its changes, and the unchanged ends of its connections. */
export function planGraph(plan: Plan): PipelineGraph {
  const { changes } = plan;
  const edges = changes.flatMap((change) => [...dataEdges(change), ...connectorEdges(change, plan)]);
  return graphOf([...changes.map(({ key }) => key), ...edges.map(otherEnd)], edges, changes);
}

/** Of an edge that a connection has, the source or the destination. */
function otherEnd({ from, to }: PipelineEdge): ResourceKey {
  return partsOf(from).kind === 'connection' ? to : from;
}

function graphOf(
  keys: readonly ResourceKey[],
  edges: readonly PipelineEdge[],
  changes: readonly Change[],
): PipelineGraph {
  const changed = new Map(changes.map((change) => [change.key, change]));
  return { nodes: [...new Set(keys)].map((key) => toNode(key, changed.get(key))), edges };
}

function toNode(key: ResourceKey, change: Change | undefined): PipelineNode {
  if (change === undefined) return { key, ...partsOf(key) };
  const { kind, name, action, causes, fields, place } = change;
  const desired = desiredOf(change);
  return withoutUndefined({
    key,
    kind,
    name,
    action,
    causes,
    fields: fields.length,
    place: place && `${place.file}:${place.line}`,
    actorKind: desired?.kind === 'definition' ? desired.actorKind : undefined,
  });
}

function dataEdges(change: Change): readonly PipelineEdge[] {
  const desired = desiredOf(change);
  if (desired?.kind !== 'connection') return [];
  const { key, source, destination } = desired;
  return [
    { from: source, to: key, meaning: 'data' },
    { from: key, to: destination, meaning: 'data' },
  ];
}

/** Connectors that the same plan changes. */
function connectorEdges(change: Change, { changes, ids }: Plan): readonly PipelineEdge[] {
  const desired = desiredOf(change);
  if (desired?.kind !== 'definition') return [];
  const { actorKind, key } = desired;
  return changes.map(desiredOf).flatMap((actor) => {
    if (actor?.kind !== actorKind) return [];
    const runsOnIt = actor.definition === key || actor.definitionId === (ids[key] ?? key);
    return runsOnIt ? [connectorEdge(actorKind, actor.key, key)] : [];
  });
}
