import { ConnectorError } from '../airbyte/api-error.ts';
import { couldNotList, discoverAnew, discoverCatalog, discoverDraft } from '../airbyte/discovery.ts';
import { inOrder } from '../desired/finding.ts';
import { AirplanError, InternalError, InvalidFlagsError } from '../errors.ts';
import type { Issue } from '../model/issue.ts';
import type { Offer, StreamDifference } from '../model/offer.ts';
import { type Desired, type DesiredActor, type ResourceKey, resourceKey } from '../model/resource.ts';
import { type DiscoveredCatalog, streamName } from '../model/stream.ts';
import { toOffered } from '../plan/column-types.ts';
import { plannedStreams } from '../plan/find-streams.ts';
import { type Finding, toIssues } from '../plan/findings.ts';
import { connectionCases } from '../plan/match-all.ts';
import { type ActorCase, actorChange } from '../plan/planned-actors.ts';
import { type CatalogUser, streamDifferences } from '../plan/stream-differences.ts';
import { globMatcher, hasWildcard } from '../util/glob.ts';
import { sortedBy } from '../util/sort.ts';
import { findClosest } from '../util/suggest.ts';
import { aboutOf, draftOf } from './check.ts';
import { assertConfigurations } from './check-live.ts';
import { type LoadedFiles, loadFiles } from './load.ts';
import { type MatchedWorkspace, matchWorkspace } from './match-workspace.ts';
import type { Ports } from './ports.ts';
import { openSession, type Session } from './session.ts';

export { printStreams } from '../desired/print-streams.ts';

export interface DiscoverRequest {
  /** Its key, with or without `source/` before it. */
  readonly source: string;
  /** The environment's name; absent: the default one. */
  readonly environment?: string;
  /** Runs the connector with the configuration of the files, in place of what the server has. */
  readonly files: boolean;
  /** Runs the connector, whatever the server has kept. */
  readonly refresh: boolean;
  /** Globs over the names of streams, with or without their namespace. Empty: all. */
  readonly streams: readonly string[];
}

/** What a source offers, beside what connections have of it. */
export interface Comparison {
  /** Of the streams that were asked for. */
  readonly differences: readonly StreamDifference[];
  /** Connections of the files that read from it, sorted. */
  readonly connections: readonly ResourceKey[];
  /** What a plan would refuse of these connections, for other reasons than a stream that is gone. */
  readonly refusals: readonly Issue[];
  readonly notes: readonly string[];
}

export interface DiscoveredSource {
  readonly offer: Offer;
  /** The streams that were asked for. */
  readonly streams: Offer['streams'];
  readonly comparison: Comparison;
  readonly notes: readonly string[];
  /** What is odd in the files, and no reason to stop. */
  readonly warnings: readonly Issue[];
}

/** The connector was run, and could not say what its source offers. */
export class DiscoveryFailedError extends AirplanError {
  readonly code = 'connector-failed';
}

/**
 * What a source offers. Writes nothing: the server is never told for which connection it is asked (API §1.5).
 *
 * @throws {InvalidFlagsError} when there is no such source or stream, or the source is not on the server yet
 * @throws {DiscoveryFailedError} with the connector's own words
 */
export async function discoverSource(ports: Ports, request: DiscoverRequest): Promise<DiscoveredSource> {
  const files = await loadFiles(ports, request.environment);
  const source = getSource(files.desired, request.source);
  const session = await openSession(ports, files.environment, files.locate);
  const workspace = await matchWorkspace({ session, files, isSelected: (key) => key === source.key });
  const actor = getActor(workspace, source);
  const catalog = await askConnector(actor, { request, session, files, workspace });
  const offered = sortedBy(catalog.streams.map(toOffered), streamName);
  const offer: Offer = {
    key: source.key,
    name: source.name,
    from: catalog.isKept ? 'server' : 'connector',
    streams: offered,
  };
  return {
    offer,
    streams: selectStreams(offer, request.streams),
    comparison: compare(catalog, source.key, { files, workspace, request }),
    notes: request.files ? [] : configurationNotes(actor, files),
    warnings: files.issues,
  };
}

