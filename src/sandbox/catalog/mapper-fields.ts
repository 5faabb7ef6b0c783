import type { WireMapper } from '../../airbyte/wire.ts';
import type { JsonObject } from '../../model/json.ts';
import { problem } from '../refusal.ts';
import type { StoredStream } from '../stored.ts';
import { conditionFields } from './mapper-settings.ts';
import { maskMappers } from './mappers.ts';
import { fieldNames } from './stream-fields.ts';

/** Which fields a mapper takes, and which it makes of them. */
interface FieldUse {
  /** Have to be there. */
  readonly reads: readonly string[];
  readonly removes: readonly string[];
  /** Must not be there yet. */
  readonly adds: readonly string[];
}

/**
 * Follows the fields of each stream through its mappers, one after the other (API §3.4).
 *
 * @throws {Refusal} 400 that lists every mapper whose field is missing or would be made twice
 */
export function assertMapperFields(streams: readonly StoredStream[]): void {
  const errors = streams.flatMap(findErrors);
  if (errors.length === 0) return;
  throw problem(400, 'error:mapper-validation', 'The mappers of some streams do not fit their fields.', { errors });
}

function findErrors({ stream, jsonSchema, mappers }: StoredStream): readonly JsonObject[] {
  const errors: JsonObject[] = [];
  let fields = new Set(fieldNames(jsonSchema));
  for (const mapper of mappers) {
    const use = fieldUse(mapper);
    const error = findError(use, fields);
    if (error === undefined)
      fields = new Set([...fields].filter((name) => !use.removes.includes(name)).concat(use.adds));
    else errors.push({ stream: String(stream.name), error, mapper: toShown(mapper) });
  }
  return errors;
}

function findError({ reads, removes, adds }: FieldUse, fields: ReadonlySet<string>): string | undefined {
  if (reads.some((name) => !fields.has(name))) return 'FIELD_NOT_FOUND';
  return adds.some((name) => fields.has(name) && !removes.includes(name)) ? 'FIELD_ALREADY_EXISTS' : undefined;
}

function fieldUse({ type, mapperConfiguration: settings }: WireMapper): FieldUse {
  const target = String(settings.targetField);
  switch (type) {
    case 'field-renaming': {
      const original = String(settings.originalFieldName);
      return { reads: [original], removes: [original], adds: [String(settings.newFieldName)] };
    }
    case 'field-filtering':
      return { reads: [target], removes: [target], adds: [] };
    case 'row-filtering':
      return { reads: conditionFields(settings.conditions), removes: [], adds: [] };
    default:
      return { reads: [target], removes: [target], adds: [`${target}${String(settings.fieldNameSuffix)}`] };
  }
}

function toShown(mapper: WireMapper): JsonObject {
  const [masked = mapper] = maskMappers([mapper]);
  const { id, type, mapperConfiguration } = masked;
  return { ...(id === undefined ? {} : { id }), type, mapperConfiguration };
}
