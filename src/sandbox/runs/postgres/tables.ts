import type { Query } from './database.ts';
import type { PostgresSettings } from './settings.ts';

export interface Column {
  readonly name: string;
  /** In the database's own catalog: `int4`; of an array the type of its items. */
  readonly type: string;
  readonly isArray: boolean;
  /** A numeric of scale 0. */
  readonly isWhole: boolean;
}

/** A table or view that the account may read. */
export interface Table {
  readonly namespace: string;
  readonly name: string;
  /** Rows are stored, so that reading can go on where it stopped. */
  readonly isStored: boolean;
  /** The publication of change data capture names it. */
  readonly isPublished: boolean;
  /** In the order of the table. */
  readonly columns: readonly Column[];
  /** In the order of the key; null where there is none. */
  readonly primaryKey: readonly string[] | null;
}

/** Sorted by schema and name; what has no columns is not there, as for the connector. */
const tablesText = `
  select n.nspname as namespace, c.relname as name, c.relkind in ('r', 'p', 'm') as "isStored",
    exists (
      select from pg_catalog.pg_publication_tables t
      where t.pubname = $2 and t.schemaname = n.nspname and t.tablename = c.relname
    ) as "isPublished",
    columns.list as columns, key.list as "primaryKey"
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  cross join lateral (
    select json_agg(json_build_object(
      'name', a.attname,
      'type', coalesce(i.typname, t.typname),
      'isArray', i.oid is not null,
      'isWhole', t.typname = 'numeric' and a.atttypmod <> -1 and ((a.atttypmod - 4) & 2047) = 0
    ) order by a.attnum) as list
    from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
    left join pg_catalog.pg_type i on i.typarray = t.oid
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  ) columns
  cross join lateral (
    select json_agg(a.attname order by k.place) as list
    from pg_catalog.pg_index i
    cross join lateral unnest(i.indkey::int2[]) with ordinality as k (number, place)
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
    where i.indrelid = c.oid and i.indisprimary
  ) key
  where n.nspname = any ($1::text[]) and c.relkind in ('r', 'p', 'v', 'm', 'f') and columns.list is not null
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
  order by n.nspname, c.relname`;

const missingSchemasText = `
  select wanted as name from unnest($1::text[]) as wanted
  where not exists (select from pg_catalog.pg_namespace n where n.nspname = wanted)
  order by wanted`;

/** The tables and views of the configured schemas. */
export function readTables(query: Query, { schemas, publication }: PostgresSettings): Promise<readonly Table[]> {
  return query<Table>(tablesText, [schemas, publication]);
}

/** The configured schemas that the database does not have, sorted. */
export async function readMissingSchemas(query: Query, { schemas }: PostgresSettings): Promise<readonly string[]> {
  const rows = await query<{ readonly name: string }>(missingSchemasText, [schemas]);
  return rows.map(({ name }) => name);
}
