import { Graph, layout } from '@dagrejs/dagre';
import type { PipelineEdge, PipelineGraph, PipelineNode } from '../../model/pipeline-graph.ts';
import type { ResourceKey } from '../../model/resource.ts';
import { groupedBy } from '../../util/group.ts';

/** In pixels, of every box. */
export const boxSize = { width: 224, height: 46 };

const columnGap = 72;
const rowGap = 14;
const partGap = 30;
const margin = 16;
/** From one box to the next below it. */
const step = boxSize.height + rowGap;

/** A box by its upper left corner. */
export interface PlacedNode {
  readonly node: PipelineNode;
  readonly x: number;
  readonly y: number;
}

/** A line from the right side of one box to the left side of another. */
export interface PlacedEdge {
  readonly edge: PipelineEdge;
  readonly from: PlacedNode;
  readonly to: PlacedNode;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/**
 * Places boxes so that everything of one kind stands in one column, and few lines cross. The same graph is placed the
 * same way every time.
 */
export function layoutGraph({ nodes, edges }: PipelineGraph): Layout {
  const columns = usedColumns(nodes);
  const placed = new Map<ResourceKey, PlacedNode>();
  let top = margin;
  const put = (part: readonly PipelineNode[], rowOf: (node: PipelineNode) => number) => {
    const rows = part.map((node) => ({ node, row: rowOf(node) }));
    for (const { node, row } of rows) {
      const x = margin + columns.indexOf(columnOf(node)) * (boxSize.width + columnGap);
      placed.set(node.key, { node, x, y: top + row });
    }
    top += rows.reduce((most, { row }) => Math.max(most, row), 0) + boxSize.height + partGap;
  };
  const { parts, alone } = partsOfGraph(nodes, edges);
  for (const part of parts) {
    const rows = rowsOf(part);
    put(part.nodes, ({ key }) => rows.get(key) ?? 0);
  }
  if (alone.length > 0) put(alone, stacker());
  return {
    width: Math.max(columns.length, 1) * (boxSize.width + columnGap) - columnGap + 2 * margin,
    height: Math.max(top - partGap, boxSize.height) + margin,
    nodes: nodes.flatMap(({ key }) => placed.get(key) ?? []),
    edges: edges.flatMap((edge) => {
      const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
      return from === undefined || to === undefined ? [] : [{ edge, from, to }];
    }),
  };
}

const columnOrder = ['source definition', 'source', 'connection', 'destination', 'destination definition'];

function columnOf({ kind, actorKind = 'source' }: PipelineNode): string {
  return kind === 'definition' ? `${actorKind} definition` : kind;
}

function usedColumns(nodes: readonly PipelineNode[]): readonly string[] {
  const used = new Set(nodes.map(columnOf));
  return columnOrder.filter((column) => used.has(column));
}

/** One below the other in each column. */
function stacker(): (node: PipelineNode) => number {
  const next = new Map<string, number>();
  return (node) => {
    const row = next.get(columnOf(node)) ?? 0;
    next.set(columnOf(node), row + step);
    return row;
  };
}

interface Parts {
  /** What hangs together, in the order of its first node. */
  readonly parts: readonly PipelineGraph[];
  /** What hangs on nothing. */
  readonly alone: readonly PipelineNode[];
}

function partsOfGraph(nodes: readonly PipelineNode[], edges: readonly PipelineEdge[]): Parts {
  const next = groupedBy(
    edges.flatMap(({ from, to }) => [
      { at: from, to },
      { at: to, to: from },
    ]),
    ({ at }) => at,
  );
  const partOf = new Map<ResourceKey, number>();
  nodes.forEach(({ key }, part) => {
    const open = partOf.has(key) ? [] : [key];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (partOf.has(at)) continue;
      partOf.set(at, part);
      open.push(...(next.get(at) ?? []).map(({ to }) => to));
    }
  });
  const grouped = groupedBy(nodes, ({ key }) => partOf.get(key) ?? 0);
  const inside = groupedBy(edges, ({ from }) => partOf.get(from) ?? 0);
  const parts = [...grouped].map(([part, members]) => ({ nodes: members, edges: inside.get(part) ?? [] }));
  return {
    parts: parts.filter((part) => part.edges.length > 0),
    alone: parts.filter((part) => part.edges.length === 0).flatMap((part) => part.nodes),
  };
}

/** More than this is put in an order that is good enough: looking for a better one would take seconds. */
const mostOrdered = 400;

/**
 * Where the boxes of a part begin, counted from its top. Columns are ours: only heights are asked for. Connections that
 * share both ends are placed as one tall box: they belong side by side, and thousands of them take no time.
 */
function rowsOf(part: PipelineGraph): ReadonlyMap<ResourceKey, number> {
  const bundles = bundlesOf(part);
  const graph = new Graph();
  // Every line leads to the next column, and this ranker never lets one span two.
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranker: 'tight-tree' });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = new Map<ResourceKey, string>();
  bundles.forEach((keys, index) => {
    graph.setNode(String(index), { width: boxSize.width, height: keys.length * step - rowGap });
    for (const key of keys) ids.set(key, String(index));
  });
  for (const { from, to } of part.edges) graph.setEdge(ids.get(from) ?? '', ids.get(to) ?? '');
  layout(graph, { disableOptimalOrderHeuristic: bundles.length > mostOrdered });
  const tops = bundles.map((keys, index) => (graph.node(String(index)).y ?? 0) - (keys.length * step - rowGap) / 2);
  const first = tops.reduce((least, row) => Math.min(least, row), Number.POSITIVE_INFINITY);
  return new Map(
    bundles.flatMap((keys, index) =>
      keys.map((key, place) => [key, Math.round((tops[index] ?? first) - first) + place * step] as const),
    ),
  );
}

/** Connections with the same ends together, everything else alone. */
function bundlesOf({ nodes, edges }: PipelineGraph): readonly (readonly ResourceKey[])[] {
  const ends = groupedBy(
    edges.flatMap(({ from, to }) => [
      { at: from, end: `to ${to}` },
      { at: to, end: `from ${from}` },
    ]),
    ({ at }) => at,
  );
  const idOf = ({ key, kind }: PipelineNode): string =>
    kind === 'connection' ? (ends.get(key) ?? []).map(({ end }) => end).join(' ') : key;
  return [...groupedBy(nodes, idOf).values()].map((bundle) => bundle.map(({ key }) => key));
}
