import { type ConfigurationValue, isConfiguration } from '../../model/configuration.ts';
import type { FieldChange } from '../../model/plan.ts';
import type { EffectRow, StreamSubject } from './row.ts';
import { isRewritten } from './stream-rows.ts';
import { firstNames } from './words.ts';

/** What becomes of data when the content of a stream's records changes. */
export const contentRows = {
  'values-become-readable': {
    about: 'stream',
    members: ['mappers'],
    applies: ({ field }) => protectionLost(field).length > 0,
    weight: 'loses',
    sentence: 'written in clear from the next sync on',
    text: ({ field }) => `${firstNames(protectionLost(field))} is written in clear from the next sync on`,
    story:
      'A mapper that hashed, encrypted or left out a field is gone. Its values are written as the source has them, where everybody who reads the destination can read them.',
    reason: 'API §3.4',
  },
  'table-rewritten': {
    about: 'stream',
    members: ['fields', 'mappers', 'includeFiles', 'primaryKey'],
    applies: (subject) => isRewritten(subject) && !subject.changed.has('destinationSyncMode'),
    weight: 'harmless',
    curedBy: ['clear'],
    sentence: 'the next sync writes the whole table in this way',
    story:
      'A stream that is read by full_refresh and written by overwrite is replaced at every sync, old rows included.',
    reason: 'API §2.5',
  },
  'values-stay-readable': {
    about: 'stream',
    members: ['mappers'],
    applies: ({ field }) => protectionGained(field).length > 0,
    weight: 'rereads',
    curedBy: ['clear'],
    sentence: 'values that were written before stay readable in the destination until they are cleared',
    text: ({ field }) =>
      `values of ${firstNames(protectionGained(field))} that were written before stay readable until they are cleared`,
    story:
      'Mappers change records on their way. What is in the destination already stays as it is, in clear; a refresh keeps it as well. Only clearing the stream ("whenStreamsChange: clear") takes the old values away.',
    reason: 'API §2.5',
  },
  'mappers-changed': {
    about: 'stream',
    members: ['mappers'],
    weight: 'rereads',
    curedBy: ['clear'],
    sentence: 'only rows that are read from now on are mapped in this way',
    story:
      'Mappers change records on their way; rows that are there stay as they are. A refresh writes all rows once more in the new way.',
    reason: 'API §2.5',
  },
  'fields-added': {
    about: 'stream',
    members: ['fields'],
    applies: ({ field }) => field.after === 'all' || addedTo(field).length > 0,
    weight: 'rereads',
    curedBy: ['clear', 'refresh'],
    sentence: 'rows that are there stay without the new fields until a refresh',
    text: addedText,
    story:
      'The state of the stream stays, so that only new or changed rows are read, and only they have the new fields. "whenStreamsChange: refresh" reads all of them again.',
    reason: 'API §2.5',
  },
  'fields-removed': {
    about: 'stream',
    members: ['fields'],
    weight: 'harmless',
    curedBy: ['clear'],
    sentence: 'columns of fields that are no longer synced stay, with their old values',
    text: ({ field }) =>
      `${firstNames(removedFrom(field))}: ${removedFrom(field).length === 1 ? 'the column stays' : 'the columns stay'} in the destination, with ${removedFrom(field).length === 1 ? 'its' : 'their'} old values`,
    story:
      'New rows leave the column empty. Values that should not be there have to be cleared, or deleted in the destination.',
    reason: 'API §2.5',
  },
  'files-changed': {
    about: 'stream',
    members: ['includeFiles'],
    weight: 'rereads',
    curedBy: ['clear', 'refresh'],
    sentence: 'counts for files that are read from now on; earlier ones stay as they are until a refresh',
    story: 'The state of the stream stays, so that the next sync looks at new or changed files only.',
    reason: 'API §3.1',
  },
} as const satisfies Readonly<Record<string, EffectRow>>;

function addedText({ field }: StreamSubject): string {
  if (field.after === 'all') return contentRows['fields-added'].sentence;
  const removed = removedFrom(field);
  const text = `rows that are there stay without ${firstNames(addedTo(field))} until a refresh`;
  return removed.length === 0 ? text : `${text}; ${firstNames(removed)} stays with its old values`;
}

function addedTo({ before, after }: FieldChange): readonly string[] {
  return missingIn(textsOf(before), textsOf(after));
}

function removedFrom({ before, after }: FieldChange): readonly string[] {
  return missingIn(textsOf(after), textsOf(before));
}

/** Mappers after which nobody can read a field. */
const protectingTypes: readonly string[] = ['hashing', 'encryption', 'field-filtering'];

function protectionGained({ before, after }: FieldChange): readonly string[] {
  return missingIn(protectedFields(before), protectedFields(after));
}

function protectionLost({ before, after }: FieldChange): readonly string[] {
  return missingIn(protectedFields(after), protectedFields(before));
}

function protectedFields(mappers: ConfigurationValue | undefined): readonly string[] {
  const list: readonly ConfigurationValue[] = Array.isArray(mappers) ? mappers : [];
  return list.flatMap((mapper) => {
    if (!isConfiguration(mapper) || !isConfiguration(mapper.mapperConfiguration)) return [];
    const { targetField } = mapper.mapperConfiguration;
    return protectingTypes.includes(String(mapper.type)) && typeof targetField === 'string' ? [targetField] : [];
  });
}

function missingIn(known: readonly string[], names: readonly string[]): readonly string[] {
  const set = new Set(known);
  return names.filter((name) => !set.has(name));
}

function textsOf(value: ConfigurationValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
