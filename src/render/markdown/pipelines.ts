import type { Plan } from '../../model/plan.ts';
import { connectionGraph } from '../graph/from-plan.ts';
import { mermaidLines } from '../graph/mermaid.ts';
import { fenced } from './words.ts';

/** A picture of more is no picture. */
const mostConnections = 30;

/**
 * The pipelines that a plan touches as a mermaid picture: sources, connections, destinations.
 *
 * @returns empty where no connection is touched
 */
export function renderPipelines(plan: Plan): string {
  const all = plan.changes.filter(({ kind }) => kind === 'connection');
  const connections = all.slice(0, mostConnections);
  if (connections.length === 0) return '';
  const picture = fenced(mermaidLines(connectionGraph(connections, plan)), 'mermaid');
  const more = all.length - connections.length;
  return more > 0 ? `${picture}\n\n${more} more ${more === 1 ? 'pipeline is' : 'pipelines are'} not drawn.` : picture;
}
