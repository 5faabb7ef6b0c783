import type { RuleText } from '../rule.ts';

/** What only the server can tell of the files. */
export const serverFindings = {
  'unknown-workspace': {
    sentence: 'The server has no workspace of that name, slug or id.',
    story: 'Or these credentials do not see it. The finding lists those that they see.',
  },
  'unknown-connector': {
    sentence: 'The workspace offers no connector of that name.',
    story:
      '"definition" is a docker repository, the exact name of a connector, its id, or the key of a definition of the files.',
    example: 'definition: airbyte/source-postgres',
  },
  'ambiguous-connector': {
    sentence: 'Several connectors answer to that name.',
    story: 'Write the id of the right one; airplan does not guess.',
  },
  'pinned-version': {
    sentence: 'A source or destination does not run the version of its connector that its file names.',
    reason: 'A version belongs to the connector, and everybody in the workspace who uses it runs it (API §1.3).',
    story:
      'It is a note of the plan, and no change. Set the version in Airbyte under Settings, or write the one that runs into the file.',
  },
  'definition-cannot-change': {
    sentence: 'A file asks for another connector, or another image of one, where a live object has its own for good.',
    reason:
      'No call of the API changes the connector of a source or destination, nor repository and documentation of a connector (API §1.3).',
    story:
      'A pinned source or destination: remove "id" to create a new one beside it, or correct "definition". A custom connector: write what the server has, or give it another "name" to create a new one beside it.',
  },
  'not-declarative': {
    sentence: 'A file has a manifest for a connector that is an image on the server.',
    reason: 'The server refuses manifests for images with 400 (API §1.8).',
    story: 'Describe the image in the file, or choose another name.',
  },
  'pinned-id-not-found': {
    sentence: 'The workspace has no object with the id that a file pins.',
    story: 'It was deleted, or this is another workspace: an id holds for one workspace only.',
  },
  'ambiguous-match': {
    sentence: 'Several live objects could be the resource of the file.',
    reason: 'Airbyte allows any number of objects of one name (API §2.8).',
    story: 'airplan lists their ids and does not guess. Pin the right one by "id", or delete the others.',
  },
  'matched-twice': {
    sentence: 'Two resources of the files are the same live object.',
    story: 'Each would undo what the other one says. Give one of them another "id", "name" or "renamedFrom".',
  },
  'unselected-dependency': {
    sentence: 'Something selected needs what is neither live nor selected.',
    story: 'Select what it needs as well.',
    example: 'airplan plan --select connection/orders --select source/orders',
  },
  'specification-violated': {
    sentence: 'The connector does not accept the configuration.',
    reason: "Servers check a configuration against the connector's specification when it is written (API §2.7).",
    story: "The finding points at the value. The connector's documentation says what it takes.",
  },
  'unknown-stream': {
    sentence: 'The source has no stream of that name, or none that matches the pattern.',
    reason: 'Airbyte stores whatever it is sent; the sync would fail or do nothing (API §3.4).',
    story:
      'The finding lists what there is. A stream that is new in the source shows once the source was discovered anew.',
  },
  'ambiguous-stream': {
    sentence: 'Several namespaces have a stream of that name.',
    story: 'Say which by "namespace", or take all of them with a pattern such as namespace: "*".',
  },
  'unknown-field': {
    sentence: 'The stream has no field of that name.',
    reason: 'Unknown fields of a selection are dropped in silence, unknown cursors and keys are stored (API §3.4).',
    story: 'The finding lists the fields there are. Only fields at the top of a record can be selected.',
  },
  'unselected-field': {
    sentence: 'A stream does not sync the field that is its cursor or a part of its key.',
    reason: 'The server refuses such a selection with 422 (API §3.4).',
    story: 'Add the field to "include", or take it out of "exclude".',
  },
  'unsupported-sync-mode': {
    sentence: 'The source cannot read the stream in that way.',
    reason: 'Airbyte does not check it; the sync would fail (API §3.4).',
    story: 'Many tables without a usable cursor can only be read as a full_refresh.',
  },
  'unsupported-destination-sync-mode': {
    sentence: 'The destination cannot write the stream in that way.',
    reason: 'Airbyte does not check it; the sync would fail (API §3.4).',
    story: 'Files and object stores often take append and overwrite only.',
  },
  'missing-cursor': {
    sentence: 'A stream is read incrementally, and nothing says by which field.',
    reason: 'Airbyte does not check it; the sync would fail (API §3.4).',
    story:
      'The cursor is the field whose largest value tells where to go on: updated_at, or an id that only grows. Some sources have one of their own; this one has not.',
    example: 'streams:\n  - {name: orders, syncMode: incremental, cursorField: updated_at}',
  },
  'missing-primary-key': {
    sentence: 'A stream is to be deduplicated, and nothing says by which key.',
    reason: 'Airbyte does not check it; the destination would fail (API §3.4).',
    story: 'The key tells which records are versions of one. It may have several parts.',
    example: 'streams:\n  - {name: orders, destinationSyncMode: append_dedup, primaryKey: id}',
  },
  'source-defined-primary-key': {
    sentence: 'A file gives a stream another primary key than the one that its source defines.',
    reason: 'Airbyte calls such a key "already pre-defined", and takes no other (API §5).',
    story: 'Remove "primaryKey": the key of the source is used without being named.',
  },
  'impossible-selection': {
    sentence: 'A selection of fields leaves no field, or the stream has no schema to select from.',
    reason: 'The server refuses both with 422 (API §3.4).',
    story: 'Exclude fewer fields; a stream that is not wanted at all is left out of "streams".',
  },
  'too-many-fields': {
    sentence: 'The streams of a connection have more fields than a server takes.',
    reason: 'A connection may sync 20,000 fields at most (API §3.4).',
    story: 'Leave fields out with "fields", or make two connections of it.',
  },
  'files-not-supported': {
    sentence: 'Files are to be copied for a stream that has records only.',
    reason: 'The server refuses it with 400 (API §3.4).',
    story: 'Only streams of files have some, and only where the destination takes them.',
  },
  'mapper-field-missing': {
    sentence: 'A mapper works on a field that the stream does not have at this step.',
    reason: 'The server refuses it with 400 (API §3.4).',
    story: 'Mappers work one after the other: what one renames or removes, the next does not find any more.',
  },
  'mapper-field-exists': {
    sentence: 'A mapper makes a field of a name that is there already.',
    reason: 'The server refuses it with 400 (API §3.4).',
    story: 'Give the new field another name, or another suffix.',
  },
  'unsupported-mapper': {
    sentence: 'This version of the server does not have the mapper.',
    reason: 'Hashing, renaming and row filters came with 1.2, encryption with 1.3, field filters with 1.8 (API §7).',
    story: 'Remove the mapper, or upgrade the server.',
  },
  'refresh-unsupported': {
    sentence: 'Streams are to be refreshed, and the connector of the destination cannot do that.',
    reason: 'The server answers such a request as if all were well, and does nothing (API §1.6).',
    story: 'Write whenStreamsChange: clear, which has the streams read again by the next sync, or none.',
  },
  'connector-in-use': {
    sentence: 'A connector cannot go while something runs on it that is to stay.',
    reason: 'A server deletes its sources or destinations with it, and their connections, and says nothing (API §1.3).',
    story:
      'Have them go too, or move to another connector: "remove: true" in their files, --prune for what no file names, and all of them selected.',
  },
  'connections-hang-on-it': {
    sentence: 'A source or destination cannot go while connections use it that are to stay.',
    reason: 'A server deletes them with it, and says nothing (API §2.9).',
    story: 'Have them go too: "remove: true" in their files, --prune for what no file names, and all of them selected.',
  },
} as const satisfies Readonly<Record<string, RuleText>>;
