import { originAt } from '../model/issue.ts';
import { type FieldPath, streamName } from '../model/stream.ts';
import { checkFields } from './check-fields.ts';
import type { Finding } from './findings.ts';
import { cursorOf, fieldsHint, isDeduplicated, keyOf, type StreamContext } from './stream-facts.ts';
import type { FoundStream } from './stream-rules.ts';

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
    ...predefinedKeyFindings(stream),
    ...fileFindings(stream),
    ...checkFields(stream, context),
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

/** Web interface and Public API know a key that a source defines as "already pre-defined", and take no other (API §5). */
function predefinedKeyFindings({ rule, description, selection }: FoundStream): readonly Finding[] {
  const { primaryKey = [] } = selection;
  const { sourceDefinedPrimaryKey: defined } = description;
  if (!isDeduplicated(selection) || primaryKey.length === 0 || defined.length === 0) return [];
  if (isSameKey(primaryKey, defined)) return [];
  return [
    {
      rule: 'source-defined-primary-key',
      message: `stream "${streamName(description)}" has a primary key that its source defines, ${keyText(defined)}; the file says ${keyText(primaryKey)}`,
      origin: originAt(rule.origin, 'primaryKey'),
      hint: `remove "primaryKey", or write the source's own: ${keyText(defined)}`,
    },
  ];
}

/** Keys are sets of paths (API §3.6). */
function isSameKey(left: readonly FieldPath[], right: readonly FieldPath[]): boolean {
  const [these, those] = [left, right].map((key) => new Set(key.map((path) => JSON.stringify(path))));
  return these?.size === those?.size && [...(these ?? [])].every((path) => those?.has(path));
}

function keyText(key: readonly FieldPath[]): string {
  const parts = key.map((path) => (path.length === 1 ? (path[0] ?? '') : `[${path.join(', ')}]`));
  const [only] = key;
  return key.length === 1 && only?.length === 1 ? parts.join('') : `[${parts.join(', ')}]`;
}

/** Files are copied for streams of files only (API §3.4). */
function fileFindings({ rule, description, selection }: FoundStream): readonly Finding[] {
  if (selection.includeFiles !== true || description.verbatim.isFileBased === true) return [];
  return [
    {
      rule: 'files-not-supported',
      message: `stream "${streamName(description)}" has records only, no files that "includeFiles" could copy`,
      origin: originAt(rule.origin, 'includeFiles'),
      hint: 'remove "includeFiles": the server refuses it here',
    },
  ];
}
