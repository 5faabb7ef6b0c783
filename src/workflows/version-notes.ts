import { readActorVersion } from '../airbyte/definitions.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { DefinedActor } from '../plan/definitions.ts';
import type { Matched } from '../plan/match-all.ts';
import { versionNotes } from '../plan/pinned-versions.ts';
import type { Session } from './session.ts';

/** Compares the versions that files name with those that run; asks only for actors that have one of their own. */
export async function readVersionNotes(
  session: Session,
  defined: readonly DefinedActor[],
  actors: Matched['actors'],
): Promise<readonly string[]> {
  const read = actors.map(async ({ desired, live }): Promise<readonly [ResourceKey, string] | undefined> => {
    if (desired.version === undefined || live?.isVersionOverrideApplied !== true) return undefined;
    return [desired.key, await readActorVersion(session.client, live)];
  });
  const overrides = (await Promise.all(read)).filter((override) => override !== undefined);
  const selected = new Set(actors.map(({ desired }) => desired.key));
  return versionNotes(
    defined.filter(({ desired }) => selected.has(desired.key)),
    new Map(overrides),
  );
}
