import { originAt } from '../model/issue.ts';
import type { DesiredConnection } from '../model/resource.ts';
import type { StreamRule } from '../model/stream.ts';
import type { Finding } from './findings.ts';

/** The first version that knows a type of mapper, major and minor (API §3.1, §3.4). */
const since: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  hashing: [1, 2],
  'field-renaming': [1, 2],
  'row-filtering': [1, 2],
  encryption: [1, 3],
  'field-filtering': [1, 8],
};

/** True when the version of the server decides whether it can do what the files ask for. */
export function usesMappers({ streams }: DesiredConnection): boolean {
  return streams.some(({ mappers = [] }) => mappers.length > 0);
}

/**
 * A finding for each mapper that the server does not know: older ones drop it without a word, or refuse the whole
 * connection without saying why. Nothing else tells before it is sent.
 *
 * @param version - as the server says it; of one that cannot be read, or none, nothing is known
 */
export function mapperSupportFindings(
  connections: readonly DesiredConnection[],
  version: string | undefined,
): readonly Finding[] {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return [];
  return connections.flatMap(({ key, streams }) =>
    streams.flatMap((rule) => lackingMappers(rule, [Number(major), Number(minor)], `${key}: server ${version}`)),
  );
}

function lackingMappers(
  { mappers = [], origin }: StreamRule,
  [major, minor]: readonly [number, number],
  server: string,
): readonly Finding[] {
  return mappers.flatMap(({ type }, index) => {
    const [firstMajor, firstMinor] = since[type] ?? [0, 0];
    if (major > firstMajor || (major === firstMajor && minor >= firstMinor)) return [];
    const message = `${server} has no mapper "${type}"`;
    const hint = `it came with Airbyte ${firstMajor}.${firstMinor}: remove the mapper, or upgrade the server`;
    return [{ rule: 'unsupported-mapper', message, origin: originAt(origin, 'mappers', index), hint }];
  });
}
