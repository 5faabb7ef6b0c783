import { type Issue, originAt } from '../model/issue.ts';
import type { StreamRule } from '../model/stream.ts';
import type { CatalogDeclaration, ConnectionDeclaration } from './declaration.ts';
import type { ConnectionDocument } from './documents.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';
import { findDuplicateStreams, type StreamList, toStreamRules } from './streams.ts';

/** The streams of one declaration, with what is wrong with them. */
export interface ListedStreams {
  /** Absent when there is no list of streams, or none that could be read. */
  readonly rules?: readonly StreamRule[];
  readonly issues: readonly Issue[];
}

export type CatalogStreams = ReadonlyMap<string, ListedStreams>;

/** The streams of each catalog by its key; the first of two catalogs with one key counts. */
export function readCatalogs(catalogs: readonly CatalogDeclaration[], places: Places): CatalogStreams {
  const streams = catalogs.map(
    ({ key, document, origin }) =>
      [key, document === undefined ? { issues: [] } : readList(document, origin, places)] as const,
  );
  return new Map(streams.reverse());
}

/** The streams of a connection: its catalog's, or those in its own file. */
export function readConnectionStreams(
  { key, document, origin }: ConnectionDeclaration,
  catalogs: CatalogStreams,
  places: Places,
): ListedStreams {
  if (document === undefined) {
    return { issues: [] };
  }
  const { catalog, streams, defaults } = document;
  const extra = extraKey(document);
  if (extra !== undefined) {
    const message = `connection "${key}" has "catalog" and "${extra}", which exclude each other`;
    const hint = 'move the streams into the catalog, or remove "catalog"';
    return { issues: [anError('conflicting-keys', message, { place: places.ofKey(originAt(origin, extra)), hint })] };
  }
  if (catalog !== undefined) {
    // What is wrong with a catalog is reported once, not for each connection that uses it.
    const rules = catalogs.get(catalog)?.rules;
    return rules === undefined ? { issues: [] } : { rules, issues: [] };
  }
  if (streams === undefined) {
    const hint = 'add "catalog" with the key of a catalog, or "streams" with a list';
    const message = `connection "${key}" does not say which streams to sync`;
    return { issues: [anError('missing-key', message, { place: places.ofKey(origin), hint })] };
  }
  return readList(defaults === undefined ? { streams } : { streams, defaults }, origin, places);
}

function extraKey({ catalog, streams, defaults }: ConnectionDocument): 'streams' | 'defaults' | undefined {
  if (catalog === undefined) {
    return undefined;
  }
  return streams !== undefined ? 'streams' : defaults !== undefined ? 'defaults' : undefined;
}

function readList(list: StreamList, origin: CatalogDeclaration['origin'], places: Places): ListedStreams {
  const rules = toStreamRules(list, origin);
  return { rules, issues: findDuplicateStreams(rules, places) };
}
