import type { JsonObject } from '../model/json.ts';
import type { LiveConnection } from '../model/live.ts';
import { streamName } from '../model/stream.ts';
import { decodeString, listOf, member, optionalMember } from '../util/decode.ts';
import { decodeObject } from './definitions.ts';
import { decodeSchedule } from './schedules.ts';

/** Settings that are read as the server's default where it leaves them out. */
const namesWithDefault = [
  'namespaceDefinition',
  'namespaceFormat',
  'prefix',
  'status',
  'tags',
  'nonBreakingChangesPreference',
  'backfillPreference',
  'notifySchemaChanges',
  'notifySchemaChangesByEmail',
] as const;

/**
 * What a server said of a connection, where that is not what airplan reads from it (see `LiveConnection`). Small: an
 * answer that says everything in the usual manner leaves nothing here.
 */
export function decodeSaid(value: unknown, where: string, streams: LiveConnection['streams']): JsonObject | undefined {
  const answer = decodeObject(value, where);
  const { said: schedule } = decodeSchedule(value, where);
  const tags = optionalMember(value, where, 'tags', listOf(tagName)) ?? [];
  const names = optionalMember(value, where, 'syncCatalog', streamNames) ?? [];
  const operationIds = optionalMember(value, where, 'operationIds', listOf(decodeString)) ?? [];
  const said: JsonObject = {
    ...Object.fromEntries(
      namesWithDefault.filter((name) => (answer[name] ?? null) === null).map((name) => [name, null]),
    ),
    ...(schedule === undefined ? {} : { schedule }),
    ...(isSorted(tags) ? {} : { tags }),
    ...(isInOrderOf(streams, names) ? {} : { streams: names }),
    ...(operationIds.length === 0 ? {} : { operationIds }),
  };
  return Object.keys(said).length === 0 ? undefined : said;
}

function tagName(value: unknown, where: string): string {
  return member(value, where, 'name', decodeString);
}

function streamNames(value: unknown, where: string): readonly string[] {
  return member(
    value,
    where,
    'streams',
    listOf((item, inside) =>
      member(item, inside, 'stream', (stream, place) => {
        const namespace = optionalMember(stream, place, 'namespace', decodeString);
        const name = member(stream, place, 'name', decodeString);
        return streamName(namespace === undefined ? { name } : { name, namespace });
      }),
    ),
  );
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name);
}

function isInOrderOf(streams: LiveConnection['streams'], names: readonly string[]): boolean {
  return streams.every(({ description }, index) => streamName(description) === names[index]);
}
