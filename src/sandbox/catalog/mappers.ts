import { secretMask, type WireMapper } from '../../airbyte/wire.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { internal } from '../refusal.ts';
import { failMissing, findEnum, findObject, findObjects, findUuid } from '../request-body.ts';
import { decodeFieldPaths } from './stream-fields.ts';

const mapperTypes = ['hashing', 'field-renaming', 'row-filtering', 'encryption', 'field-filtering'] as const;

/** The mappers of a posted stream, each with an id; without any, the legacy hashed fields become mappers (API §3.1). */
export function decodeMappers(
  config: JsonObject,
  newId: () => string,
  previous: readonly WireMapper[],
): readonly WireMapper[] {
  if (config.mappers === null) throw internal('mappers must not be null');
  const mappers = (findObjects(config, 'mappers') ?? []).map((mapper) => decodeMapper(mapper, newId, previous));
  return mappers.length > 0 ? mappers : hashingMappers(config);
}

/** Mappers as reads show them: the key of a symmetric encryption is a secret. */
export function maskMappers(mappers: readonly WireMapper[]): readonly WireMapper[] {
  return mappers.map((mapper) => (hasKey(mapper) ? withKey(mapper, secretMask) : mapper));
}

/** Which fields a read lists as hashed: those that mappers hash. */
export function hashedFields(mappers: readonly WireMapper[]): readonly { readonly fieldPath: readonly string[] }[] {
  return mappers.flatMap(({ type, mapperConfiguration: { targetField } }) =>
    type === 'hashing' && typeof targetField === 'string' ? [{ fieldPath: [targetField] }] : [],
  );
}

function decodeMapper(mapper: JsonObject, newId: () => string, previous: readonly WireMapper[]): WireMapper {
  const decoded: WireMapper = {
    id: findUuid(mapper, 'id') ?? newId(),
    type: findEnum(mapper, 'type', mapperTypes) ?? failMissing('type'),
    mapperConfiguration: findObject(mapper, 'mapperConfiguration') ?? failMissing('mapperConfiguration'),
  };
  const same = previous.find(({ id }) => id === decoded.id);
  const isMasked = hasKey(decoded) && decoded.mapperConfiguration.key === secretMask;
  return isMasked && same !== undefined && hasKey(same) ? withKey(decoded, same.mapperConfiguration.key) : decoded;
}

function hashingMappers(config: JsonObject): readonly WireMapper[] {
  const fields = decodeFieldPaths(config, 'hashedFields') ?? [];
  return fields.map(([targetField = '']) => ({
    type: 'hashing',
    mapperConfiguration: { targetField, method: 'SHA-256', fieldNameSuffix: '_hashed' },
  }));
}

interface KeyedMapper extends WireMapper {
  readonly mapperConfiguration: JsonObject & { readonly key: string };
}

function hasKey(mapper: WireMapper): mapper is KeyedMapper {
  const { mapperConfiguration } = mapper;
  return (
    mapper.type === 'encryption' && isJsonObject(mapperConfiguration) && typeof mapperConfiguration.key === 'string'
  );
}

function withKey(mapper: WireMapper, key: string): WireMapper {
  return { ...mapper, mapperConfiguration: { ...mapper.mapperConfiguration, key } };
}
