import { type About, ApiError } from '../airbyte/api-error.ts';
import type { Client } from '../airbyte/client.ts';
import {
  type DraftSource,
  discoverAnew,
  discoverCatalog,
  discoverDraft,
  readCachedCatalog,
} from '../airbyte/discovery.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';

/** Reads catalogs, each once a source. */
export interface CatalogReader {
  readonly cached: (sourceId: string) => Promise<DiscoveredCatalog | undefined>;
  /** The server answers from its cache if it can. */
  readonly discovered: (sourceId: string, about: About) => Promise<DiscoveredCatalog>;
  /** The connector is run. */
  readonly fresh: (sourceId: string, about: About) => Promise<DiscoveredCatalog>;
  /** The connector is run with a configuration that no source has yet. */
  readonly draft: (draft: DraftSource, about: About) => Promise<DiscoveredCatalog>;
}

/** A reader that remembers what it has read. */
export function createCatalogReader(client: Client): CatalogReader {
  const cached = new Map<string, Promise<DiscoveredCatalog | undefined>>();
  const discovered = new Map<string, Promise<DiscoveredCatalog>>();
  const fresh = new Map<string, Promise<DiscoveredCatalog>>();
  const drafts = new Map<string, Promise<DiscoveredCatalog>>();
  return {
    cached: (id) => remembered(cached, id, () => readCachedCatalog(client, id)),
    discovered: (id, about) => remembered(discovered, id, () => discoverCatalog(client, id, about)),
    fresh: (id, about) => remembered(fresh, id, () => discoverAnew(client, id, about)),
    draft: (draft, about) => remembered(drafts, about.key, () => discoverDraft(client, draft, about)),
  };
}

/** Why a connector could not list its streams, for a plan that can do without. */
export function failureOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  throw error;
}

function remembered<T>(memory: Map<string, Promise<T>>, id: string, read: () => Promise<T>): Promise<T> {
  const known = memory.get(id);
  if (known !== undefined) return known;
  const answer = read();
  memory.set(id, answer);
  return answer;
}
