import { matchesPattern } from '../diff/stream-patterns.ts';
import { type Locate, originAt } from '../model/issue.ts';
import type { LiveConnection, LiveStream } from '../model/live.ts';
import type { ColumnDifference, Meaning, StreamDifference } from '../model/offer.ts';
import type { DesiredConnection } from '../model/resource.ts';
import {
  type DiscoveredCatalog,
  type StreamDescription,
  type StreamPattern,
  streamId,
  streamName,
} from '../model/stream.ts';
import { groupedBy } from '../util/group.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import { columnsIn } from './column-types.ts';
import type { StreamAnswer } from './find-streams.ts';
import { isPattern } from './stream-rules.ts';

/** A connection that reads from the source. */
export interface CatalogUser {
  readonly desired: DesiredConnection;
  readonly live?: LiveConnection;
  /** What its streams are by the catalog that the source offers now. */
  readonly answer: StreamAnswer;
}

/**
 * What a source offers, held against the connections that read from it: against what they have on the server, and where
 * they are not there yet against their files.
 *
 * @returns sorted by the streams' names
 */
export function streamDifferences(
  { streams }: DiscoveredCatalog,
  users: readonly CatalogUser[],
  locate: Locate,
): readonly StreamDifference[] {
  const views = users.map(toView);
  const gone = groupedBy(
    views.flatMap((view) => goneStreams(view, streams)),
    ({ id }) => id,
  );
  const differences = [
    ...streams.flatMap((stream) => newDifference(stream, views)),
    ...[...gone.values()].flatMap((group) => goneDifference(group, locate)),
    ...streams.flatMap((stream) => changedDifference(stream, views)),
  ];
  return sortedBy(differences, streamName);
}

/** A connection with its streams by identity. */
interface View extends CatalogUser {
  readonly wanted: ReadonlySet<string>;
  readonly held: ReadonlyMap<string, LiveStream>;
}

function toView(user: CatalogUser): View {
  const { streams } = user.answer;
  const live = user.live?.streams ?? [];
  return {
    ...user,
    wanted: new Set(streams.state === 'known' ? streams.selections.map(streamId) : []),
    held: new Map(live.map((stream) => [streamId(stream.description), stream])),
  };
}

/** Words about one connection; those of several with the same words are put together. */
interface Said {
  readonly connection: DesiredConnection['key'] | undefined;
  readonly words: string;
}

function meaningsOf(said: readonly Said[]): readonly Meaning[] {
  return [...groupedBy(said, ({ words }) => words)].map(([words, group]) => ({
    words,
    connections: [...new Set(group.flatMap(({ connection }) => connection ?? []))].sort(compareText),
  }));
}

function newDifference(stream: StreamDescription, views: readonly View[]): readonly StreamDifference[] {
  const id = streamId(stream);
  const isRead = views.some(({ live, held, wanted }) => (live === undefined ? wanted : held).has(id));
  const said = views.flatMap((view) => newWords(view, id));
  if (isRead && said.length === 0) return [];
  const unread: Said = { connection: undefined, words: 'no connection reads it' };
  return [
    { ...named(stream), difference: 'new', columns: [], meanings: meaningsOf(said.length > 0 ? said : [unread]) },
  ];
}

function newWords({ desired: { key }, live, held, wanted }: View, id: string): readonly Said[] {
  if (live === undefined || held.has(id)) return [];
  if (wanted.has(id)) return [{ connection: key, words: 'the next apply adds it' }];
  const isAdded = live.settings.nonBreakingChangesPreference === 'propagate_fully';
  return isAdded ? [{ connection: key, words: 'the server adds it by itself (propagate_fully)' }] : [];
}

/** A stream that one connection has, and its source does not. */
interface Gone {
  readonly id: string;
  readonly stream: StreamPattern;
  readonly view: View;
  /** The entry of the files that spells it out. */
  readonly rule?: DesiredConnection['streams'][number];
}

function goneStreams(view: View, available: readonly StreamDescription[]): readonly Gone[] {
  const ids = new Set(available.map(streamId));
  const rules = view.desired.streams.filter((rule) => isGone(rule, available));
  const held = [...view.held.values()].map(({ description }) => description).filter((it) => !ids.has(streamId(it)));
  const ofServer = held.map((stream): Gone => {
    const rule = rules.find((one) => matchesPattern(one, stream));
    return { id: streamId(stream), stream, view, ...(rule === undefined ? {} : { rule }) };
  });
  const ofFiles = rules.filter((rule) => !held.some((stream) => matchesPattern(rule, stream)));
  return [...ofServer, ...ofFiles.map((rule): Gone => ({ id: streamId(rule), stream: rule, view, rule }))];
}

