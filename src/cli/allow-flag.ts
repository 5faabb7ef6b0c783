import { InvalidFlagsError } from '../errors.ts';
import { type GuardedAction, guardedActions } from '../model/guarded-actions.ts';
import { findClosest } from '../util/suggest.ts';

/** For commands that write: actions that lose something, as `--allow replace,delete`. */
export const allowOption = {
  type: 'string',
  array: true,
  requiresArg: true,
  default: [] as string[],
  describe: `what loses something and has to be asked for: ${guardedActions.join(', ')}; a list with commas, may be repeated`,
} as const;

/**
 * The actions that `--allow` names.
 *
 * @throws {InvalidFlagsError} for one that there is not
 */
export function parseAllowed(values: readonly string[]): readonly GuardedAction[] {
  const words = values.flatMap((value) => value.split(',')).map((word) => word.trim());
  const named = new Set(words.map(parseAction));
  return guardedActions.filter((action) => named.has(action));
}

function parseAction(word: string): GuardedAction {
  const action = guardedActions.find((known) => known === word);
  if (action !== undefined) return action;
  const closest = findClosest(word, guardedActions);
  throw new InvalidFlagsError(word === '' ? '--allow has an empty item' : `--allow knows no "${word}"`, {
    hint: closest === undefined ? `name some of ${guardedActions.join(', ')}` : `did you mean "${closest}"?`,
  });
}
