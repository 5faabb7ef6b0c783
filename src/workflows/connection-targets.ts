import type { About } from '../airbyte/api-error.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import { inOrder } from '../desired/finding.ts';
import { InvalidFlagsError, RefusedError } from '../errors.ts';
import type { LiveConnection } from '../model/live.ts';
import type { Desired, DesiredConnection, ResourceKey } from '../model/resource.ts';
import { hideSecrets } from '../model/secrets.ts';
import type { ConnectionName } from '../model/sync.ts';
import { RefusedFindingsError, toIssues } from '../plan/findings.ts';
import { matchResources } from '../plan/match.ts';
import { globMatcher, hasWildcard } from '../util/glob.ts';
import { findClosest } from '../util/suggest.ts';
import { type LoadedFiles, loadFiles } from './load.ts';
import type { Ports } from './ports.ts';
import { createSelector, type Selection } from './selection.ts';
import { openSession, type Session } from './session.ts';

/** Which connections a command is about: their keys, with or without `connection/`, globs, or `tag:NAME`. */
export interface ConnectionRequest extends Selection {
  /** The environment's name; absent: the default one. */
  readonly environment?: string;
  /** Overrides the environment's own number. */
  readonly parallelism?: number;
}

/** A connection of the files that is live. */
export interface ConnectionTarget extends ConnectionName {
  readonly desired: DesiredConnection;
  readonly live: LiveConnection;
  /** Somebody means this one, and not merely some. */
  readonly isNamed: boolean;
  readonly about: About;
}

/** The files, the server, and the connections that are live on it. */
export interface ConnectionBase {
  readonly session: Session;
  readonly files: LoadedFiles;
  readonly live: readonly LiveConnection[];
}

/** Loads the files, connects to the server, and lists its connections: one request. */
export async function openConnections(ports: Ports, request: ConnectionRequest): Promise<ConnectionBase> {
  const loaded = await loadFiles(ports, request.environment);
  const { parallelism = loaded.environment.parallelism } = request;
  const files = { ...loaded, environment: { ...loaded.environment, parallelism } };
  // A typing error is told before anything is asked of the server.
  if (isAboutSome(request)) chooseConnections(request, files.desired, new Map());
  const session = await openSession(ports, files.environment, files.locate);
  return { session, files, live: await connectionHandler.list(session.client, session.workspace.id) };
}

/**
 * The live connections that a request means, by key.
 *
 * @throws {InvalidFlagsError} when it means none
 * @throws {RefusedError} when one of them is not on the server, or is to be removed, and was named
 * @throws {RefusedFindingsError} when it is not clear which live connection is meant
 */
export function findTargets(
  { files, live }: Pick<ConnectionBase, 'files' | 'live'>,
  selection: Selection,
): readonly ConnectionTarget[] {
  const { desired, locate } = files;
  const { matches, findings } = matchResources(
    desired.connections.map((one) => ({ desired: one })),
    live,
  );
  const found = new Map(matches.flatMap((match) => (match.live ? [[match.desired.key, match.live] as const] : [])));
  const chosen = chooseConnections(selection, desired, found);
  const own = findings.filter(({ origin }) => chosen.some((one) => isSameDocument(one.origin, origin)));
  if (own.length > 0) throw new RefusedFindingsError(inOrder(toIssues(own, locate)));
  const named = new Set(selection.select.filter((term) => !isGlob(term)).map((term) => toGlob(term)));
  const targets = chosen.flatMap((one): readonly ConnectionTarget[] => {
    const isNamed = named.has(one.key);
    const target = found.get(one.key);
    if (one.removal !== undefined && !isNamed) return [];
    if (target === undefined || one.removal !== undefined) throw notThere(one);
    return [{ ...nameOf(one, target), desired: one, live: target, isNamed, about: aboutOf(one, desired) }];
  });
  if (targets.length === 0) throw noConnection(desired);
  return targets;
}

