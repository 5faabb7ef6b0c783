import type { ResourceKey } from '../model/resource.ts';
import type { RuleText } from '../model/rule.ts';
import type { DefinedActor } from './definitions.ts';

/** The note that a plan has on versions, for the book of rules. */
export const pinnedVersionText = {
  'pinned-version': {
    sentence: 'A file names another version of the connector than the one that runs.',
    reason: 'A version belongs to the connector: everybody in the workspace who uses it runs it.',
    story:
      'A note, never a change: airplan does not move other pipelines to another version. Change it in the settings of Airbyte, or correct "version" in the file.',
    example: 'definition: airbyte/source-postgres\nversion: 3.6.1',
  },
} as const satisfies Readonly<Record<string, RuleText>>;

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
  return defined.flatMap(({ desired, definition }) => {
    const { key, kind, version } = desired;
    const running = overrides.get(key) ?? definition.dockerImageTag;
    if (version === undefined || version === running) return [];
    const where = overrides.has(key) ? 'someone pinned it on the server' : `Settings → ${headings[kind]} in Airbyte`;
    return [
      `${key} runs ${definition.dockerRepository} ${running}, its file says ${version}: change the version (${where}) or the file (pinned-version)`,
    ];
  });
}

const headings = { source: 'Sources', destination: 'Destinations' } as const;
