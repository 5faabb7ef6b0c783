import type { LiveStream } from '../model/live.ts';
import type { FieldPath, StreamDescription, StreamSettings } from '../model/stream.ts';
import { findClosest } from '../util/suggest.ts';
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

/** The cursor that is sent: the file's, else the live one, else what the source proposes. Empty: none. */
export function cursorOf({ description, selection }: FoundStream, { live }: StreamContext): FieldPath {
  const cursors = [selection.cursorField, live?.selection.cursorField];
  return cursors.find((cursor) => cursor !== undefined && cursor.length > 0) ?? description.defaultCursorField;
}

/** The key that is sent, found like the cursor. */
export function keyOf({ description, selection }: FoundStream, { live }: StreamContext): readonly FieldPath[] {
  const keys = [selection.primaryKey, live?.selection.primaryKey];
  return keys.find((key) => key !== undefined && key.length > 0) ?? description.sourceDefinedPrimaryKey;
}

/** The fields that are synced; undefined for all. A selection that the file leaves alone stays. */
export function selectedFieldsOf({ selection }: FoundStream, { live }: StreamContext): readonly string[] | undefined {
  if (selection.selectsAllFields) return undefined;
  return selection.selectedFields ?? live?.selection.selectedFields;
}

export function isDeduplicated({ destinationSyncMode }: StreamSettings): boolean {
  return destinationSyncMode.endsWith('dedup');
}

/** A hint with the field that was meant, or else all there are. */
export function didYouMean(field: string, description: StreamDescription): string {
  const closest = findClosest(field, description.fieldNames);
  return closest === undefined ? fieldsHint('use another', description) : `did you mean "${closest}"?`;
}

/** A hint that lists the fields of a stream. */
export function fieldsHint(what: string, { fieldNames }: StreamDescription): string {
  const more = fieldNames.length > 12 ? ' …' : '';
  return fieldNames.length === 0 ? what : `${what}; there are ${fieldNames.slice(0, 12).join(', ')}${more}`;
}
