import { type ConfigurationValue, isConfiguration } from '../../model/configuration.ts';
import { allFields } from '../../model/stream.ts';
import { type ComparisonRule, eachSide, neitherSide } from '../sides.ts';
import { asSet, asSetOfPaths } from './sets.ts';

/** Rules for the streams of a connection. */
export const streamRules = {
  'stream-identity': {
    sentence: 'Streams are told apart by namespace and name; their order says nothing.',
    reason:
      'A catalog is a list in the order in which it was posted, and the same name may be in two namespaces (API §3.5, §3.6).',
    story:
      'Compared by position, one stream more at the top would show every other one as rewritten. Each stream is compared with the one of the same namespace and name, wherever it stands.',
    example: 'live: public.orders, public.customers\nfile: public.customers, public.orders',
    apply: (sides) => eachSide(sides, asSet),
  },
  'idle-cursor': {
    sentence: 'A cursor counts only while its stream is read incrementally.',
    reason: 'A full refresh uses none; servers give it back, empty it or make it null as they like (API §3.6).',
    story:
      'A catalog may set one cursorField for all its streams, and somebody may turn a single one to full_refresh. The cursor is compared again when the stream is incremental again.',
    example: 'live: full_refresh, cursorField null\nfile: syncMode: full_refresh, cursorField: updated_at',
    apply: (sides, { syncMode }) => (syncMode === 'incremental' ? sides : neitherSide),
  },
  'source-cursor': {
    sentence: 'A cursor that the source chooses by itself need not be named.',
    reason:
      'Servers do not fill in a source-defined cursor: the catalog keeps [] while the source reads by it (API §3.1, §3.6).',
    story:
      'Change data capture reads by a position in the log, whatever cursorField says. A file that names it and a server that leaves it out mean the same.',
    example: 'live: cursorField [], source-defined _ab_cdc_lsn\nfile: cursorField: _ab_cdc_lsn',
    apply: ({ live, desired }, { sourceCursor }) => ({ live: live ?? sourceCursor, desired: desired ?? sourceCursor }),
  },
  'idle-key': {
    sentence: 'A primary key counts only while its stream is deduplicated.',
    reason: 'append and overwrite do not use it, and servers keep it all the same (API §3.6).',
    story:
      'Many catalogs name the key of each stream, and only some streams go to a *_dedup mode. The key is compared again as soon as the mode uses it.',
    example: 'live: append, no primaryKey\nfile: destinationSyncMode: append, primaryKey: id',
    apply: (sides, { destinationSyncMode }) => (destinationSyncMode?.endsWith('dedup') ? sides : neitherSide),
  },
  'key-set': {
    sentence: 'A primary key is a set of fields; order and repetition do not count.',
    reason: "The server's own comparison takes the key as a set of paths (API §2.5, §3.6).",
    story:
      'A key of two parts comes back in the order of whoever wrote it last. Its order never makes a record another one.',
    example: 'live: [[order_id], [line]]\nfile: primaryKey: [line, order_id]',
    apply: (sides) => eachSide(sides, asSetOfPaths),
  },
  'field-set': {
    sentence: 'Selected fields are a set.',
    reason:
      'They come back in the order of stored keys, which are sorted by length and then by bytes (API §3.1, §3.5).',
    story: 'The order in which a file lists the fields to sync is the order for its readers only.',
    example: 'live: id, total, customer\nfile: fields: {include: [customer, id, total]}',
    apply: (sides) => eachSide(sides, asSet),
  },
  'all-fields': {
    sentence: 'A selection of all fields and no selection are the same.',
    reason: 'Without field selection servers give an empty list, and sync every field (API §3.1, §3.6).',
    story:
      'A file may list every field there is: that syncs what a connection without selection syncs, until the source has a field more. fields: all turns a selection off for good.',
    example: 'live: field selection off, the stream has id and total\nfile: fields: {include: [id, total]}',
    apply: ({ live, desired }, { fieldNames }) =>
      desired === allFields && live === undefined
        ? { live: allFields, desired }
        : { live: live ?? fieldNames, desired: desired ?? fieldNames },
  },
  'mapper-ids': {
    sentence: 'Mappers are compared in their order, without their ids.',
    reason: 'Each mapper that is sent without an id gets a new random one (API §3.1, §3.6).',
    story:
      'Ids are the business of the server: airplan sends them back for mappers that stay, so that an encryption keeps its key. The order counts, because each mapper works on what the one before it made.',
    example: 'live: {id: 7f…, type: hashing, …}\nfile: {type: hashing, …}',
    apply: (sides) => eachSide(sides, withoutMapperIds),
  },
} as const satisfies Readonly<Record<string, ComparisonRule>>;

function withoutMapperIds(value: ConfigurationValue): ConfigurationValue {
  if (!Array.isArray(value)) return value;
  return value.map((mapper: ConfigurationValue) => {
    if (!isConfiguration(mapper)) return mapper;
    const { id: _, ...others } = mapper;
    return others;
  });
}
