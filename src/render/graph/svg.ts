import type { PipelineGraph, PipelineNode } from '../../model/pipeline-graph.ts';
import type { Action } from '../../model/plan.ts';
import type { ResourceKey, ResourceKind } from '../../model/resource.ts';
import { visible } from '../../util/visible.ts';
import { Html, html, nothing } from '../html/words.ts';
import { actionMarks } from '../plan.ts';
import { boxSize, layoutGraph, type PlacedEdge, type PlacedNode } from './layout.ts';
import { actionsIn, cutToWidth, graphSummary, nodeName, nodeRemarks } from './node-words.ts';
import { pictureStyles } from './styles.ts';

/** How a picture is bound to the page that it stands in. */
export interface PictureBinding {
  /** In front of every id, so that two pictures of one page have none in common. */
  readonly prefix: string;
  /** The id of what stands on the page about a resource. */
  readonly linkOf: (key: ResourceKey) => string | undefined;
}

/** A picture as a file of its own: no script, nothing to load, light or dark by what the reader has chosen. */
export function renderSvg(graph: PipelineGraph): string {
  const ground = html`<style>${new Html(pictureStyles)}</style><rect class="ground" width="100%" height="100%"/>`;
  const binding = { prefix: '', linkOf: () => undefined };
  return picture(graph, { binding, role: 'img', ground }).text;
}

/** The same as a part of a page, whose style it takes. */
export function svgPart(graph: PipelineGraph, binding: PictureBinding): Html {
  return picture(graph, { binding, role: 'group', ground: nothing });
}

interface Manner {
  readonly binding: PictureBinding;
  readonly role: 'img' | 'group';
  readonly ground: Html;
}

const legendHeight = 26;

function picture(graph: PipelineGraph, { binding, role, ground }: Manner): Html {
  const { width, height: bare, nodes, edges } = layoutGraph(graph);
  const used = actionsIn(graph);
  const height = bare + (used.length === 0 ? 0 : legendHeight);
  const { prefix, linkOf } = binding;
  const ids = new Map(nodes.map(({ node }, index) => [node.key, `${prefix}n${index}`]));
  const idOf = ({ node }: PlacedNode) => ids.get(node.key) ?? '';
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="pipelines" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${role}" aria-labelledby="${prefix}title ${prefix}desc">
<title id="${prefix}title">Pipelines</title>
<desc id="${prefix}desc">${graphSummary(graph)}; data flows from left to right.</desc>
${ground}
${edges.map((edge) => edgePath(edge, idOf))}
${nodes.map((placed) => box(placed, idOf(placed), linkOf(placed.node.key)))}
${used.length === 0 ? nothing : legend(used, bare)}
</svg>`;
}

function legend(used: readonly Action[], top: number): Html {
  const words = used.map((action) => html`<tspan dx="12">${actionMarks[action]} ${action}</tspan>`);
  return html`<text class="legend" x="4" y="${top + 8}">${words}</text>`;
}

/** Leaves the right side of one box and arrives at the left side of the other, level at both ends. */
function edgePath({ edge, from, to }: PlacedEdge, idOf: (placed: PlacedNode) => string): Html {
  const middle = boxSize.height / 2;
  const [startX, startY] = [from.x + boxSize.width, from.y + middle];
  const [endX, endY] = [to.x, to.y + middle];
  const bend = (startX + endX) / 2;
  const connection = [from.node, to.node].find(({ kind }) => kind === 'connection');
  const classes = `edge ${edge.meaning} ${connection?.action ?? ''}`.trim();
  const curve = `M${startX} ${startY}C${bend} ${startY} ${bend} ${endY} ${endX} ${endY}`;
  return html`<path class="${classes}" data-from="${idOf(from)}" data-to="${idOf(to)}" d="${curve}"/>`;
}

function box(placed: PlacedNode, id: string, link: string | undefined): Html {
  const { node } = placed;
  const words = [nodeName(node), visible(node.key), ...nodeRemarks(node)].join(', ');
  const inner = html`<title>${words}</title>${outlines[node.kind](placed)}${texts(placed)}`;
  const classes = `node ${node.action ?? ''}`.trim();
  return link === undefined
    ? html`<g id="${id}" class="${classes}">${inner}</g>`
    : html`<a id="${id}" class="${classes}" href="#${link}" aria-label="${words}">${inner}</a>`;
}

type Outline = (corner: { readonly x: number; readonly y: number }) => Html;

const { width: wide, height: high } = boxSize;

/** Each kind has a shape of its own; that of destinations is how a store is drawn. */
const outlines: Readonly<Record<ResourceKind, Outline>> = {
  definition: ({ x, y }) =>
    html`<path class="box" d="M${x} ${y + high / 2}l14 ${-high / 2}h${wide - 28}l14 ${high / 2}l-14 ${high / 2}h${28 - wide}z"/>`,
  source: ({ x, y }) => html`<rect class="box" x="${x}" y="${y}" width="${wide}" height="${high}" rx="6"/>`,
  connection: ({ x, y }) =>
    html`<rect class="box" x="${x}" y="${y}" width="${wide}" height="${high}" rx="${high / 2}"/>`,
  destination: ({ x, y }) =>
    html`<path class="box" d="M${x + 6} ${y}h${wide - 12}a6 ${high / 2} 0 0 1 0 ${high}h${12 - wide}a6 ${high / 2} 0 0 1 0 ${-high}m${wide - 12} 0a6 ${high / 2} 0 0 0 0 ${high}"/>`,
};

const inset = 18;
const room = wide - 2 * inset;
/** As wide as bold letters of 13 pixels are. */
const nameSize = 14.2;
const remarkSize = 11;
const jobWidth = 14;

function texts({ node, x, y }: PlacedNode): Html {
  const remarks = cutToWidth(remarksOf(node).slice(0, mostRemarks).join(' · '), room, remarkSize);
  const { lastJob } = node;
  const name = cutToWidth(nodeName(node), lastJob === undefined ? room : room - jobWidth, nameSize);
  const job =
    lastJob === undefined ? nothing : html`<circle class="job ${lastJob}" cx="${x + wide - 15}" cy="${y + 16}" r="4"/>`;
  return html`<text class="name" x="${x + inset}" y="${y + 21}">${name}</text>${job}<text class="remarks" x="${x + inset}" y="${y + 37}">${remarks}</text>`;
}

/** Where there is nothing to say, what it is. */
function remarksOf(node: PipelineNode): readonly string[] {
  const remarks = nodeRemarks(node);
  return remarks.length === 0 ? [node.kind] : remarks;
}

/** More do not fit in; the title has them all. */
const mostRemarks = 3;