/** What hides the secrets of a connection's ends, whatever the server quotes. */
export function aboutOf({ key, source, destination }: DesiredConnection, desired: Desired): About {
  const ends = [...desired.sources, ...desired.destinations].filter(
    (end) => end.key === source || end.key === destination,
  );
  const configurations = { ends: ends.map(({ configuration }) => configuration) };
  return { key, hideSecrets: (words) => hideSecrets(words, configurations) };
}

function nameOf({ key }: DesiredConnection, { id, name }: LiveConnection): ConnectionName {
  return { key, connectionId: id, name };
}

const tagMark = 'tag:';

function isAboutSome({ select, exclude }: Selection): boolean {
  return [...select, ...exclude].some((term) => !term.startsWith(tagMark));
}

/** Connections of the files, by key. */
function chooseConnections(
  { select, exclude }: Selection,
  desired: Desired,
  live: ReadonlyMap<ResourceKey, LiveConnection>,
): readonly DesiredConnection[] {
  if (desired.connections.length === 0) throw noConnection(desired);
  const isSelected = select.length === 0 ? () => true : testFor(select, desired, live);
  const isExcluded = exclude.length === 0 ? () => false : testFor(exclude, desired, live);
  const chosen = desired.connections.filter((one) => isSelected(one) && !isExcluded(one));
  const onlyTags = live.size === 0 && [...select, ...exclude].some((term) => term.startsWith(tagMark));
  if (chosen.length === 0 && !onlyTags) throw noConnection(desired);
  return chosen;
}

function testFor(
  terms: readonly string[],
  desired: Desired,
  live: ReadonlyMap<ResourceKey, LiveConnection>,
): (connection: DesiredConnection) => boolean {
  const keys = terms.filter((term) => !term.startsWith(tagMark)).map(toGlob);
  const tags = terms.filter((term) => term.startsWith(tagMark)).map((term) => term.slice(tagMark.length));
  const byKey = keys.length === 0 ? () => false : createSelector({ select: keys, exclude: [] }, desired);
  const tagsOf = ({ key, settings }: DesiredConnection) => settings.tags ?? live.get(key)?.settings.tags ?? [];
  if (live.size > 0) for (const tag of tags) assertTagged(tag, desired.connections.flatMap(tagsOf));
  return (one) => byKey(one.key) || tagsOf(one).some((name) => tags.some((tag) => globMatcher(tag)(name)));
}

function assertTagged(tag: string, known: readonly string[]): void {
  if (known.some(globMatcher(tag))) return;
  const closest = findClosest(tag, known);
  const names = [...new Set(known)].sort().slice(0, 8).join(', ');
  const list = names === '' ? 'none of them has any tag' : `there are ${names}`;
  throw new InvalidFlagsError(`no connection of the files is tagged "${tag}"`, {
    hint: closest === undefined ? list : `did you mean "${tagMark}${closest}"?`,
  });
}

/** A name alone is a connection's. */
function toGlob(term: string): string {
  if (term.includes('/')) return term;
  return term.startsWith('+') ? `+connection/${term.slice(1)}` : `connection/${term}`;
}

function isGlob(term: string): boolean {
  return hasWildcard(term) || term.startsWith(tagMark);
}

function isSameDocument(left: DesiredConnection['origin'], right: DesiredConnection['origin']): boolean {
  return left.file === right.file && left.document === right.document;
}

function notThere({ key, removal }: DesiredConnection): RefusedError {
  if (removal !== undefined) {
    return new RefusedError(`${key} is to be removed: its file says so`, { hint: 'take "remove" out of the file' });
  }
  return new RefusedError(`${key} is not on the server yet`, { hint: 'create it with "airplan apply"' });
}

function noConnection({ connections }: Desired): InvalidFlagsError {
  if (connections.length === 0) return new InvalidFlagsError('the files declare no connection');
  return new InvalidFlagsError('the selector means no connection', {
    hint: 'only connections have jobs; source/NAME+ selects those of a source, tag:NAME those with a tag',
  });
}
