import { type Issue, type Origin, originAt } from '../model/issue.ts';
import type { StreamRule } from '../model/stream.ts';
import { withoutUndefined } from '../util/decode.ts';
import type { CatalogDeclaration, ConnectionDeclaration } from './declaration.ts';
import type { ConnectionDocument } from './documents.ts';
import { anError } from './finding.ts';
import { openMappers } from './mappers.ts';
import type { Places } from './places.ts';
import type { Resolve } from './resources.ts';
import { findDuplicateStreams, findIdleExcepts, type StreamList, toStreamRules, withoutStreams } from './streams.ts';

/** The streams of one declaration, with what is wrong with them. */
export interface ListedStreams {
  /** Absent when there is no list of streams, or none that could be read. */
  readonly rules?: readonly StreamRule[];
  readonly issues: readonly Issue[];
}

export type CatalogStreams = ReadonlyMap<string, ListedStreams>;

/** What reading streams takes. */
export interface StreamReading {
  readonly places: Places;
  /** Resolves the references in mappers. */
  readonly resolve: Resolve;
}

/** The streams of each catalog by its key; the first of two catalogs with one key counts. */
export async function readCatalogs(
  catalogs: readonly CatalogDeclaration[],
  reading: StreamReading,
): Promise<CatalogStreams> {
  const streams = catalogs.map(
    async ({ key, document, origin }) =>
      [key, document === undefined ? { issues: [] } : await readList(document, origin, reading)] as const,
  );
  return new Map((await Promise.all(streams)).reverse());
}

/** The streams of a connection: its catalog's, or those in its own file. */
export async function readConnectionStreams(
  { key, document, origin }: ConnectionDeclaration,
  catalogs: CatalogStreams,
  reading: StreamReading,
): Promise<ListedStreams> {
  const { places } = reading;
  if (document === undefined) {
    return { issues: [] };
  }
  const { catalog, streams, defaults, except } = document;
  const extra = extraKey(document);
  if (extra !== undefined) {
    const message = `connection "${key}" has "catalog" and "${extra}", which exclude each other`;
    const hint = 'move the streams into the catalog, or remove "catalog"';
    return { issues: [anError('conflicting-keys', message, { place: places.ofKey(originAt(origin, extra)), hint })] };
  }
  if (catalog !== undefined) {
    // What is wrong with a catalog is reported once, not for each connection that uses it.
    const rules = catalogs.get(catalog)?.rules;
    return rules === undefined ? { issues: [] } : { rules: withoutStreams(rules, except), issues: [] };
  }
  if (streams === undefined) {
    const hint = 'add "catalog" with the key of a catalog, or "streams" with a list';
    const message = `connection "${key}" does not say which streams to sync`;
    return { issues: [anError('missing-key', message, { place: places.ofKey(originAt(origin, 'streams')), hint })] };
  }
  return readList(withoutUndefined({ streams, defaults, except }), origin, reading);
}

function extraKey({ catalog, streams, defaults }: ConnectionDocument): 'streams' | 'defaults' | undefined {
  if (catalog === undefined) {
    return undefined;
  }
  return streams !== undefined ? 'streams' : defaults !== undefined ? 'defaults' : undefined;
}

async function readList(list: StreamList, origin: Origin, { places, resolve }: StreamReading): Promise<ListedStreams> {
  const rules = toStreamRules(await openMappers(list, origin, resolve), origin);
  return { rules, issues: [...findDuplicateStreams(rules, places), ...findIdleExcepts(list, origin, places)] };
}
