import type { ConfigurationValue } from '../../model/configuration.ts';
import type { EffectRow, StreamSubject } from './row.ts';
import { isIncremental } from './words.ts';

const readAgain = ['refresh', 'clear'] as const;

/** What becomes of data when a stream comes, goes, or is read or written in another way. */
export const streamRows = {
  'stream-added': {
    about: 'stream',
    members: ['stream'],
    applies: ({ field }) => field.before === undefined,
    weight: 'harmless',
    sentence: 'read from the start at the next sync; one that was synced before goes on where it stopped',
    text: ({ stream }) =>
      stream !== undefined && !isIncremental(stream)
        ? 'read whole at every sync, from the next one on'
        : 'read from the start at the next sync; if it was synced before, it goes on where it stopped',
    story:
      'A stream without state is read from the start. Servers keep the state of a stream that is taken out of a connection, so that one that comes back goes on from there; clear it to begin anew.',
    reason: 'API §2.5',
  },
  'stream-removed': {
    about: 'stream',
    members: ['stream'],
    weight: 'harmless',
    sentence: 'no longer synced; what was written stays in the destination, the state on the server',
    story:
      'Servers keep the state of a stream that is taken out of a connection until it is cleared, and never touch its table.',
    reason: 'API §2.5',
  },
  'sync-mode-to-incremental': {
    about: 'stream',
    members: ['syncMode'],
    applies: ({ field }) => field.after === 'incremental',
    weight: 'rereads',
    curedBy: readAgain,
    sentence:
      'read once more from the start, then only what is new; servers before 1.8 go on from an old state, if any',
    story:
      'Since version 1.8 a server deletes the state of a stream whose sync mode changes, so that the next sync reads it from the start. Older ones keep what state it has, which is mostly none.',
    reason: 'API §2.5',
  },
  'sync-mode-to-full-refresh': {
    about: 'stream',
    members: ['syncMode'],
    weight: 'rereads',
    curedBy: readAgain,
    sentence: 'read whole at every sync from now on; servers from 1.8 on delete the state',
    story:
      'Since version 1.8 a server deletes the state of a stream whose sync mode changes: going back to incremental begins from the start.',
    reason: 'API §2.5',
  },
  'table-replaced': {
    about: 'stream',
    members: ['destinationSyncMode'],
    applies: ({ field }) => isOverwrite(field.after) && !isOverwrite(field.before),
    weight: 'loses',
    curedBy: ['clear'],
    sentence: 'the next sync replaces what is in the table',
    story:
      'With "overwrite" a sync replaces the whole table. Rows that the source no longer has, and older versions of rows, are gone with it.',
    reason: 'API §2.5',
  },
  'table-deduplicated': {
    about: 'stream',
    members: ['destinationSyncMode'],
    applies: ({ field }) => field.after === 'append_dedup' && !isOverwrite(field.before),
    weight: 'rereads',
    curedBy: readAgain,
    sentence: 'one row for each key from now on; how old duplicates go depends on the destination, until a refresh',
    story:
      'New rows replace those of the same key. Rows that were appended before were not written with a key in mind; a refresh writes them again.',
    reason: 'API §2.5',
  },
  'table-appended': {
    about: 'stream',
    members: ['destinationSyncMode'],
    applies: ({ field }) => field.after === 'append' || field.after === 'append_dedup',
    weight: 'harmless',
    curedBy: ['clear'],
    sentence: 'what is in the table stays; the next sync adds to it',
    story:
      'Nothing is removed any more. A stream that is read by full_refresh adds all its rows at every sync, one that is read incrementally only new ones.',
    reason: 'API §2.5',
  },
  'table-written-otherwise': {
    about: 'stream',
    members: ['destinationSyncMode'],
    weight: 'harmless',
    sentence: 'written in this way from the next sync on',
    story: 'What is in the destination stays until the next sync; whether it is replaced then is up to the new mode.',
    reason: 'API §2.10',
  },
  'cursor-changed': {
    about: 'stream',
    members: ['cursorField'],
    // With another sync mode there is no old state to go on from.
    applies: ({ changed }) => !changed.has('syncMode'),
    weight: 'loses',
    curedBy: readAgain,
    sentence: 'the old state stays: rows may be missed, or read again, until a refresh',
    story:
      'The server keeps the state of a stream whose cursor changes. What the connector makes of the old value in the light of the new field is its own business: some begin anew, some leave out rows. Only a refresh is sure to have all of them; "whenStreamsChange: refresh" asks for it.',
    reason: 'API §2.5',
  },
  'primary-key-changed': {
    about: 'stream',
    members: ['primaryKey'],
    // Whoever begins to deduplicate hears of old rows there.
    applies: (subject) => !isRewritten(subject) && !subject.changed.has('destinationSyncMode'),
    weight: 'rereads',
    curedBy: readAgain,
    sentence:
      'rows that are there were deduplicated by the old key; new ones meet them by the new key, until a refresh',
    story:
      'The server keeps the state of a stream whose primary key changes, so that only new rows are written by the new key. A row may stay twice until the stream is read again.',
    reason: 'API §2.5',
  },
} as const satisfies Readonly<Record<string, EffectRow>>;

/** True where the next sync writes the whole table anew, whatever was in it. */
export function isRewritten({ stream }: StreamSubject): boolean {
  return stream?.syncMode === 'full_refresh' && isOverwrite(stream.destinationSyncMode);
}

function isOverwrite(mode: ConfigurationValue | undefined): boolean {
  return mode === 'overwrite' || mode === 'overwrite_dedup';
}
