import type { Issue } from '../model/issue.ts';
import { groupedBy } from '../util/group.ts';
import { listed } from './finding.ts';

/** Rules about what is missing elsewhere: one cause, however many places refer to it. */
const oneCause: readonly string[] = ['missing-environment-variable', 'missing-variable', 'missing-file'];
/** Up to this number each place is shown. */
const mostPlaces = 3;

/** Findings in their order; what many places have the same cause for is told at the first of them. */
export function toldOnce(issues: readonly Issue[]): readonly Issue[] {
  const alike = [...groupedBy(issues.filter(hasOneCause), alikeId).values()].filter(
    ({ length }) => length > mostPlaces,
  );
  if (alike.length === 0) return issues;
  const told = new Map(
    alike.flatMap((group) => group.map((issue, index) => [issue, index === 0 ? group : []] as const)),
  );
  return issues.flatMap((issue) => {
    const group = told.get(issue);
    if (group === undefined) return [issue];
    return group.length === 0 ? [] : [atFirst(issue, group)];
  });
}

function hasOneCause({ rule, place }: Issue): boolean {
  return place !== undefined && oneCause.includes(rule);
}

function alikeId({ rule, message, hint }: Issue): string {
  return JSON.stringify([rule, message, hint]);
}

function atFirst(issue: Issue, group: readonly Issue[]): Issue {
  const others = group.slice(1).flatMap(({ place }) => (place === undefined ? [] : [`${place.file}:${place.line}`]));
  const hint = `${issue.hint ?? ''}; also in ${listed(others, mostPlaces)}`;
  return { ...issue, message: `${issue.message}, and ${group.length} places refer to it`, hint };
}
