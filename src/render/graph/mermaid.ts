import type { PipelineGraph, PipelineNode } from '../../model/pipeline-graph.ts';
import type { Action } from '../../model/plan.ts';
import type { ResourceKey, ResourceKind } from '../../model/resource.ts';
import { groupedBy } from '../../util/group.ts';
import { visible } from '../../util/visible.ts';
import { cut } from '../markdown/words.ts';
import { actionsIn, lastJobWords, nodeName } from './node-words.ts';

/** How much of a name is shown, in characters. */
const longestLabel = 40;

/** Readable on light and on dark ground; the mark in front of a name says the same. */
const styles: Readonly<Record<Action, string>> = {
  create: 'fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
  update: 'fill:#fff8c5,stroke:#9a6700,color:#1f2328',
  replace: 'fill:#fbefff,stroke:#8250df,color:#1f2328',
  delete: 'fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4',
};

const failedStyle = 'stroke:#cf222e,stroke-width:4px';

const shapes: Readonly<Record<ResourceKind, readonly [before: string, after: string]>> = {
  definition: ['{{"', '"}}'],
  source: ['["', '"]'],
  connection: ['(["', '"])'],
  destination: ['[("', '")]'],
};

/** Pipelines as a mermaid flowchart, line by line. */
export function mermaidLines(graph: PipelineGraph): readonly string[] {
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, `n${index}`]));
  const failed = graph.nodes.filter(({ lastJob }) => lastJob === 'failed').map(({ key }) => ids.get(key));
  return [
    'flowchart LR',
    ...graph.nodes.map((node) => nodeLine(ids.get(node.key) ?? '', node)),
    ...edgeLines(graph, ids),
    ...actionsIn(graph).map((action) => `  classDef ${action} ${styles[action]}`),
    ...(failed.length === 0 ? [] : [`  classDef failed ${failedStyle}`, `  class ${failed.join(',')} failed`]),
  ];
}

export function renderMermaid(graph: PipelineGraph): string {
  return mermaidLines(graph).join('\n');
}

function nodeLine(id: string, node: PipelineNode): string {
  const [before, after] = shapes[node.kind] ?? shapes.source;
  const job = node.lastJob === undefined ? '' : ` (${lastJobWords[node.lastJob]})`;
  const text = `${label(cut(nodeName(node), longestLabel))}${encoded(job)}`;
  return `  ${id}${before}${text}${after}${node.action === undefined ? '' : `:::${node.action}`}`;
}

/** A connection with both of its ends is one line. */
function edgeLines({ nodes, edges }: PipelineGraph, ids: ReadonlyMap<ResourceKey, string>): readonly string[] {
  const flows = edges.filter(({ meaning }) => meaning === 'data');
  const before = groupedBy(flows, ({ to }) => to);
  const behind = groupedBy(flows, ({ from }) => from);
  const through = nodes
    .filter(({ kind }) => kind === 'connection')
    .map(({ key }) => {
      const ends = [before.get(key)?.[0]?.from, key, behind.get(key)?.[0]?.to];
      return ends.flatMap((end) => (end === undefined ? [] : [ids.get(end)]));
    });
  return [
    ...through.filter(({ length }) => length > 1).map((chain) => `  ${chain.join(' --> ')}`),
    ...edges
      .filter(({ meaning }) => meaning === 'connector')
      .map(({ from, to }) => `  ${ids.get(from)} -.- ${ids.get(to)}`),
  ];
}

function label(name: string): string {
  const text = encoded(visible(name));
  return text.trim() === '' ? '#183;' : text;
}

/** Whatever is no letter or figure goes in by its number, so that nothing acts in a picture. */
function encoded(text: string): string {
  return text.replaceAll(/[^\p{L}\p{M}\p{N} ]/gu, (it) => `#${it.codePointAt(0)};`);
}
