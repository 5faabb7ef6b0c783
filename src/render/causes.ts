import { type Cause, type Change, causes, type Plan } from '../model/plan.ts';
import { visible } from '../util/visible.ts';

/** What people read for each cause. */
export const causeWords: Readonly<Record<Cause, string>> = {
  'change-set': 'this change set',
  both: 'both',
  drift: 'drift',
  'not-yet-applied': 'not yet applied',
};

/** Where there is room for no more. */
export const causeMarks: Readonly<Record<Cause, string>> = {
  'change-set': 'c',
  both: 'b',
  drift: 'd',
  'not-yet-applied': 'n',
};

const countWords: Readonly<Record<Cause, (count: number) => string>> = {
  'change-set': (count) => `${count} ${count === 1 ? 'change' : 'changes'} from this change set`,
  both: (count) => `${count} changed both in it and on the server`,
  drift: (count) => `${count} ${count === 1 ? 'edit' : 'edits'} made on the server that it would undo`,
  'not-yet-applied': (count) => `${count} not yet applied`,
};

/**
 * Whose doing the changes are: `3 changes from this change set, 1 edit made on the server that it would undo`.
 *
 * @returns `undefined` for a plan without a base, and for one without changes
 */
export function renderVerdict({ base }: Plan): string | undefined {
  if (base === undefined) return undefined;
  const told = causes.filter((cause) => base.counts[cause] > 0).map((cause) => countWords[cause](base.counts[cause]));
  return told.length === 0 ? undefined : told.join(', ');
}

/** `main (1a2b3c4)`; a commit that was asked for by its id is told once. */
export function renderBaseName({ ref, commit }: NonNullable<Plan['base']>): string {
  const short = commit.slice(0, 7);
  return commit.startsWith(ref) ? short : `${visible(ref)} (${short})`;
}

/** The one cause of all that a change does; `undefined` where its fields have several, and each says its own. */
export function onlyCause({ causes: found = [] }: Change): Cause | undefined {
  return found.length === 1 ? found[0] : undefined;
}