function isGone(rule: Gone['rule'] & object, available: readonly StreamDescription[]): boolean {
  return !isPattern(rule) && !available.some((stream) => matchesPattern(rule, stream));
}

function goneDifference(group: readonly Gone[], locate: Locate): readonly StreamDifference[] {
  const [first] = group;
  if (first === undefined) return [];
  const meanings = meaningsOf(group.flatMap((gone) => goneWords(gone, locate)));
  return [{ ...named(first.stream), difference: 'gone', columns: [], meanings }];
}

function goneWords({ id, view: { desired, live, held }, rule }: Gone, locate: Locate): readonly Said[] {
  const connection = desired.key;
  const isHeld = held.has(id);
  const said: Said[] = [];
  if (live?.settings.status === 'active' && isHeld)
    said.push({ connection, words: 'the server pauses the connection once it notices' });
  if (rule !== undefined) {
    const { file, line } = locate(originAt(rule.origin, 'name'));
    said.push({ connection, words: `plan and apply stop until it is taken out of ${file}:${line}` });
  } else if (isHeld) {
    said.push({ connection, words: 'the next apply takes it out; what was written stays in the destination' });
  }
  return said;
}

/** A column that one connection has otherwise than its source. */
interface Changed {
  readonly column: Omit<ColumnDifference, 'meanings'>;
  readonly view: View;
  readonly held: LiveStream;
}

function changedDifference(stream: StreamDescription, views: readonly View[]): readonly StreamDifference[] {
  const changes = views.flatMap((view): readonly Changed[] => {
    const held = view.held.get(streamId(stream));
    if (held === undefined) return [];
    return changedColumns(stream, held).map((column) => ({ column, view, held }));
  });
  if (changes.length === 0) return [];
  const alike = groupedBy(changes, ({ column }) => JSON.stringify(column));
  const columns = [...alike.values()].flatMap((group): readonly ColumnDifference[] => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first.column, meanings: meaningsOf(group.map(columnWords)) }];
  });
  return [{ ...named(stream), difference: 'changed', columns: sortedBy(columns, ({ name }) => name), meanings: [] }];
}

/** What a server stores of a stream is cut down to its selected fields: of the others nobody knows if they are new. */
function changedColumns(
  stream: StreamDescription,
  { description, selection }: LiveStream,
): readonly Changed['column'][] {
  const before = new Map(columnsIn(description).map(({ name, type }) => [name, type]));
  const after = new Map(columnsIn(stream).map(({ name, type }) => [name, type]));
  const isCutDown = selection.selectedFields !== undefined;
  const names = [...new Set([...before.keys(), ...(isCutDown ? [] : after.keys())])];
  return names.flatMap((name): readonly Changed['column'][] => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    return [{ name, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

function columnWords({ column: { name, before, after }, view, held: { selection } }: Changed): Said {
  const connection = view.desired.key;
  if (before === undefined) {
    const { nonBreakingChangesPreference: preference = 'ignore' } = view.live?.settings ?? {};
    return { connection, words: newColumnWords[preference] ?? newColumnWords.ignore };
  }
  if (after !== undefined) return { connection, words: retypedWords };
  const isUsed = [selection.cursorField, ...(selection.primaryKey ?? [])].some((path) => path?.[0] === name);
  return { connection, words: isUsed ? lostKeyWords : lostColumnWords };
}

const retypedWords = 'its destination takes the new type as its connector can; a refresh reads old rows anew';
const lostKeyWords = 'it is the cursor or key: the server pauses the connection once it notices';
const lostColumnWords = 'stays in the destination, and gets no new values';

const newColumnWords: Readonly<Record<string, string>> & { readonly ignore: string } = {
  ignore: 'not read: the server ignores new columns (nonBreakingChangesPreference)',
  disable: 'the server pauses the connection once it notices (nonBreakingChangesPreference: disable)',
  propagate_columns: 'the server adds it by itself (propagate_columns)',
  propagate_fully: 'the server adds it by itself (propagate_fully)',
};

function named({ name, namespace }: StreamPattern): StreamPattern {
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}
