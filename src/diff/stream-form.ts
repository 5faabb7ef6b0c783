import type { Configuration, ConfigurationValue } from '../model/configuration.ts';
import type { LiveConnection, LiveStream } from '../model/live.ts';
import type { FieldChange, PlannedConnection, PlannedRule } from '../model/plan.ts';
import {
  allFields,
  type FieldPath,
  type StreamDescription,
  type StreamRule,
  type StreamSelection,
  streamId,
  streamName,
} from '../model/stream.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import { canonicalSides, type Pair, plainPair } from './canonical-form.ts';
import type { ComparisonRuleId } from './rules.ts';
import type { Circumstances } from './sides.ts';
import { ruleFor } from './stream-patterns.ts';

/** How a member of a stream is compared. */
interface MemberRow {
  readonly rules: readonly ComparisonRuleId[];
  readonly defaultValue?: ConfigurationValue;
}

type MemberName =
  | 'syncMode'
  | 'destinationSyncMode'
  | 'cursorField'
  | 'primaryKey'
  | 'fields'
  | 'mappers'
  | 'includeFiles';

/** In the order in which plans show them, in the words of the files; what is not in the table is not compared. */
const memberRows: Readonly<Record<MemberName, MemberRow>> = {
  syncMode: { rules: [] },
  destinationSyncMode: { rules: [] },
  cursorField: { rules: ['idle-cursor', 'undeclared', 'source-cursor'] },
  primaryKey: { rules: ['idle-key', 'undeclared', 'key-set'] },
  fields: { rules: ['undeclared', 'all-fields', 'field-set'] },
  mappers: {
    rules: ['undeclared', 'default-value', 'mapper-ids', 'masked-secret', 'plain-secret', 'number-value', 'key-order'],
    defaultValue: [],
  },
  includeFiles: { rules: ['undeclared', 'default-value'], defaultValue: false },
};

type Members = Readonly<Record<MemberName, ConfigurationValue | undefined>>;

const memberNames = Object.keys(memberRows) as readonly MemberName[];

/**
 * The streams of a connection, each with the one of the same namespace and name.
 *
 * @returns streams to come, members of those that are on both sides, then streams that go
 */
export function streamPairs({ streams }: PlannedConnection, live: LiveConnection): readonly Pair[] {
  if (streams.state === 'checked-when-applied') return [uncheckedPair(live, streams.rules)];
  const desired = streams.selections;
  const onlyLive = new Map(live.streams.map((stream) => [streamId(stream.description), stream]));
  const [added, shared]: [Pair[], Pair[]] = [[], []];
  for (const selection of desired) {
    const id = streamId(selection);
    const counterpart = onlyLive.get(id);
    onlyLive.delete(id);
    if (counterpart === undefined) added.push(newStream(selection));
    else shared.push(...memberPairs(selection, counterpart));
  }
  const gone = [...onlyLive.values()].map(({ selection }) =>
    plainPair(['streams', streamName(selection)], { live: wholeStream(selection) }),
  );
  return [...orderPair(desired, live), ...added, ...shared, ...gone];
}

/** The order of those streams that both sides have, where the server's is not the usual one. */
function orderPair(desired: readonly StreamSelection[], { said }: LiveConnection): readonly Pair[] {
  if (!Array.isArray(said?.streams)) return [];
  const names = desired.map(streamName);
  const [isLive, isDesired] = [new Set(said.streams), new Set<unknown>(names)];
  return [
    {
      path: ['streams'],
      rules: ['stream-identity'],
      live: said.streams.filter((name: ConfigurationValue) => isDesired.has(name)),
      desired: names.filter((name) => isLive.has(name)),
    },
  ];
}

/** Only names: what a connection's streams will be is known once its source was discovered anew. */
function uncheckedPair(live: LiveConnection, rules: readonly PlannedRule[]): Pair {
  const names = live.streams.map(({ description }) => streamName(description));
  return { path: ['streams'], rules: ['stream-identity'], live: names, desired: expectedNames(live, rules) };
}

/** Live streams that a rule takes, by their own names; rules that take none, by what they are written as. */
function expectedNames({ streams }: LiveConnection, rules: readonly PlannedRule[]): readonly string[] {
  const taken = streams.map(({ description }) => ({ description, rule: ruleFor(rules, description) }));
  const found = new Set(taken.map(({ rule }) => rule));
  return [
    ...taken.filter(({ rule }) => rule !== undefined).map(({ description }) => streamName(description)),
    ...rules.filter((rule) => !found.has(rule)).map(streamName),
  ];
}

/** The change of a connection whose streams are checked when applied, whether their names differ or not. */
export function uncheckedStreams(
  { streams }: LiveConnection,
  rules: readonly Pick<StreamRule, 'name' | 'namespace'>[],
): Required<Pick<FieldChange, 'path' | 'before' | 'after'>> {
  const names = streams.map(({ description }) => streamName(description));
  return { path: ['streams'], before: names.sort(compareText), after: rules.map(streamName).sort(compareText) };
}

