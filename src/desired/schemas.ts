import catalogSchema from '../../schemas/catalog.schema.json' with { type: 'json' };
import connectionSchema from '../../schemas/connection.schema.json' with { type: 'json' };
import definitionSchema from '../../schemas/definition.schema.json' with { type: 'json' };
import destinationSchema from '../../schemas/destination.schema.json' with { type: 'json' };
import sourceSchema from '../../schemas/source.schema.json' with { type: 'json' };
import type { JsonObject } from '../model/json.ts';
import type { DocumentKind } from './documents.ts';
import { inlinedSchema } from './inlined-schema.ts';

/** What each kind of document has to look like. */
export const documentSchemas: Readonly<Record<DocumentKind, JsonObject>> = {
  definition: definitionSchema,
  source: sourceSchema,
  destination: destinationSchema,
  catalog: inlinedSchema(catalogSchema),
  connection: inlinedSchema(connectionSchema, [catalogSchema]),
};
