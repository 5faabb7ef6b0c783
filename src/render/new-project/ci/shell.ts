import type { CiNeeds } from '../../../model/new-project.ts';

/** Lines of text, all behind the same blanks; empty ones stay empty. */
export function indented(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(columns)}${line}`))
    .join('\n');
}

/** What says which project a command is about: `--project data/airbyte `, if it is not the folder that it runs in. */
export function projectFlag({ prefix }: CiNeeds): string {
  return prefix === '' ? '' : ` --project ${prefix.slice(0, -1)}`;
}

/** A release, never the newest one: a pipeline does tomorrow what it did today. */
export function installCommand({ version }: CiNeeds): string {
  return `npm install --global --ignore-scripts --no-audit --no-fund airplan@${version}`;
}

/** What `validate` takes for the variables: it has to find each of them, and sends none anywhere. */
export const standIn = 'https://stand-in.example.com';

interface PlanWords {
  /** The commit that the request is to be merged into, as the shell has it. */
  readonly base: string;
  readonly format: string;
}

/** Plans for a pull request, and comments: the plan, or why there is none, so that no older plan stays behind. */
export function planAndComment(needs: CiNeeds, { base, format }: PlanWords): string {
  const plan = `--env ${needs.environment} --base ${base}${projectFlag(needs)}`;
  return `code=0
airplan plan ${plan} --out airplan-plan.json${format} || code=$?
if [ "$code" = 0 ]; then
  airplan show airplan-plan.json --format html > airplan-plan.html
  airplan comment airplan-plan.json${projectFlag(needs)}
else
  airplan comment ${plan} || true
fi
exit "$code"`;
}

interface ApplyWords {
  readonly budget: string;
  /** A command that is true when somebody has asked for nothing but a plan. */
  readonly onlyPlans: string;
  /** Shows `airplan-summary.md`. */
  readonly publish: string;
  /** How to apply the plan that was just made. */
  readonly applyNew: string;
  /** How to apply the reviewed plan, with what it needs to be allowed. */
  readonly applyAllowed: string;
}

/**
 * Applies `reviewed/airplan-plan.json`, and nothing else. Without one, or with one that no longer fits, it makes a new
 * plan to look at, and says how to have that applied.
 */
export function applyReviewed(needs: CiNeeds, words: ApplyWords): string {
  const project = projectFlag(needs);
  return `code=5
why="No plan was reviewed for this commit."
if [ -f reviewed/airplan-plan.json ]; then
  why="The reviewed plan no longer fits: the log above says what has changed since."
  code=0
  airplan apply reviewed/airplan-plan.json${project} --report airplan-receipt.json \${ALLOW:+--allow "$ALLOW"} || code=$?
fi
how=""
if [ "$code" = 5 ]; then
  left=0
  airplan plan --env ${needs.environment} --base HEAD${project} --out airplan-plan.json --detailed-exitcode --format markdown --budget ${words.budget} > airplan-summary.md || left=$?
  if [ "$left" = 0 ]; then echo "Nothing is left to do: the server is as the files say."; exit 0; fi
  if [ "$left" != 2 ]; then exit "$left"; fi
  if ${words.onlyPlans}; then code=0; why="Nothing was applied, as asked."; fi
  how="$why Look at this plan; to have it applied: ${words.applyNew}"
elif [ "$code" = 4 ]; then
  how="Refused, and nothing was applied: the log above says why. If it is wanted: ${words.applyAllowed}"
elif [ "$code" = 6 ] || [ "$code" = 7 ] || [ "$code" = 130 ]; then
  how="Not all of it was applied. Run this job again: what is done counts as done."
fi
if [ -n "$how" ]; then
  echo "$how"
  printf '\\n%s\\n' "$how" >> airplan-summary.md
  ${words.publish}
fi
exit "$code"`;
}

/** What has changed behind the files' back goes to `airplan-drift.md`; `code` is 2 if anything has, and 0 if not. */
export function findDrift(needs: CiNeeds, budget: string): string {
  return `code=0
airplan plan --env ${needs.environment} --base HEAD${projectFlag(needs)} --detailed-exitcode --format markdown --budget ${budget} > airplan-drift.md || code=$?
if [ "$code" != 0 ] && [ "$code" != 2 ]; then exit "$code"; fi`;
}
