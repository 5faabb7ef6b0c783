import catalogSchema from '../../schemas/catalog.schema.json' with { type: 'json' };
import connectionSchema from '../../schemas/connection.schema.json' with { type: 'json' };
import definitionSchema from '../../schemas/definition.schema.json' with { type: 'json' };
import destinationSchema from '../../schemas/destination.schema.json' with { type: 'json' };
import sourceSchema from '../../schemas/source.schema.json' with { type: 'json' };
import type { Json, JsonObject } from '../model/json.ts';
import { compileTest } from '../util/json-schema.ts';
import type { DocumentKind } from './documents.ts';
import { inlinedSchema } from './inlined-schema.ts';

const writtenSchemas: Readonly<Record<DocumentKind, JsonObject>> = {
  definition: definitionSchema,
  source: sourceSchema,
  destination: destinationSchema,
  catalog: catalogSchema,
  connection: connectionSchema,
};

/** What connections refer to. */
const referredTo = [catalogSchema];
const tests = new Map<DocumentKind, (document: Json) => boolean>();
const inlined = new Map<DocumentKind, JsonObject>();

/** True for a document of which nothing has to be said: nearly every one, and this is told far sooner. */
export function fitsSchema(kind: DocumentKind, document: Json): boolean {
  const test = tests.get(kind) ?? compileTest(writtenSchemas[kind], kind === 'connection' ? referredTo : []);
  tests.set(kind, test);
  return test(document);
}

/** What a kind of document has to look like, with what its references name in their place. */
export function documentSchema(kind: DocumentKind): JsonObject {
  const schema = inlined.get(kind) ?? inlinedSchema(writtenSchemas[kind], referredTo);
  inlined.set(kind, schema);
  return schema;
}
