import { expect, test } from 'vitest';
import { withoutStepMark, withStepMark } from '../../src/airbyte/step-mark.ts';
import { decodeStreamDescription, decodeSyncCatalog } from '../../src/airbyte/streams.ts';

const config = { syncMode: 'full_refresh', destinationSyncMode: 'append' };
const jsonSchema = { type: 'object', properties: { id: { type: 'integer' } } };

test('a mark is found again when the connection is read, and is no part of what is sent back', () => {
  const [stream] = decodeSyncCatalog(
    { streams: [withStepMark({ stream: { name: 'orders', jsonSchema }, config })] },
    '',
  );

  expect(stream).toMatchObject({ isStepPending: true, description: { verbatim: { name: 'orders', jsonSchema } } });
  expect(JSON.stringify(stream)).not.toContain('$comment');
});

test('a comment of somebody else stays', () => {
  const schema = { ...jsonSchema, $comment: 'by hand' };
  const [stream] = decodeSyncCatalog({ streams: [{ stream: { name: 'orders', jsonSchema: schema }, config }] }, '');

  expect(stream).not.toHaveProperty('isStepPending');
  expect(stream?.description.verbatim.jsonSchema).toEqual(schema);
});

test('a stream without a schema can be marked as well', () => {
  const marked = withStepMark({ stream: { name: 'orders' }, config });

  expect(withoutStepMark(decodeStreamDescription(marked.stream, '')).verbatim).toEqual({
    name: 'orders',
    jsonSchema: {},
  });
});
