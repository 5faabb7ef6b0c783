import type { PipelineGraph, PipelineNode } from '../../model/pipeline-graph.ts';
import { type ResourceKey, resourceKinds } from '../../model/resource.ts';
import type { JobState } from '../../model/status.ts';
import { groupedBy } from '../../util/group.ts';
import type { GraphPicture } from '../graph/graph-picture.ts';
import { actionsIn, graphSummary, lastJobWords, nodeRemarks } from '../graph/node-words.ts';
import { actionMarks } from '../plan.ts';
import { type ChoiceGroup, renderFilters } from './filters.ts';
import { renderPage } from './page.ts';
import { renderPicture } from './picture.ts';
import { type Html, html, nothing } from './words.ts';

/** The pipelines of a project as a page: the picture, and an entry for each box. */
export function renderGraphPage({ graph, environment, workspace, notes }: GraphPicture): string {
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, `r${index}`]));
  const where = workspace === undefined ? '' : `, workspace “${workspace.name}” on ${workspace.server}`;
  const neighbours = neighbourNames(graph);
  const entries = graph.nodes.map((node) => entry(node, { id: ids.get(node.key) ?? '', around: neighbours(node) }));
  const isEmpty = graph.nodes.length === 0;
  const binding = { prefix: 'g-', linkOf: (key: ResourceKey) => ids.get(key) };
  return renderPage(`airplan: pipelines of ${environment}`, [
    ...(isEmpty ? [] : [renderFilters('resources', groupsOf(graph))]),
    html`<h1>${graphSummary(graph)}</h1><p class="dim">Environment ${environment}${where}</p>`,
    ...notes.map((note) => html`<p>Note: ${note}</p>`),
    ...(isEmpty ? [] : [renderPicture(graph, { binding, note: '' })]),
    ...entries,
  ]);
}

function groupsOf(graph: PipelineGraph): readonly ChoiceGroup[] {
  const { nodes } = graph;
  const kinds = resourceKinds.filter((value) => nodes.some(({ kind }) => kind === value));
  const used = actionsIn(graph);
  const jobs = [...new Set(nodes.flatMap(({ lastJob }) => lastJob ?? []))].sort();
  return [
    { name: 'kind', choices: kinds.map((value) => ({ value, words: value })) },
    {
      name: 'action',
      choices:
        used.length > 0
          ? [
              ...used.map((value) => ({ value, words: `${actionMarks[value]} ${value}` })),
              { value: '', words: 'no change' },
            ]
          : [],
    },
    {
      name: 'job',
      choices: jobs.length === 0 ? [] : [...jobs.map(jobChoice), { value: '', words: 'no jobs' }],
    },
  ];
}

function jobChoice(value: JobState) {
  return { value, words: lastJobWords[value] };
}

interface Entry {
  readonly id: string;
  /** What it reads from and writes to, or who reads from it and writes to it. */
  readonly around: readonly string[];
}

function entry(node: PipelineNode, { id, around }: Entry): Html {
  const { key, kind, name, action, lastJob = '', place } = node;
  const mark =
    action === undefined ? nothing : html`<span class="mark ${action}">${actionMarks[action]} ${action}</span> `;
  const where = place === undefined ? nothing : html` <span class="dim">${place}</span>`;
  const told = nodeRemarks(node).filter((remark) => remark !== action);
  const remarks = told.map((remark) => html`<p>${remark}</p>`);
  return html`<details class="change" id="${id}" data-action="${action ?? ''}" data-kind="${kind}" data-job="${lastJob}">
<summary>${mark}<span class="key">${key}</span> “${name}”${where}</summary>
<div>${remarks}${around.map((one) => html`<p class="key">${one}</p>`)}</div>
</details>`;
}

function neighbourNames({ edges }: PipelineGraph): (node: PipelineNode) => readonly string[] {
  const around = groupedBy(
    edges.flatMap(({ from, to }) => [
      { at: from, text: `→ ${to}` },
      { at: to, text: `← ${from}` },
    ]),
    ({ at }) => at,
  );
  return ({ key }) => (around.get(key) ?? []).map(({ text }) => text);
}