function getSource(desired: Desired, text: string): DesiredActor<'source'> {
  const name = text.replace(/^source\//, '');
  const found = desired.sources.find(({ key }) => key === resourceKey('source', name));
  if (found !== undefined) return found;
  if (hasWildcard(name)) throw new InvalidFlagsError(`"discover" takes the key of one source, not "${text}"`);
  const others = [...desired.destinations, ...desired.connections];
  const other = others.find(({ key, kind }) => key === text || key === resourceKey(kind, name));
  if (other !== undefined) {
    throw new InvalidFlagsError(`${other.key} is a ${other.kind}`, { hint: 'only sources have streams to discover' });
  }
  const keys = desired.sources.map(({ key }) => key.slice('source/'.length));
  const closest = findClosest(name, keys);
  const list = keys.length === 0 ? 'the files have no sources' : `there are ${keys.slice(0, 8).join(', ')}`;
  throw new InvalidFlagsError(`the files have no source "${name}"`, {
    hint: closest === undefined ? list : `did you mean "${closest}"?`,
  });
}

function getActor({ matched }: MatchedWorkspace, { key }: DesiredActor): ActorCase {
  const actor = matched.actors.find(({ desired }) => desired.key === key);
  if (actor === undefined) throw new InternalError(`${key} was not matched`);
  return actor;
}

interface Asking {
  readonly request: DiscoverRequest;
  readonly session: Session;
  readonly files: LoadedFiles;
  readonly workspace: MatchedWorkspace;
}

async function askConnector(actor: ActorCase, asking: Asking): Promise<DiscoveredCatalog> {
  try {
    return await readCatalog(actor, asking);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const words = error.words === undefined ? ', and does not say why' : `: ${error.words}`;
    const { hint, cause } = error;
    throw new DiscoveryFailedError(`${actor.desired.key}: ${couldNotList}${words}`, { hint, cause });
  }
}

async function readCatalog(
  actor: ActorCase,
  { request, session: { client, workspace }, files, workspace: { defined, specifications } }: Asking,
): Promise<DiscoveredCatalog> {
  const { key } = actor.desired;
  const about = aboutOf(actor);
  if (request.files) {
    const own = defined.filter(({ desired }) => desired.key === key);
    assertConfigurations(files, own, specifications);
    return discoverDraft(client, draftOf(actor, specifications, workspace.id), about);
  }
  if (actor.live === undefined) {
    throw new InvalidFlagsError(`${key} is not on the server yet`, {
      hint: '--files runs its connector with the configuration in the files, and creates nothing',
    });
  }
  const discover = request.refresh ? discoverAnew : discoverCatalog;
  return discover(client, actor.live.id, about);
}

function selectStreams({ key, streams }: Offer, globs: readonly string[]): Offer['streams'] {
  if (globs.length === 0) return streams;
  const idle = globs.find((glob) => !streams.some((stream) => isNamed(stream, [glob])));
  if (idle === undefined) return streams.filter((stream) => isNamed(stream, globs));
  const names = streams.map(streamName);
  const closest = findClosest(idle, [...names, ...streams.map(({ name }) => name)]);
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  const list = names.length === 0 ? 'it offers none' : `there are ${names.slice(0, 8).join(', ')}${more}`;
  throw new InvalidFlagsError(`no stream of ${key} matches "${idle}"`, {
    hint: closest === undefined ? list : `did you mean "${closest}"?`,
  });
}

function isNamed(stream: { readonly name: string; readonly namespace?: string }, globs: readonly string[]): boolean {
  return globs.some((glob) => globMatcher(glob)(stream.name) || globMatcher(glob)(streamName(stream)));
}

/** What the catalog means for the connections of the files. */
function compare(
  catalog: DiscoveredCatalog,
  key: ResourceKey,
  { files: { locate }, workspace: { matched, specifications }, request: { streams: globs } }: Omit<Asking, 'session'>,
): Comparison {
  const reading = matched.connections.filter(({ desired }) => desired.source === key && desired.removal === undefined);
  const users = connectionCases(reading, matched, specifications).map((one) => ({
    ...one,
    answer: plannedStreams({ ...one, catalog }),
  }));
  const all = streamDifferences(catalog, users, locate);
  const differences = globs.length === 0 ? all : all.filter((stream) => isNamed(stream, globs));
  return {
    differences,
    connections: users.map(({ desired }) => desired.key),
    refusals: inOrder(toIssues(users.flatMap(otherFindings), locate)),
    notes: unknownColumns(users),
  };
}

function unknownColumns(users: readonly CatalogUser[]): readonly string[] {
  const absent = users.filter(({ live }) => live === undefined).map(({ desired: { key } }) => key);
  if (absent.length === 0) return [];
  const who = absent.length === 1 ? `${absent[0]} is` : `${absent.length} connections are`;
  return [`${who} not on the server yet, so that there are no columns to compare`];
}

/** An entry that names a stream which is gone is told of with the stream. */
function otherFindings({ desired, answer }: CatalogUser): readonly Finding[] {
  const plain = new Set(
    desired.streams.filter(({ name }) => !hasWildcard(name)).map(({ origin }) => toText(origin.path)),
  );
  return answer.findings.filter(({ rule, origin: { path } }) => {
    return rule !== 'unknown-stream' || !plain.has(toText(path.slice(0, -1)));
  });
}

function toText(path: Finding['origin']['path']): string {
  return JSON.stringify(path);
}

function configurationNotes(actor: ActorCase, { locate }: LoadedFiles): readonly string[] {
  const fields = actor.live === undefined ? [] : (actorChange(actor, locate)?.fields ?? []);
  const isOther = fields.some(({ path }) => path[0] === 'configuration');
  return isOther ? ['the files change its configuration; --files asks with theirs'] : [];
}
