import type { Change } from './plan.ts';

/** What loses something, and so has to be asked for by name. */
export const guardedActions = ['replace', 'delete', 'refresh', 'clear'] as const;
export type GuardedAction = (typeof guardedActions)[number];

interface Guard {
  readonly isDoneBy: (change: Change) => boolean;
  /** Whether the resource's own file asks for it; else it takes the flag. */
  readonly isAskedForBy: (change: Change) => boolean;
}

/** What each guarded action is, and what lets it through besides `--allow`. */
const guards: Readonly<Record<GuardedAction, Guard>> = {
  replace: { isDoneBy: ({ action }) => action === 'replace', isAskedForBy: () => false },
  delete: { isDoneBy: ({ action }) => action === 'delete', isAskedForBy: ({ askedFor }) => askedFor === 'delete' },
  refresh: {
    isDoneBy: (change) => stepOf(change) === 'refresh',
    isAskedForBy: ({ askedFor }) => askedFor === 'refresh',
  },
  clear: { isDoneBy: (change) => stepOf(change) === 'clear', isAskedForBy: ({ askedFor }) => askedFor === 'clear' },
};

/** The guarded action that a change is, or asks for afterwards; no change has two. */
export function guardedActionOf(change: Change): GuardedAction | undefined {
  return guardedActions.find((action) => guards[action].isDoneBy(change));
}

/** Whether a change does what no file asks for, so that it takes `--allow`. */
export function needsAllowance(change: Change, action: GuardedAction): boolean {
  return guards[action].isDoneBy(change) && !guards[action].isAskedForBy(change);
}

/** What of `--allow` it takes to apply these changes, in the order of the flag's help. */
export function neededAllowances(changes: readonly Change[]): readonly GuardedAction[] {
  return guardedActions.filter((action) => changes.some((change) => needsAllowance(change, action)));
}

/** What a plan says of `--allow`; `undefined` if it takes none. */
export function allowanceNote(changes: readonly Change[]): string | undefined {
  const needed = neededAllowances(changes);
  return needed.length === 0 ? undefined : `applying this takes --allow ${needed.join(',')}`;
}

/** Whether `protect` forbids a change, whatever the flags. */
export function isForbidden({ action, isProtected }: Change): boolean {
  return isProtected === true && (action === 'delete' || action === 'replace');
}

function stepOf(change: Change): 'refresh' | 'clear' | undefined {
  return change.action === 'update' ? change.afterwards?.action : undefined;
}
