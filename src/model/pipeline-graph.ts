import type { Action, Cause } from './plan.ts';
import type { ActorKind, Desired, DesiredActor, ResourceKey, ResourceKind } from './resource.ts';
import { resourceKey } from './resource.ts';
import type { JobState } from './status.ts';

/** A resource in a picture of pipelines. */
export interface PipelineNode {
  readonly key: ResourceKey;
  readonly kind: ResourceKind;
  /** That of its key, where nothing else is known of it. */
  readonly name: string;
  /** Whose connector a definition is; only of definitions. */
  readonly actorKind?: ActorKind;
  /** What is known without a server, in a word or two: its connector, or when it runs. */
  readonly about?: string;
  /** Where the files declare it. */
  readonly place?: string;
  /** What a plan does to it. */
  readonly action?: Action;
  readonly causes?: readonly Cause[];
  /** How many fields a plan changes. */
  readonly fields?: number;
  /** Of a connection, when a server was asked. */
  readonly lastJob?: JobState;
}

/** From left to right: the way of the data, or a connector beside the source or destination that runs on it. */
export interface PipelineEdge {
  readonly from: ResourceKey;
  readonly to: ResourceKey;
  readonly meaning: 'data' | 'connector';
}

/** Sources, connections and destinations, with custom connectors at both ends. Every edge has its nodes. */
export interface PipelineGraph {
  readonly nodes: readonly PipelineNode[];
  readonly edges: readonly PipelineEdge[];
}

/** The edge between a custom connector and who runs on it: sources have theirs on the left. */
export function connectorEdge(kind: ActorKind, actor: ResourceKey, definition: ResourceKey): PipelineEdge {
  const [from, to] = kind === 'source' ? [definition, actor] : [actor, definition];
  return { from, to, meaning: 'connector' };
}

/** Finds the custom connector of the files that a source or destination runs on. */
export function customConnectors({ definitions = [] }: Desired): (actor: DesiredActor) => ResourceKey | undefined {
  const known = new Map(definitions.map(({ key, actorKind }) => [`${actorKind} ${key}`, key]));
  return ({ kind, definition }) => known.get(`${kind} ${resourceKey('definition', definition)}`);
}

/** Takes kind and name of a key apart. */
export function partsOf(key: ResourceKey): { readonly kind: ResourceKind; readonly name: string } {
  const at = key.indexOf('/');
  return { kind: key.slice(0, at) as ResourceKind, name: key.slice(at + 1) };
}
