import { type Issue, type Origin, originAt } from '../model/issue.ts';
import {
  type FieldPath,
  type StreamPattern,
  type StreamRule,
  type StreamSettings,
  streamName,
} from '../model/stream.ts';
import { hasWildcard } from '../util/glob.ts';
import { sortedBy } from '../util/sort.ts';
import type { ExceptDocument, StreamDocument, StreamSettingsDocument } from './documents.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';

/** A list of streams with what holds for all of them; stands in a catalog, or in a connection. */
export interface StreamList {
  readonly defaults?: StreamSettingsDocument;
  readonly streams: readonly StreamDocument[];
  /** What no pattern of the list is to find. */
  readonly except?: ExceptDocument;
}

/** The rules of a list of streams, defaults filled in; in the order of the file. */
export function toStreamRules({ defaults = {}, streams, except }: StreamList, origin: Origin): readonly StreamRule[] {
  const rules = streams.map((stream, index) => toStreamRule(stream, defaults, originAt(origin, 'streams', index)));
  return withoutStreams(rules, except);
}

/** Rules whose patterns do not find what is excepted. Who names a stream exactly means it. */
export function withoutStreams(rules: readonly StreamRule[], except: ExceptDocument = []): readonly StreamRule[] {
  if (except.length === 0) return rules;
  const patterns = except.map(toPattern);
  return rules.map((rule) => {
    const isExact = !hasWildcard(rule.name) && !hasWildcard(rule.namespace ?? '');
    return isExact ? rule : { ...rule, except: [...(rule.except ?? []), ...patterns] };
  });
}

/** A finding for each stream that a list names a second time. */
export function findDuplicateStreams(rules: readonly StreamRule[], places: Places): readonly Issue[] {
  const first = new Map<string, StreamRule>();
  return rules.flatMap((rule) => {
    const identity = JSON.stringify([rule.namespace, rule.name]);
    const earlier = first.get(identity);
    if (earlier === undefined) {
      first.set(identity, rule);
      return [];
    }
    const { line } = places.ofValue(originAt(earlier.origin, 'name'));
    const message = `stream "${streamName(rule)}" is listed twice, first on line ${line}`;
    const place = places.ofValue(originAt(rule.origin, 'name'));
    return [anError('duplicate-stream', message, { place, hint: 'keep one of the two' })];
  });
}

/** A finding for each entry with a plain name that says what it is not to find. */
export function findIdleExcepts({ defaults, streams }: StreamList, origin: Origin, places: Places): readonly Issue[] {
  return streams.flatMap((stream, index) => {
    const { name, except, namespace = defaults?.namespace } = stream;
    if (except === undefined || hasWildcard(name) || hasWildcard(namespace ?? '')) return [];
    const place = places.ofKey(originAt(origin, 'streams', index, 'except'));
    const message = `"except" narrows patterns, and "${name}" is a plain name`;
    return [anError('idle-except', message, { place, hint: 'remove "except", or write a pattern with "*" or "?"' })];
  });
}

/** What a stream takes from the defaults of its list. A full refresh has no cursor, so that none is meant for it. */
export function inheritedSettings(
  stream: StreamSettingsDocument,
  defaults: StreamSettingsDocument,
): StreamSettingsDocument {
  const { cursorField, ...others } = defaults;
  return toSyncModes({ ...defaults, ...stream }).syncMode === 'full_refresh' ? others : defaults;
}

function toStreamRule(stream: StreamDocument, defaults: StreamSettingsDocument, origin: Origin): StreamRule {
  const merged = { ...inheritedSettings(stream, defaults), ...stream };
  const { cursorField, primaryKey, except, ...rest } = merged;
  return {
    ...rest,
    ...toSyncModes(merged),
    ...(cursorField === undefined ? {} : { cursorField: toPath(cursorField) }),
    ...(primaryKey === undefined ? {} : { primaryKey: toPrimaryKey(primaryKey) }),
    ...(except === undefined ? {} : { except: except.map(toPattern) }),
    origin,
  };
}

function toPattern(except: ExceptDocument[number]): StreamPattern {
  return typeof except === 'string' ? { name: except } : except;
}

/** How a stream is synced that does not say it. */
export function toSyncModes(stream: StreamSettingsDocument): Pick<StreamSettings, 'syncMode' | 'destinationSyncMode'> {
  return {
    syncMode: stream.syncMode ?? 'full_refresh',
    destinationSyncMode: stream.destinationSyncMode ?? 'overwrite',
  };
}

function toPrimaryKey(key: string | readonly (string | readonly string[])[]): readonly FieldPath[] {
  const parts = typeof key === 'string' ? [key] : key;
  return sortedBy(parts.map(toPath), (path) => JSON.stringify(path));
}

function toPath(field: string | readonly string[]): FieldPath {
  return typeof field === 'string' ? [field] : field;
}
