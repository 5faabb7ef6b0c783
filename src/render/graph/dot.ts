import type { PipelineEdge, PipelineGraph, PipelineNode } from '../../model/pipeline-graph.ts';
import type { Action } from '../../model/plan.ts';
import type { ResourceKind } from '../../model/resource.ts';
import { visible } from '../../util/visible.ts';
import { cutToColumns, nodeName, nodeRemarks } from './node-words.ts';

const longestLabel = 40;

const shapes: Readonly<Record<ResourceKind, string>> = {
  definition: 'hexagon',
  source: 'box',
  connection: 'oval',
  destination: 'cylinder',
};

const colours: Readonly<Record<Action, string>> = {
  create: 'fillcolor="#dafbe1", color="#1a7f37"',
  update: 'fillcolor="#fff8c5", color="#9a6700"',
  replace: 'fillcolor="#fbefff", color="#8250df"',
  delete: 'fillcolor="#ffebe9", color="#cf222e", style="filled,dashed"',
};

/** Pipelines in the language of Graphviz. */
export function renderDot({ nodes, edges }: PipelineGraph): string {
  const ids = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const edgeLine = ({ from, to, meaning }: PipelineEdge) =>
    `  ${ids.get(from)} -> ${ids.get(to)}${meaning === 'data' ? '' : ' [style=dashed, dir=none]'};`;
  return [
    'digraph pipelines {',
    '  rankdir=LR;',
    '  node [fontname="sans-serif", fontsize=12, style=filled, fillcolor="#f6f8fa", color="#59636e", fontcolor="#1f2328"];',
    '  edge [color="#59636e"];',
    ...nodes.map((node) => `  ${ids.get(node.key)} [${attributes(node)}];`),
    ...edges.map(edgeLine),
    '}',
  ].join('\n');
}

function attributes(node: PipelineNode): string {
  const lines = [cutToColumns(nodeName(node), longestLabel), nodeRemarks(node).join(', ')];
  const label = lines
    .filter((line) => line !== '')
    .map(escaped)
    .join('\\n');
  const colour = node.action === undefined ? [] : [colours[node.action]];
  const job = node.lastJob === 'failed' ? ['penwidth=3', 'color="#cf222e"'] : [];
  const tooltip = `tooltip="${escaped(visible(`${node.key} ${node.name}`))}"`;
  return [`label="${label}"`, `shape=${shapes[node.kind] ?? shapes.source}`, tooltip, ...colour, ...job].join(', ');
}

/** Graphviz reads escapes, and then names of characters as in HTML. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
}
