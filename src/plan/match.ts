import { originAt } from '../model/issue.ts';
import type { LiveResource } from '../model/live.ts';
import type { DesiredResource } from '../model/resource.ts';
import type { Finding } from './findings.ts';

/** What a desired resource is compared with. */
export interface Match<Desired extends DesiredResource, Found extends LiveResource> {
  readonly desired: Desired;
  /** Absent: nothing live is it, so it has to be created. */
  readonly live?: Found;
}

export interface Matches<Desired extends DesiredResource, Found extends LiveResource> {
  readonly matches: readonly Match<Desired, Found>[];
  /** Live, but named by no file. */
  readonly unmanaged: readonly Found[];
  readonly findings: readonly Finding[];
}

interface Candidate<Desired extends DesiredResource> {
  readonly desired: Desired;
  /** Narrows down what has the right name: the same connector, say. */
  readonly isAlike?: (live: LiveResource) => boolean;
}

/**
 * Finds the live counterpart of each resource: the pinned `id`, else the only one alike of its name, else of the name
 * in `renamedFrom`. Never guesses: names are not unique on a server.
 *
 * @returns matches in the order given
 */
export function matchResources<Desired extends DesiredResource, Found extends LiveResource>(
  candidates: readonly Candidate<Desired>[],
  live: readonly Found[],
): Matches<Desired, Found> {
  const pinned = new Set(candidates.flatMap(({ desired }) => desired.id ?? []));
  const free = live.filter(({ id }) => !pinned.has(id));
  const byName = grouped(free);
  const results = candidates.map((candidate) => ({ candidate, found: counterparts(candidate, live, byName) }));
  const matches = results.map(({ candidate: { desired }, found }) => {
    const [only] = found;
    return only === undefined || found.length > 1 ? { desired } : { desired, live: only };
  });
  const claimed = new Set(results.flatMap(({ found }) => found.map(({ id }) => id)));
  return {
    matches,
    unmanaged: live.filter(({ id }) => !claimed.has(id)),
    findings: [
      ...results.flatMap(({ candidate: { desired }, found }) => findingsFor(desired, found)),
      ...claimedTwice(matches),
    ],
  };
}

function grouped<Found extends LiveResource>(live: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of live) {
    const group = groups.get(one.name);
    if (group === undefined) groups.set(one.name, [one]);
    else group.push(one);
  }
  return groups;
}

function counterparts<Desired extends DesiredResource, Found extends LiveResource>(
  { desired, isAlike = () => true }: Candidate<Desired>,
  live: readonly Found[],
  byName: ReadonlyMap<string, readonly Found[]>,
): readonly Found[] {
  if (desired.id !== undefined) return live.filter(({ id }) => id === desired.id);
  const named = (name: string | undefined) => (name === undefined ? [] : (byName.get(name) ?? []).filter(isAlike));
  const current = named(desired.name);
  return current.length > 0 ? current : named(desired.renamedFrom);
}

function findingsFor(desired: DesiredResource, found: readonly LiveResource[]): readonly Finding[] {
  const { key, id, kind, origin, removal } = desired;
  if (id !== undefined && found.length === 0 && removal === undefined) {
    return [
      {
        rule: 'pinned-id-not-found',
        message: `${key}: the workspace has no ${kind} with the id ${id}`,
        origin: originAt(origin, 'id'),
        hint: 'remove "id" to create it anew or to find it by its name, or check the workspace of the environment',
      },
    ];
  }
  const [first, ...others] = found;
  if (first === undefined || others.length === 0) return [];
  return [
    {
      rule: 'ambiguous-match',
      message: `${key}: ${found.length} live ${kind}s are named "${first.name}", and airplan does not guess`,
      origin: originAt(origin, first.name === desired.name ? 'name' : 'renamedFrom'),
      hint: `write the id of the right one as "id": ${found.map(described).join(' or ')}`,
    },
  ];
}

function described({ id, createdAt }: LiveResource): string {
  return createdAt === undefined
    ? id
    : `${id} (created ${new Date(createdAt * 1000).toISOString().replace('.000Z', 'Z')})`;
}

function claimedTwice(matches: readonly Match<DesiredResource, LiveResource>[]): readonly Finding[] {
  const first = new Map<string, DesiredResource>();
  return matches.flatMap(({ desired, live }) => {
    if (live === undefined) return [];
    const before = first.get(live.id);
    first.set(live.id, before ?? desired);
    if (before === undefined) return [];
    return [
      {
        rule: 'matched-twice',
        message: `${desired.key} and ${before.key} are both the live ${desired.kind} ${live.id}`,
        origin: desired.origin,
        hint: 'one live object can be one resource only: give one of them another "id", "name" or "renamedFrom"',
      },
    ];
  });
}
