import { originAt } from '../model/issue.ts';
import type { LiveStream } from '../model/live.ts';
import {
  type FieldPath,
  type StreamDescription,
  type StreamRule,
  type StreamSettings,
  streamName,
} from '../model/stream.ts';
import { findClosest } from '../util/suggest.ts';
import type { Finding } from './findings.ts';
import type { FoundStream } from './stream-rules.ts';

/** What one stream is checked against. */
export interface StreamContext {
  /** What the destination's specification lists; empty means that it does not say. */
  readonly destinationSyncModes: readonly string[];
  /** The stream as the live connection has it. */
  readonly live: LiveStream | undefined;
  /** False when the description was cut down to selected fields, so that a missing field proves nothing. */
  readonly knowsAllFields: boolean;
}

/**
 * What the source or the destination cannot do of what the files ask for. The server checks none of this (API §3.4):
 * the sync would fail.
 */
export function checkStream(stream: FoundStream, context: StreamContext): readonly Finding[] {
  return [
    ...syncModeFindings(stream),
    ...destinationSyncModeFindings(stream, context),
    ...cursorFindings(stream, context),
    ...primaryKeyFindings(stream, context),
    ...unselectedFindings(stream, context),
    ...(context.knowsAllFields ? fieldFindings(stream) : []),
  ];
}

function syncModeFindings({ rule, description, selection }: FoundStream): readonly Finding[] {
  const supported = description.supportedSyncModes;
  if (supported.length === 0 || supported.includes(selection.syncMode)) return [];
  return [
    {
      rule: 'unsupported-sync-mode',
      message: `stream "${streamName(description)}" cannot be read with syncMode ${selection.syncMode}`,
      origin: originAt(rule.origin, 'syncMode'),
      hint: `the source supports ${supported.join(', ')}`,
    },
  ];
}

function destinationSyncModeFindings(
  { rule, description, selection }: FoundStream,
  { destinationSyncModes }: StreamContext,
): readonly Finding[] {
  if (destinationSyncModes.length === 0 || destinationSyncModes.includes(selection.destinationSyncMode)) return [];
  return [
    {
      rule: 'unsupported-destination-sync-mode',
      message: `the destination cannot write stream "${streamName(description)}" with destinationSyncMode ${selection.destinationSyncMode}`,
      origin: originAt(rule.origin, 'destinationSyncMode'),
      hint: `it supports ${destinationSyncModes.join(', ')}`,
    },
  ];
}

function cursorFindings(stream: FoundStream, context: StreamContext): readonly Finding[] {
  const { rule, description, selection } = stream;
  if (selection.syncMode !== 'incremental' || description.isCursorSourceDefined) return [];
  if (cursorOf(stream, context).length > 0) return [];
  return [
    {
      rule: 'missing-cursor',
      message: `stream "${streamName(description)}" is read incrementally, but nothing says by which cursorField`,
      origin: rule.origin,
      hint: fieldsHint('set "cursorField"', description),
    },
  ];
}

function primaryKeyFindings(stream: FoundStream, context: StreamContext): readonly Finding[] {
  const { rule, description, selection } = stream;
  if (!isDeduplicated(selection) || keyOf(stream, context).length > 0) return [];
  return [
    {
      rule: 'missing-primary-key',
      message: `stream "${streamName(description)}" is to be deduplicated, but nothing says by which primaryKey`,
      origin: rule.origin,
      hint: fieldsHint('set "primaryKey"', description),
    },
  ];
}

/** The server refuses a selection of fields without the cursor or the key that counts (API §3.4). */
function unselectedFindings(stream: FoundStream, context: StreamContext): readonly Finding[] {
  const { rule, description, selection } = stream;
  const selected = selection.selectedFields ?? context.live?.selection.selectedFields;
  const needed: readonly (readonly [string, readonly FieldPath[]])[] = [
    ['cursorField', selection.syncMode === 'incremental' ? [cursorOf(stream, context)] : []],
    ['primaryKey', isDeduplicated(selection) ? keyOf(stream, context) : []],
  ];
  return needed.flatMap(([property, paths]) =>
    firstSteps(paths)
      .filter((field) => selected?.includes(field) === false && description.fieldNames.includes(field))
      .map((field) => ({
        rule: 'unselected-field',
        message: `stream "${streamName(description)}" needs field "${field}" as its ${property}, but does not sync it`,
        origin: originAt(rule.origin, 'fields'),
        hint: 'sync this field too: the server refuses the stream without it',
      })),
  );
}

/** The cursor that is sent: the file's, else the live one, else what the source proposes. Empty: none. */
function cursorOf({ description, selection }: FoundStream, { live }: StreamContext): FieldPath {
  const cursors = [selection.cursorField, live?.selection.cursorField];
  return cursors.find((cursor) => cursor !== undefined && cursor.length > 0) ?? description.defaultCursorField;
}

/** The key that is sent, found like the cursor. */
function keyOf({ description, selection }: FoundStream, { live }: StreamContext): readonly FieldPath[] {
  const keys = [selection.primaryKey, live?.selection.primaryKey];
  return keys.find((key) => key !== undefined && key.length > 0) ?? description.sourceDefinedPrimaryKey;
}

function fieldFindings({ rule, description, selection }: FoundStream): readonly Finding[] {
  const used: readonly (readonly [string, readonly FieldPath[]])[] = [
    // A cursor that the source defines itself need not be a field at all.
    ['cursorField', selection.cursorField && !description.isCursorSourceDefined ? [selection.cursorField] : []],
    // A key for all streams of a catalog need not fit those that are not deduplicated.
    ['primaryKey', isDeduplicated(selection) ? (selection.primaryKey ?? []) : []],
    ['fields', namedFields(rule).map((name) => [name])],
  ];
  return used.flatMap(([property, paths]) =>
    unknownFields(paths, description).map((field) => ({
      rule: 'unknown-field',
      message: `stream "${streamName(description)}" has no field "${field}"`,
      origin: originAt(rule.origin, property),
      hint: didYouMean(field, description),
    })),
  );
}

function namedFields({ fields }: StreamRule): readonly string[] {
  return fields === undefined || fields === 'all' ? [] : (fields.include ?? fields.exclude);
}

/** A stream whose schema names no fields at all may have any. */
function unknownFields(paths: readonly FieldPath[], { fieldNames }: StreamDescription): readonly string[] {
  if (fieldNames.length === 0) return [];
  return firstSteps(paths).filter((first) => !fieldNames.includes(first));
}

/** Only top-level fields are selected, and known. */
function firstSteps(paths: readonly FieldPath[]): readonly string[] {
  return paths.flatMap(([first]) => first ?? []);
}

function didYouMean(field: string, description: StreamDescription): string {
  const closest = findClosest(field, description.fieldNames);
  return closest === undefined ? fieldsHint('use another', description) : `did you mean "${closest}"?`;
}

function fieldsHint(what: string, { fieldNames }: StreamDescription): string {
  const more = fieldNames.length > 12 ? ' …' : '';
  return fieldNames.length === 0 ? what : `${what}; there are ${fieldNames.slice(0, 12).join(', ')}${more}`;
}

function isDeduplicated({ destinationSyncMode }: StreamSettings): boolean {
  return destinationSyncMode.endsWith('dedup');
}
