import type { JsonObject } from '../model/json.ts';
import { databaseRefused } from './refusal.ts';
import { findInteger } from './request-body.ts';

/** The part of a list that `pagination` asks for; all of it where nothing is asked. */
export function cutPage<Item>(items: readonly Item[], pagination: JsonObject | undefined): readonly Item[] {
  if (pagination === undefined) return items;
  const start = findRows(pagination, 'rowOffset') ?? 0;
  return items.slice(start, start + (findRows(pagination, 'pageSize') ?? 20));
}

/** A number of rows; a negative one goes as far as the database, which does not take it. */
export function findRows(body: JsonObject, name: string): number | undefined {
  const rows = findInteger(body, name);
  if (rows !== undefined && rows < 0) throw databaseRefused();
  return rows;
}
