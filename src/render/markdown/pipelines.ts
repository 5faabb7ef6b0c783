import { type Action, actions, type Change, desiredOf, type Plan } from '../../model/plan.ts';
import type { ResourceKey, ResourceKind } from '../../model/resource.ts';
import { visible } from '../../util/visible.ts';
import { actionMarks } from '../plan.ts';
import { cut, fenced } from './words.ts';

/** A picture of more is no picture. */
const mostConnections = 30;
/** How much of a name is shown, in characters. */
const longestLabel = 40;

/** Readable on light and on dark ground; the mark in front of a name says the same. */
const styles: Readonly<Record<Action, string>> = {
  create: 'fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
  update: 'fill:#fff8c5,stroke:#9a6700,color:#1f2328',
  replace: 'fill:#fbefff,stroke:#8250df,color:#1f2328',
  delete: 'fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4',
};

const shapes: Readonly<Record<ResourceKind, readonly [before: string, after: string]>> = {
  definition: ['{{"', '"}}'],
  source: ['["', '"]'],
  connection: ['(["', '"])'],
  destination: ['[("', '")]'],
};

/**
 * The pipelines that a plan touches as a mermaid picture: sources, connections, destinations.
 *
 * @returns empty where no connection is touched
 */
export function renderPipelines(plan: Plan): string {
  const all = plan.changes.filter(({ kind }) => kind === 'connection');
  const connections = all.slice(0, mostConnections);
  if (connections.length === 0) return '';
  const ends = connections.flatMap(endsOf);
  const ids = new Map(
    [...new Set([...connections.map(({ key }) => key), ...ends])].map((key, index) => [key, `n${index}`]),
  );
  const changed = new Map(plan.changes.map((change) => [change.key, change]));
  const nodes = [...ids].map(([key, id]) => nodeLine(id, key, changed.get(key)));
  const edges = connections.flatMap((connection) => edgeLines(connection, ids));
  const used = actions.filter((action) => [...ids.keys()].some((key) => changed.get(key)?.action === action));
  const classes = used.map((action) => `  classDef ${action} ${styles[action]}`);
  const picture = fenced(['flowchart LR', ...nodes, ...edges, ...classes], 'mermaid');
  const more = all.length - connections.length;
  return more > 0 ? `${picture}\n\n${more} more ${more === 1 ? 'pipeline is' : 'pipelines are'} not drawn.` : picture;
}

function endsOf(change: Change): readonly ResourceKey[] {
  const desired = desiredOf(change);
  return desired?.kind === 'connection' ? [desired.source, desired.destination] : [];
}

function nodeLine(id: string, key: ResourceKey, change: Change | undefined): string {
  const [kind = '', ...rest] = key.split('/');
  const [before, after] = shapes[kind as ResourceKind] ?? shapes.source;
  const name = change === undefined ? rest.join('/') : `${actionMarks[change.action]} ${change.name}`;
  return `  ${id}${before}${label(name)}${after}${change === undefined ? '' : `:::${change.action}`}`;
}

function edgeLines(connection: Change, ids: ReadonlyMap<ResourceKey, string>): readonly string[] {
  const [source, destination] = endsOf(connection);
  if (source === undefined || destination === undefined) return [];
  const [from, own, to] = [ids.get(source), ids.get(connection.key), ids.get(destination)];
  return [`  ${from} --> ${own} --> ${to}`];
}

/** Whatever is no letter or figure goes in by its number, so that nothing acts in a picture. */
function label(name: string): string {
  const encoded = cut(visible(name), longestLabel).replaceAll(
    /[^\p{L}\p{M}\p{N} ]/gu,
    (it) => `#${it.codePointAt(0)};`,
  );
  return encoded.trim() === '' ? '#183;' : encoded;
}
