import type { About } from '../airbyte/api-error.ts';
import type { Client } from '../airbyte/client.ts';
import { discoverAnew, discoverCatalog, readCachedCatalog } from '../airbyte/discovery.ts';
import type { LiveConnection } from '../model/live.ts';
import type { DesiredConnection, ResourceKey } from '../model/resource.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';
import { asksForDiscovery, catalogNeed, catalogOf } from '../plan/catalog-need.ts';
import { plannedStreams } from '../plan/planned-connections.ts';
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
 * What is old may say that the files are right, but never that they are wrong: then the connector itself is asked.
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
  /** The server answers from its cache if it can. */
  readonly discovered: (sourceId: string, about: About) => Promise<DiscoveredCatalog>;
  /** The connector is run. */
  readonly fresh: (sourceId: string, about: About) => Promise<DiscoveredCatalog>;
}

async function catalogFor(question: CatalogQuestion, reader: CatalogReader): Promise<DiscoveredCatalog | undefined> {
  const { desired, live, sourceId, about, isSourceChanging } = question;
  if (sourceId === undefined) return undefined;
  const known = live === undefined ? undefined : await knownCatalog(desired, live, () => reader.cached(sourceId));
  if (known !== undefined && isRight(known, question)) return known;
  if (isSourceChanging()) return undefined;
  const discovered = await reader.discovered(sourceId, about);
  return isRight(discovered, question) ? discovered : reader.fresh(sourceId, about);
}

/** What is known without a discovery, where that is enough to compare with, and to send what is live already. */
async function knownCatalog(
  desired: DesiredConnection,
  live: LiveConnection,
  readCached: () => Promise<DiscoveredCatalog | undefined>,
): Promise<DiscoveredCatalog | undefined> {
  const need = catalogNeed(desired.streams, live);
  if (need === 'none') return catalogOf(live);
  const cached = need === 'cached' ? await readCached() : undefined;
  if (cached === undefined) return undefined;
  // The cached schemas are whole, but carry no catalog id.
  const selections = expandRules(desired.streams, cached.streams).found.map(({ selection }) => selection);
  return asksForDiscovery(selections, live) ? undefined : cached;
}

/** True when every stream of the files is there, with the fields and the sync modes that they ask for. */
function isRight(catalog: DiscoveredCatalog, connection: CatalogQuestion): boolean {
  return plannedStreams({ ...connection, catalog, destinationSyncModes: [] }).findings.length === 0;
}

function onceASource(client: Client): CatalogReader {
  const cached = new Map<string, Promise<DiscoveredCatalog | undefined>>();
  const discovered = new Map<string, Promise<DiscoveredCatalog>>();
  const fresh = new Map<string, Promise<DiscoveredCatalog>>();
  return {
    cached: (id) => remembered(cached, id, () => readCachedCatalog(client, id)),
    discovered: (id, about) => remembered(discovered, id, () => discoverCatalog(client, id, about)),
    fresh: (id, about) => remembered(fresh, id, () => discoverAnew(client, id, about)),
  };
}

function remembered<T>(memory: Map<string, Promise<T>>, id: string, read: () => Promise<T>): Promise<T> {
  const known = memory.get(id);
  if (known !== undefined) return known;
  const answer = read();
  memory.set(id, answer);
  return answer;
}
