import { type Issue, originAt, type Place } from '../model/issue.ts';
import type { DesiredConnection } from '../model/resource.ts';
import type { StreamRule } from '../model/stream.ts';
import { hasWildcard } from '../util/glob.ts';
import { groupedBy } from '../util/group.ts';
import { listed } from './finding.ts';
import type { Places } from './places.ts';

/** True for a finding that a comment lets pass. */
export type IsWaived = (rule: string, place: Place) => boolean;

/**
 * A finding for each set of tables that several connections write: at the second of them, by key, with all of their
 * names. What is waived has a finding of its own, which goes with its waiver.
 *
 * Tells only what is certain without a server: of streams that are named exactly.
 */
export function findSharedTables(
  connections: readonly DesiredConnection[],
  places: Places,
  isWaived: IsWaived,
): readonly Issue[] {
  const writing = connections.filter(
    ({ removal, settings }) => removal === undefined && settings.status !== 'inactive',
  );
  return [...groupedBy(writing, targetOf).values()]
    .filter((group) => group.length > 1)
    .flatMap((group) => told(sharingsIn(group), places, isWaived));
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

/** One connection that writes what an earlier one writes as well. */
interface Sharing {
  readonly connection: DesiredConnection;
  readonly writer: DesiredConnection;
  readonly names: readonly string[];
}

function sharingsIn(connections: readonly DesiredConnection[]): readonly Sharing[] {
  const writers = new Map<string, DesiredConnection>();
  return connections.flatMap((connection) => {
    const tables = connection.streams.flatMap((stream) => tableOf(stream, connection) ?? []);
    const shared = tables.flatMap(({ id, name }) => {
      const writer = writers.get(id);
      return writer === undefined ? [] : [{ writer, name }];
    });
    for (const { id } of tables) if (!writers.has(id)) writers.set(id, connection);
    return [...groupedBy(shared, ({ writer }) => writer).entries()].map(([writer, found]) => ({
      connection,
      writer,
      names: [...new Set(found.map(({ name }) => name))],
    }));
  });
}

function told(sharings: readonly Sharing[], places: Places, isWaived: IsWaived): readonly Issue[] {
  const located = sharings.map((sharing) => ({
    ...sharing,
    place: places.ofValue(originAt(sharing.connection.origin, 'destination')),
  }));
  const groups = groupedBy(located, ({ connection, writer, names, place }) =>
    JSON.stringify([writer.key, names, isWaived(rule, place) ? connection.key : '']),
  );
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ writer, names, place }) => {
      const keys = group.map(({ connection }) => connection.key);
      const verb = keys.length === 1 ? 'writes' : 'write';
      const tables = names.length === 1 ? 'table' : 'tables';
      const message = `${andMore(keys)} ${verb} the same ${tables} as ${writer.key}: ${listed(names)}`;
      const all = keys.length === 1 ? 'one' : 'all but one';
      const hint = `set "prefix" in ${all}; or waive it: # airplan-ignore ${rule}: reason`;
      return { rule, severity: 'warning', message, place, hint };
    }),
  );
}

const rule = 'shared-table';

/** The first few by name. */
function andMore(keys: readonly string[]): string {
  const last = keys.at(-1) ?? '';
  if (keys.length === 1 || keys.length > mostKeys) return listed(keys, mostKeys);
  return `${keys.slice(0, -1).join(', ')} and ${last}`;
}

const mostKeys = 4;

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
