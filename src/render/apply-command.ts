import { neededAllowances } from '../model/guarded-actions.ts';
import type { Plan } from '../model/plan.ts';

/** The command line that carries a plan out, as a shell takes it: the saved plan, or the environment's. */
export function applyCommand({ changes, environment }: Plan, planFile: string | undefined): string {
  const needed = neededAllowances(changes);
  const flags = needed.length === 0 ? '' : ` --allow ${needed.join(',')}`;
  return `airplan apply ${planFile === undefined ? `--env ${inShell(environment)}` : inShell(planFile)}${flags}`;
}

/** As a shell takes it for one word. */
function inShell(word: string): string {
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
