import { type Issue, originAt } from '../model/issue.ts';
import type { DesiredConnection } from '../model/resource.ts';
import type { StreamRule } from '../model/stream.ts';
import { hasWildcard } from '../util/glob.ts';
import { groupedBy } from '../util/group.ts';
import { listed } from './finding.ts';
import type { Places } from './places.ts';

/**
 * A finding for each connection that writes tables which an earlier one, by key, writes as well.
 *
 * Tells only what is certain without a server: of streams that are named exactly.
 */
export function findSharedTables(connections: readonly DesiredConnection[], places: Places): readonly Issue[] {
  const writing = connections.filter(
    ({ removal, settings }) => removal === undefined && settings.status !== 'inactive',
  );
  return [...groupedBy(writing, targetOf).values()]
    .filter((group) => group.length > 1)
    .flatMap((group) => findInTarget(group, places));
}

/** Where the tables of a connection go, and by which rule they are named. */
function targetOf({ destination, settings }: DesiredConnection): string {
  const { namespaceFormat, prefix = '' } = settings;
  const rule = namespaceRuleOf(settings);
  return JSON.stringify([destination, prefix, rule, rule === 'customformat' ? namespaceFormat : '']);
}

/** Servers fill in `source` (API §3.1). */
function namespaceRuleOf({ namespaceDefinition = 'source' }: DesiredConnection['settings']) {
  return namespaceDefinition;
}

function findInTarget(connections: readonly DesiredConnection[], places: Places): readonly Issue[] {
  const writers = new Map<string, DesiredConnection>();
  return connections.flatMap((connection) => {
    const tables = connection.streams.flatMap((stream) => tableOf(stream, connection) ?? []);
    const shared = tables.flatMap(({ id, name }) => {
      const writer = writers.get(id);
      return writer === undefined ? [] : [{ writer, name }];
    });
    for (const { id } of tables) if (!writers.has(id)) writers.set(id, connection);
    return [...groupedBy(shared, ({ writer }) => writer).entries()].map(([writer, found]) =>
      sharedTable({ connection, writer, names: [...new Set(found.map(({ name }) => name))] }, places),
    );
  });
}

interface Table {
  /** Within its target. */
  readonly id: string;
  readonly name: string;
}

/** `undefined` where the files do not tell which table it is. */
function tableOf({ name, namespace }: StreamRule, { source, settings }: DesiredConnection): Table | undefined {
  if (hasWildcard(name) || hasWildcard(namespace ?? '')) return undefined;
  if (!isBySource(settings)) return { id: JSON.stringify([name]), name };
  // Without a namespace only the source itself knows it, and two sources may differ.
  const scope = namespace === undefined ? { source } : { namespace };
  return { id: JSON.stringify([scope, name]), name: namespace === undefined ? name : `${namespace}.${name}` };
}

function isBySource(settings: DesiredConnection['settings']): boolean {
  const rule = namespaceRuleOf(settings);
  return rule === 'source' || (rule === 'customformat' && (settings.namespaceFormat ?? '').includes('${'));
}

interface Sharing {
  readonly connection: DesiredConnection;
  readonly writer: DesiredConnection;
  readonly names: readonly string[];
}

function sharedTable({ connection, writer, names }: Sharing, places: Places): Issue {
  const tables = names.length === 1 ? 'table' : 'tables';
  return {
    rule: 'shared-table',
    severity: 'warning',
    message: `${connection.key} writes the same ${tables} as ${writer.key}: ${listed(names)}`,
    place: places.ofValue(originAt(connection.origin, 'destination')),
    hint: 'set "prefix" in one; or waive it: # airplan-ignore shared-table: reason',
  };
}
