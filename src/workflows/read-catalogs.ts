import type { About } from '../airbyte/api-error.ts';
import type { Client } from '../airbyte/client.ts';
import { discoverCatalog, readCachedCatalog } from '../airbyte/discovery.ts';
import type { LiveConnection } from '../model/live.ts';
import type { DesiredConnection, ResourceKey } from '../model/resource.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';
import { asksForDiscovery, catalogNeed, catalogOf } from '../plan/catalog-need.ts';
import { expandRules } from '../plan/stream-rules.ts';

/** A connection whose streams have to be found. */
export interface CatalogQuestion {
  readonly desired: DesiredConnection;
  readonly live?: LiveConnection;
  /** Absent: the source is not there yet. */
  readonly sourceId?: string;
  /** The source, for errors. */
  readonly about: About;
  /** True when the plan changes the configuration of the source, so that it may offer other streams then. */
  readonly isSourceChanging: () => boolean;
}

/**
 * The catalog in which the streams of each connection are to be found: what the live connection holds where that is
 * enough, else what the server has kept, else a discovery; each of the latter once a source.
 *
 * @returns without those whose source has to be created or changed before anyone can know
 * @throws {RequestError}
 */
export async function readCatalogs(
  client: Client,
  questions: readonly CatalogQuestion[],
): Promise<ReadonlyMap<ResourceKey, DiscoveredCatalog>> {
  const reader = onceASource(client);
  const answers = await Promise.all(
    questions.map(async (question) => [question.desired.key, await catalogFor(question, reader)] as const),
  );
  return new Map(answers.flatMap(([key, catalog]) => (catalog === undefined ? [] : [[key, catalog] as const])));
}

interface CatalogReader {
  readonly cached: (sourceId: string) => Promise<DiscoveredCatalog | undefined>;
  readonly discovered: (sourceId: string, about: About) => Promise<DiscoveredCatalog>;
}

async function catalogFor(
  { desired, live, sourceId, about, isSourceChanging }: CatalogQuestion,
  reader: CatalogReader,
): Promise<DiscoveredCatalog | undefined> {
  if (sourceId === undefined) return undefined;
  const need = catalogNeed(desired.streams, live);
  if (need === 'none' && live !== undefined) return catalogOf(live);
  const cached = need === 'cached' ? await reader.cached(sourceId) : undefined;
  if (cached !== undefined && live !== undefined) {
    const { found } = expandRules(desired.streams, cached.streams);
    const selections = found.map(({ selection }) => selection);
    // The cached schemas are whole, but carry no catalog id: good to compare with, and to send what is live already.
    if (!asksForDiscovery(selections, live)) return cached;
  }
  return isSourceChanging() ? undefined : reader.discovered(sourceId, about);
}

function onceASource(client: Client): CatalogReader {
  const cached = new Map<string, Promise<DiscoveredCatalog | undefined>>();
  const discovered = new Map<string, Promise<DiscoveredCatalog>>();
  return {
    cached: (sourceId) => remembered(cached, sourceId, () => readCachedCatalog(client, sourceId)),
    discovered: (sourceId, about) => remembered(discovered, sourceId, () => discoverCatalog(client, sourceId, about)),
  };
}

function remembered<T>(memory: Map<string, Promise<T>>, id: string, read: () => Promise<T>): Promise<T> {
  const known = memory.get(id);
  if (known !== undefined) return known;
  const answer = read();
  memory.set(id, answer);
  return answer;
}
