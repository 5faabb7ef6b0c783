import type { PipelineGraph } from '../../model/pipeline-graph.ts';
import type { Change, Plan } from '../../model/plan.ts';
import type { ResourceKey } from '../../model/resource.ts';
import { planGraph } from '../graph/from-plan.ts';
import { type PictureBinding, svgPart } from '../graph/svg.ts';
import { changeId } from './changes.ts';
import { type Html, html, nothing } from './words.ts';

/** A picture of more is no picture, and takes long to open. */
const mostConnections = 100;

/** The pipelines that a plan touches, each change bound to its entry. Nothing where no connection changes. */
export function planPicture(plan: Plan, prefix: string): Html {
  const connections = plan.changes.filter(({ kind }) => kind === 'connection');
  if (connections.length === 0) return nothing;
  const ids = new Map(plan.changes.map(({ key }, index) => [key, changeId(prefix, index)]));
  const graph = planGraph({ ...plan, changes: drawnOf(plan.changes, connections) });
  const more = connections.length - mostConnections;
  const note = more > 0 ? `${more} more ${more === 1 ? 'pipeline is' : 'pipelines are'} not drawn. ` : '';
  return renderPicture(graph, { binding: { prefix, linkOf: (key) => ids.get(key) }, note });
}

/** So many connections, and what else changes if it belongs to them. */
function drawnOf(changes: readonly Change[], connections: readonly Change[]): readonly Change[] {
  if (connections.length <= mostConnections) return changes;
  const drawn = connections.slice(0, mostConnections);
  const needed = new Set<ResourceKey>(drawn.flatMap(({ key, dependsOn }) => [key, ...dependsOn]));
  return changes.filter(({ key }) => needed.has(key));
}

interface PictureManner {
  readonly binding: PictureBinding;
  /** What is to be said under it. */
  readonly note: string;
}

/** A picture that the script of the page lets be moved and made larger; without it, it is scrolled. */
export function renderPicture(graph: PipelineGraph, { binding, note }: PictureManner): Html {
  const { prefix } = binding;
  return html`<figure class="picture" aria-label="Picture of the pipelines">
<a class="skip" href="#${prefix}end">Skip the picture</a>
<div class="frame" tabindex="0" role="group" aria-label="Pipelines. Arrows move, plus and minus change the size, 0 shows all.">
${svgPart(graph, binding)}
</div>
<div class="tools" hidden>
<button type="button" value="+" aria-label="Larger">+</button><button type="button" value="-" aria-label="Smaller">−</button><button type="button" value="0">Show all</button>
</div>
<figcaption id="${prefix}end" tabindex="-1">${note}Click a box for its details. Drag or arrows to move; Ctrl and wheel, or + and −, for the size.</figcaption>
</figure>`;
}
