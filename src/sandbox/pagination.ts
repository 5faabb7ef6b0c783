import type { JsonObject } from '../model/json.ts';
import { findInteger } from './request-body.ts';

/** The part of a list that `pagination` asks for; all of it where nothing is asked. */
export function cutPage<Item>(items: readonly Item[], pagination: JsonObject | undefined): readonly Item[] {
  if (pagination === undefined) return items;
  const start = findInteger(pagination, 'rowOffset') ?? 0;
  return items.slice(start, start + (findInteger(pagination, 'pageSize') ?? 20));
}
