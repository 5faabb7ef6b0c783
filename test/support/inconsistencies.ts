import type { Json } from '../../src/model/json.ts';
import type { StoreRows } from '../../src/sandbox/store.ts';

/** Everything in a store that refers to something which is not there, and every secret that nothing refers to. */
export function findInconsistencies(rows: StoreRows): readonly string[] {
  const ids = (table: readonly { readonly id: string }[]) => new Set(table.map(({ id }) => id));
  const [sources, destinations, tags] = [ids(rows.sources), ids(rows.destinations), ids(rows.tags)];
  const [secrets, discoveries] = [ids(rows.secrets), ids(rows.discoveries)];
  const used = new Set([...rows.sources, ...rows.destinations].flatMap(({ configuration }) => pointers(configuration)));
  return [
    ...rows.connections.flatMap((connection) => [
      ...(sources.has(connection.sourceId) ? [] : [`${connection.id}: no source`]),
      ...(destinations.has(connection.destinationId) ? [] : [`${connection.id}: no destination`]),
      ...connection.tagIds.filter((id) => !tags.has(id)).map((id) => `${connection.id}: no tag ${id}`),
      ...[connection.sourceCatalogId ?? []]
        .flat()
        .filter((id) => !discoveries.has(id))
        .map((id) => `${connection.id}: no catalog ${id}`),
    ]),
    ...rows.fetches.filter(({ catalogId }) => !discoveries.has(catalogId)).map(({ id }) => `fetch ${id}: no catalog`),
    ...[...used].filter((id) => !secrets.has(id)).map((id) => `no secret ${id}`),
    ...[...secrets].filter((id) => !used.has(id)).map((id) => `secret ${id} is nobody's`),
  ];
}

function pointers(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '_secret' in value && typeof value._secret === 'string' ? [value._secret] : [];
  return [...own, ...Object.values(value).flatMap(pointers)];
}
