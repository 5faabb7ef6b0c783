import { type Configuration, type ConfigurationValue, isConfiguration, Secret } from '../model/configuration.ts';
import { type Origin, originAt } from '../model/issue.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { openConfiguration } from '../model/secrets.ts';
import type { Mapper } from '../model/stream.ts';
import type { StreamSettingsDocument } from './documents.ts';
import type { Resolve } from './resources.ts';
import type { StreamList } from './streams.ts';

/** Servers mask the key of a symmetric encryption and nothing else (API §3.1). */
const keySpecification: JsonObject = { properties: { key: { type: 'string', airbyte_secret: true } } };

/** A list of streams whose mappers have their references resolved, and in which the keys of encryptions are secrets. */
export async function openMappers(list: StreamList, origin: Origin, resolve: Resolve): Promise<StreamList> {
  const { defaults, streams } = list;
  return {
    ...list,
    ...(defaults === undefined
      ? {}
      : { defaults: await openSettings(defaults, originAt(origin, 'defaults'), resolve) }),
    streams: await Promise.all(
      streams.map((stream, index) => openSettings(stream, originAt(origin, 'streams', index), resolve)),
    ),
  };
}

async function openSettings<Settings extends StreamSettingsDocument>(
  settings: Settings,
  origin: Origin,
  resolve: Resolve,
): Promise<Settings> {
  const { mappers } = settings;
  if (mappers === undefined) return settings;
  const opened = mappers.map(async ({ type, mapperConfiguration }, index) => {
    const place = originAt(origin, 'mappers', index, 'mapperConfiguration');
    const resolved = await resolve(mapperConfiguration as Json, place);
    return { type, mapperConfiguration: openMapper(type, resolved as Configuration) };
  });
  return { ...settings, mappers: await Promise.all(opened) };
}

function openMapper(type: Mapper['type'], configuration: Configuration): Configuration {
  return Object.fromEntries(
    Object.entries(configuration).flatMap(([name, value]) =>
      type === 'encryption' && name === 'key'
        ? Object.entries(openConfiguration({ key: value }, keySpecification))
        : [[name, opened(value)]],
    ),
  );
}

/** All but the key is shown by every server, so that it is no secret here. */
function opened(value: ConfigurationValue): ConfigurationValue {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(opened);
  if (!isConfiguration(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner)]));
}
