import type { serverFindings } from '../model/findings/server-findings.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { DefinedActor } from './definitions.ts';

/**
 * What to know of sources and destinations whose file names another version of the connector than the one that runs
 * them. No change: a version belongs to the connector, and everybody who uses it runs it.
 *
 * @param overrides - image tags of those that run another version than their connector does
 * @returns in the order given, with the rule's id in brackets
 */
export function versionNotes(
  defined: readonly DefinedActor[],
  overrides: ReadonlyMap<ResourceKey, string>,
): readonly string[] {
  return defined.flatMap(({ desired, definition, definitionKey }) => {
    const { key, kind, version } = desired;
    const running = overrides.get(key) ?? definition.dockerImageTag;
    if (version === undefined || version === running) return [];
    const ofConnector = definitionKey ?? `Settings → ${headings[kind]} in Airbyte`;
    const where = overrides.has(key) ? 'someone pinned it on the server' : ofConnector;
    return [
      `${key} runs ${definition.dockerRepository} ${running}, its file says ${version}: change the version (${where}) or the file (${rule})`,
    ];
  });
}

const rule: keyof typeof serverFindings = 'pinned-version';

const headings = { source: 'Sources', destination: 'Destinations' } as const;
