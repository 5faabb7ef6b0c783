import { secretMask, type WireMapper } from '../../airbyte/wire.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ProfileRules } from '../profile.ts';
import { internal } from '../refusal.ts';
import { failDecoding, failMissing, findEnum, findObject, findObjects, findUuid } from '../request-body.ts';
import { assertMapperSettings, mapperProblem, mapperTypes } from './mapper-settings.ts';
import { decodeFieldPaths } from './stream-fields.ts';

export interface MapperRules {
  readonly profile: Pick<ProfileRules, 'filtersFields'>;
  readonly newId: () => string;
}

/** The mappers of a posted stream, each with an id; without any, the legacy hashed fields become mappers (API §3.1). */
export function decodeMappers(
  config: JsonObject,
  rules: MapperRules,
  previous: readonly WireMapper[],
): readonly WireMapper[] {
  if (config.mappers === null) throw internal('mappers must not be null');
  const mappers = (findObjects(config, 'mappers') ?? []).map((mapper) => decodeMapper(mapper, rules, previous));
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

function decodeMapper(mapper: JsonObject, rules: MapperRules, previous: readonly WireMapper[]): WireMapper {
  const type = findEnum(mapper, 'type', mapperTypes) ?? failMissing('type');
  if (type === 'field-filtering' && !rules.profile.filtersFields) failDecoding('type');
  const mapperConfiguration = findObject(mapper, 'mapperConfiguration') ?? failMissing('mapperConfiguration');
  assertMapperSettings(type, mapperConfiguration);
  return withStoredKey({ id: findUuid(mapper, 'id') ?? rules.newId(), type, mapperConfiguration }, previous);
}

/** The mask stands for the key of the mapper that had the same id. */
function withStoredKey(mapper: WireMapper, previous: readonly WireMapper[]): WireMapper {
  if (!hasKey(mapper) || mapper.mapperConfiguration.key !== secretMask) return mapper;
  const same = previous.find(({ id }) => id === mapper.id);
  if (same !== undefined && hasKey(same)) return withKey(mapper, same.mapperConfiguration.key);
  throw mapperProblem('secret-not-found', 'A masked key needs a stored mapper with the same id.');
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