/** Streams of a connection that is not there yet. */
export function newStreamPairs({ streams }: PlannedConnection): readonly Pair[] {
  if (streams.state === 'known') return streams.selections.map(newStream);
  return sortedBy(streams.rules, streamName).map((rule) => {
    const whole = wholeStream(rule, { ...membersOf(rule), fields: fieldsOfRule(rule) });
    return plainPair(['streams', streamName(rule)], { desired: { ...whole, ...exceptOfRule(rule) } });
  });
}

function newStream(selection: StreamSelection): Pair {
  return plainPair(['streams', streamName(selection)], { desired: wholeStream(selection) });
}

function exceptOfRule({ except }: Pick<StreamRule, 'except'>): Configuration {
  return except === undefined ? {} : { except: except.map(streamName) };
}

function fieldsOfRule({ fields }: Pick<StreamRule, 'fields'>): ConfigurationValue | undefined {
  if (fields === undefined || fields === allFields) return undefined;
  return fields.include ?? { exclude: fields.exclude };
}

/** A stream as one value, of what says more than servers fill in. */
function wholeStream(selection: StreamSelection, members: Members = membersOf(selection)): Configuration {
  const circumstances = circumstancesOf(selection);
  const entries = memberNames.map((name): [string, ConfigurationValue | undefined] => {
    const { rules } = memberRows[name];
    return [
      name,
      canonicalSides({ path: [name], rules, live: undefined, desired: members[name], circumstances }).desired,
    ];
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, ConfigurationValue] => saysMore(entry[1])));
}

/** False for what servers do where nothing is said. */
function saysMore(value: ConfigurationValue | undefined): boolean {
  return value !== undefined && value !== false && value !== allFields && !(Array.isArray(value) && value.length === 0);
}

/** The members of a stream that is on both sides, without those that are plainly the same: nearly all of them. */
export function memberPairs(desired: StreamSelection, { selection, description }: LiveStream): readonly Pair[] {
  const [ours, theirs] = [membersOf(desired), liveMembers(selection)];
  const unlike = memberNames.filter((name) => !isPlainlySame(ours[name], theirs[name]));
  const unmanaged = Object.entries(selection.unmanaged ?? {});
  if (unlike.length === 0 && unmanaged.length === 0) return [];
  const path = ['streams', streamName(desired)];
  const circumstances = circumstancesOf(desired, description);
  const pairs = unlike.map((name) => {
    const { rules, ...row } = memberRows[name];
    const sides = { live: theirs[name], desired: ours[name] };
    return { path: [...path, name], rules, ...sides, circumstances: { ...circumstances, ...row } };
  });
  const additions = unmanaged.map(
    ([name, live]): Pair => ({ path: [...path, name], rules: ['server-additions'], live, desired: undefined }),
  );
  return [...pairs, ...additions];
}

/** Servers give an empty list where nobody ever set one. */
function isPlainlySame(desired: ConfigurationValue | undefined, live: ConfigurationValue | undefined): boolean {
  return desired === live || (desired === undefined && Array.isArray(live) && live.length === 0);
}

function circumstancesOf(
  { syncMode, destinationSyncMode }: StreamSelection,
  description?: StreamDescription,
): Circumstances {
  const modes = { syncMode, destinationSyncMode };
  if (description === undefined) return modes;
  const { fieldNames, isCursorSourceDefined, defaultCursorField } = description;
  const sourceCursor = isCursorSourceDefined ? pathInFileWords(defaultCursorField) : undefined;
  return { ...modes, fieldNames, sourceCursor };
}

function membersOf(selection: StreamSelection): Members {
  const { syncMode, destinationSyncMode, cursorField, primaryKey, selectedFields, mappers, includeFiles } = selection;
  return {
    syncMode,
    destinationSyncMode,
    cursorField: cursorField && pathInFileWords(cursorField),
    primaryKey: primaryKey?.map((path) => pathInFileWords(path) ?? ''),
    fields: selection.selectsAllFields ? allFields : selectedFields,
    mappers: mappers?.map(({ type, mapperConfiguration }) => ({ type, mapperConfiguration })),
    includeFiles,
  };
}

function liveMembers(selection: LiveStream['selection']): Members {
  const { mappers = [], mapperIds } = selection;
  return {
    ...membersOf(selection),
    mappers: mappers.map(({ type, mapperConfiguration }, index) => {
      const id = mapperIds[index];
      return { ...(id ? { id } : {}), type, mapperConfiguration };
    }),
  };
}

/** A field at the top by its name; nothing for a path without steps. */
function pathInFileWords(path: FieldPath): ConfigurationValue | undefined {
  return path.length > 1 ? path : path[0];
}
