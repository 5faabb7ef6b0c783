import {
  connectorEdge,
  customConnectors,
  type PipelineEdge,
  type PipelineGraph,
  type PipelineNode,
  partsOf,
} from '../../model/pipeline-graph.ts';
import type { Change } from '../../model/plan.ts';
import type { Desired, DesiredResource, ResourceKey } from '../../model/resource.ts';
import type { ConnectionState } from '../../model/status.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { everyWord } from '../status-words.ts';

/** What a picture of the files is to show of them, and what a server has said. */
export interface PictureParts {
  readonly isSelected: (key: ResourceKey) => boolean;
  /** What is not to be there even as the end of a connection. */
  readonly isExcluded: (key: ResourceKey) => boolean;
  readonly placeOf: (resource: DesiredResource) => string;
  /** Only there when a server was asked. */
  readonly live?: { readonly changes: readonly Change[]; readonly connections: readonly ConnectionState[] };
}

/** The pipelines of the files: what is selected, and the ends of selected connections. */
export function desiredGraph(desired: Desired, parts: PictureParts): PipelineGraph {
  const { isSelected, isExcluded } = parts;
  const { definitions = [], sources, destinations, connections } = desired;
  const ends = connections
    .filter(({ key }) => isSelected(key))
    .flatMap(({ source, destination }) => [source, destination])
    .filter((key) => !isExcluded(key));
  const drawn = new Set(ends);
  const known = [...definitions, ...sources, ...connections, ...destinations];
  const nodes = known.filter(({ key }) => isSelected(key) || drawn.has(key)).map(describer(parts));
  const declared = new Set(known.map(({ key }) => key));
  const unknown = [...drawn].filter((key) => !declared.has(key)).map((key) => ({ key, ...partsOf(key) }));
  const all = [...nodes, ...unknown];
  const keys = new Set(all.map(({ key }) => key));
  return { nodes: all, edges: edgesOf(desired).filter(({ from, to }) => keys.has(from) && keys.has(to)) };
}

function edgesOf(desired: Desired): readonly PipelineEdge[] {
  const connectorOf = customConnectors(desired);
  const connectors = [...desired.sources, ...desired.destinations].flatMap((actor) => {
    const connector = connectorOf(actor);
    return connector === undefined ? [] : [connectorEdge(actor.kind, actor.key, connector)];
  });
  const flows = desired.connections.flatMap(({ key, source, destination }): readonly PipelineEdge[] => [
    { from: source, to: key, meaning: 'data' },
    { from: key, to: destination, meaning: 'data' },
  ]);
  return [...connectors, ...flows];
}

function describer({ placeOf, live }: PictureParts): (resource: DesiredResource) => PipelineNode {
  const changes = new Map(live?.changes.map((change) => [change.key, change]));
  const states = new Map(live?.connections.map((state) => [state.key, state]));
  return (resource) => {
    const { key, kind, name } = resource;
    const change = changes.get(key);
    return withoutUndefined({
      key,
      kind,
      name,
      actorKind: resource.kind === 'definition' ? resource.actorKind : undefined,
      about: about(resource),
      place: placeOf(resource),
      action: change?.action,
      fields: change?.fields.length,
      lastJob: kind === 'connection' ? states.get(key)?.state : undefined,
    });
  };
}

function about(resource: DesiredResource): string | undefined {
  if (resource.removal !== undefined) return 'to be removed';
  if (resource.kind === 'definition') return `custom ${resource.actorKind}`;
  if (resource.kind !== 'connection') return resource.definition;
  const { status, schedule } = resource.settings;
  if (status === 'inactive') return 'paused';
  if (schedule === undefined) return undefined;
  return schedule.type === 'basic' ? `every ${everyWord(schedule)}` : everyWord(schedule);
}
