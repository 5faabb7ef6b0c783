import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { StreamDescription } from '../model/stream.ts';
import type { WireStreamAndConfiguration } from './wire.ts';

/*
 * How an apply that is killed between the change of a stream and the refresh or clear behind it is remembered.
 *
 * There is no state file, and once the change is made the plan would be empty. So the request that changes the stream
 * carries a mark, and a second one takes it away when the server has accepted the job. The mark is a `$comment` in the
 * schema of the stream: servers store the `stream` half of a connection as it is sent (API §3.2), and JSON Schema keeps
 * this word for notes that no program heeds.
 */
const mark = 'airplan: changed, and not yet refreshed or cleared';

/** The same stream, to be found again by `withoutStepMark`. */
export function withStepMark({ stream, config }: WireStreamAndConfiguration): WireStreamAndConfiguration {
  return { stream: { ...stream, jsonSchema: { ...stream.jsonSchema, $comment: mark } }, config };
}

/** The stream as it is without the mark; the very same object where there is none. */
export function withoutStepMark(description: StreamDescription): StreamDescription {
  const { jsonSchema } = description.verbatim;
  if (!isJsonObject(jsonSchema) || jsonSchema.$comment !== mark) return description;
  const { $comment: _mark, ...others } = jsonSchema;
  const verbatim: JsonObject = { ...description.verbatim, jsonSchema: others };
  return { ...description, verbatim };
}
