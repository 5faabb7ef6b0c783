import { Secret } from '../model/configuration.ts';
import { sortedBy } from '../util/sort.ts';

/** The same value with the members of every object in the order of their names: which one a file has first never counts. */
export function inNameOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inNameOrder) as T;
  if (typeof value !== 'object' || value === null || value instanceof Secret) return value;
  const entries = sortedBy(Object.entries(value), ([name]) => name);
  return Object.fromEntries(entries.map(([name, inner]) => [name, inNameOrder(inner)])) as T;
}
