import type { About } from '../airbyte/api-error.ts';
import type { Client } from '../airbyte/client.ts';
import type { DraftSource } from '../airbyte/discovery.ts';
import type { LiveConnection } from '../model/live.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { DiscoveredCatalog } from '../model/stream.ts';
import { asksForDiscovery, catalogNeed, catalogOf } from '../plan/catalog-need.ts';
import { isAboutSource, plannedStreams, type StreamAnswer, type StreamQuestion } from '../plan/find-streams.ts';
import { type CatalogReader, createCatalogReader, failureOf } from './catalog-reader.ts';

/** A connection whose streams have to be found. */
export interface CatalogQuestion extends Omit<StreamQuestion, 'catalog'> {
  /** Absent: the source is not there yet. */
  readonly sourceId?: string;
  /** The source, for errors. */
  readonly about: About;
  /** The source as the plan will have it; undefined where the plan leaves its configuration alone. */
  readonly draft: () => DraftSource | undefined;
}

/** Where the streams of a connection were found, and which they are. */
export interface FoundCatalog {
  readonly catalog: DiscoveredCatalog;
  readonly answer: StreamAnswer;
}

export interface CatalogReading {
  /** Without those whose source has to be created or changed before anyone can know. */
  readonly catalogs: ReadonlyMap<ResourceKey, FoundCatalog>;
  /** What could not be discovered although it was asked for, in words; sorted. */
  readonly notes: readonly string[];
}

/** How much the servers' connectors are to be troubled. */
export interface CatalogEffort {
  /** Runs those of all sources, for the configurations of the files. */
  readonly discovers: boolean;
  /** Never runs any: what is not known stays unknown. */
  readonly runsNoConnector: boolean;
}

/**
 * The catalog in which the streams of each connection are to be found: what the live connection holds where that is
 * enough, else what the server has kept, else a discovery; each of the latter once a source.
 *
 * What is old may say that the files are right, but never that they are wrong: then the connector itself is asked.
 *
 * @throws {RequestError}
 */
export async function readCatalogs(
  client: Client,
  questions: readonly CatalogQuestion[],
  { discovers, runsNoConnector }: CatalogEffort,
): Promise<CatalogReading> {
  const reader = createCatalogReader(client);
  const failures = new Set<string>();
  const find = runsNoConnector ? knownCatalogFor : catalogFor;
  const answers = await Promise.all(
    questions.map(async (question) => {
      const forced = discovers ? await forcedCatalog(question, reader, failures) : undefined;
      return [question.desired.key, forced ?? (await find(question, reader))] as const;
    }),
  );
  return {
    catalogs: new Map(answers.flatMap(([key, found]) => (found === undefined ? [] : [[key, found] as const]))),
    notes: [...failures].sort().map((failure) => `--discover: ${failure}`),
  };
}

/** What the connector says now; undefined where it cannot say, or there is nobody to ask. */
async function forcedCatalog(
  question: CatalogQuestion,
  reader: CatalogReader,
  failures: Set<string>,
): Promise<FoundCatalog | undefined> {
  const { sourceId, about } = question;
  const draft = question.draft();
  try {
    if (draft !== undefined) return asProvisional(foundIn(await reader.draft(draft, about), question));
    return sourceId === undefined ? undefined : foundIn(await reader.fresh(sourceId, about), question);
  } catch (error) {
    failures.add(failureOf(error));
    return undefined;
  }
}

function asProvisional({ catalog, answer }: FoundCatalog): FoundCatalog {
  const { streams } = answer;
  return streams.state === 'known'
    ? { catalog, answer: { ...answer, streams: { ...streams, isProvisional: true } } }
    : { catalog, answer };
}

async function catalogFor(question: CatalogQuestion, reader: CatalogReader): Promise<FoundCatalog | undefined> {
  const { sourceId, about } = question;
  if (sourceId === undefined) return undefined;
  const known = await knownCatalogFor(question, reader);
  if (known !== undefined) return known;
  if (question.draft() !== undefined) return undefined;
  const discovered = foundIn(await reader.discovered(sourceId, about), question);
  return isRight(discovered) ? discovered : foundIn(await reader.fresh(sourceId, about), question);
}

/** What is known without a discovery, where the files agree with it. */
async function knownCatalogFor(question: CatalogQuestion, reader: CatalogReader): Promise<FoundCatalog | undefined> {
  const { live, isMoving, sourceId } = question;
  // What a connection that moves holds of its streams is of no use.
  if (live === undefined || isMoving || sourceId === undefined) return undefined;
  const known = await knownCatalog(question, live, () => reader.cached(sourceId));
  return known !== undefined && isRight(known) ? known : undefined;
}

/** What is known without a discovery, where that is enough to compare with, and to send what is live already. */
async function knownCatalog(
  question: CatalogQuestion,
  live: LiveConnection,
  readCached: () => Promise<DiscoveredCatalog | undefined>,
): Promise<FoundCatalog | undefined> {
  const need = catalogNeed(question.desired.streams, live);
  if (need === 'none') return foundIn(catalogOf(live), question);
  const cached = need === 'cached' ? await readCached() : undefined;
  if (cached === undefined) return undefined;
  const found = foundIn(cached, question);
  const { streams } = found.answer;
  // The cached schemas are whole, but carry no catalog id.
  return streams.state === 'known' && asksForDiscovery(streams.selections, live) ? undefined : found;
}

function foundIn(catalog: DiscoveredCatalog, question: CatalogQuestion): FoundCatalog {
  return { catalog, answer: plannedStreams({ ...question, catalog }) };
}

/** True when every stream of the files is there, with the fields and the sync modes that they ask for. */
function isRight({ answer }: FoundCatalog): boolean {
  return !answer.findings.some(isAboutSource);
}
