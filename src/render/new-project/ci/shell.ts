import type { PipelineNeeds } from './pipeline-needs.ts';

/** Lines of text, all behind the same blanks; empty ones stay empty. */
export function indented(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(columns)}${line}`))
    .join('\n');
}

/** What says which project a command is about: `--project data/airbyte `, if it is not the folder that it runs in. */
export function projectFlag({ prefix }: PipelineNeeds): string {
  return prefix === '' ? '' : ` --project ${prefix.slice(0, -1)}`;
}

/** What is installed is said once in each file: it runs beside the secrets. */
export const installCommand = 'npm install --global --ignore-scripts --no-audit --no-fund "$AIRPLAN_PACKAGE"';

/** A release, never the newest one: a pipeline does tomorrow what it did today. */
export function airplanPackage({ version }: PipelineNeeds): string {
  return `airplan@${version}`;
}

/** What to think of before that is used, for a file with so many blanks in front of its lines. */
export function packageWords(blanks: number): string {
  return indented(
    `# What is installed runs beside the secrets: see that this release is on npm, and whose it is. Otherwise run "npm pack" in a
# clone of airplan, and write where the tarball is: its address, or a path such as ./tools/airplan.tgz.`,
    blanks,
  );
}

/** Variables without a default: they have to be set. */
export function requiredOf({ variables, optional = [] }: PipelineNeeds): readonly string[] {
  return variables.filter((name) => !optional.includes(name));
}

interface PlanWords {
  /** The commit that the request is to be merged into, as the shell has it. */
  readonly base: string;
  readonly format: string;
  /** The folder of what is kept, as the shell has it. */
  readonly out: string;
}

/** An empty folder: what is committed under its name, or was left by an earlier run, counts for nothing. */
export function emptyFolder(folder: string): string {
  return `AIRPLAN_OUT="${folder}"
rm -rf "$AIRPLAN_OUT"
mkdir -p "$AIRPLAN_OUT"`;
}

/** Plans for a pull request, and comments: the plan, or why there is none, so that no older plan stays behind. */
export function planAndComment(needs: PipelineNeeds, { base, format, out }: PlanWords): string {
  const plan = `--env ${needs.environment} --base ${base}${projectFlag(needs)}`;
  return `${emptyFolder(out)}
AIRPLAN_CODE=0
airplan plan ${plan} --out "$AIRPLAN_OUT/airplan-plan.json"${format} || AIRPLAN_CODE=$?
if [ "$AIRPLAN_CODE" = 0 ]; then
  airplan show "$AIRPLAN_OUT/airplan-plan.json" --format html > "$AIRPLAN_OUT/airplan-plan.html"
  airplan comment "$AIRPLAN_OUT/airplan-plan.json"${projectFlag(needs)}
else
  airplan comment ${plan} || true
fi
exit "$AIRPLAN_CODE"`;
}

interface ApplyWords {
  readonly budget: string;
  /** The folder of what is kept, as the shell has it. */
  readonly out: string;
  /** The folder of the plan that was reviewed; outside of the checkout, where no commit can put one. */
  readonly reviewed: string;
  /** A command that is true when somebody has asked for nothing but a plan. */
  readonly onlyPlans: string;
  /** Shows `$AIRPLAN_OUT/airplan-summary.md`. */
  readonly publish: string;
  /** How to apply the plan that was just made. */
  readonly applyNew: string;
  /** How to apply the reviewed plan, with what it needs to be allowed. */
  readonly applyAllowed: string;
}

/**
 * Applies the plan that was reviewed, and nothing else. Without one, or with one that no longer fits, it makes a new
 * plan to look at, and says how to have that applied. What is allowed besides is in `AIRPLAN_ALLOW` and
 * `AIRPLAN_OVERRIDE_LIMITS`.
 */
export function applyReviewed(needs: PipelineNeeds, words: ApplyWords): string {
  const project = projectFlag(needs);
  return `${emptyFolder(words.out)}
AIRPLAN_CODE=5
AIRPLAN_WHY="No plan was reviewed for this commit."
if [ -f "${words.reviewed}/airplan-plan.json" ]; then
  AIRPLAN_WHY="The reviewed plan no longer fits: the log above says what has changed since."
  AIRPLAN_CODE=0
  set --
  if [ -n "$AIRPLAN_ALLOW" ]; then set -- --allow "$AIRPLAN_ALLOW"; fi
  case "$AIRPLAN_OVERRIDE_LIMITS" in [Tt]rue) set -- "$@" --override-limits ;; esac
  airplan apply "${words.reviewed}/airplan-plan.json"${project} --report "$AIRPLAN_OUT/airplan-receipt.json" "$@" || AIRPLAN_CODE=$?
fi
AIRPLAN_HOW=""
if [ "$AIRPLAN_CODE" = 5 ]; then
  AIRPLAN_LEFT=0
  airplan plan --env ${needs.environment} --base HEAD${project} --out "$AIRPLAN_OUT/airplan-plan.json" --detailed-exitcode --format markdown --budget ${words.budget} > "$AIRPLAN_OUT/airplan-summary.md" || AIRPLAN_LEFT=$?
  if [ "$AIRPLAN_LEFT" = 0 ]; then echo "Nothing is left to do: the server is as the files say."; exit 0; fi
  if [ "$AIRPLAN_LEFT" = 2 ]; then
    if ${words.onlyPlans}; then AIRPLAN_CODE=0; AIRPLAN_WHY="Nothing was applied, as asked."; fi
    AIRPLAN_HOW="$AIRPLAN_WHY Look at this plan; to have it applied: ${words.applyNew}"
  else
    AIRPLAN_CODE="$AIRPLAN_LEFT"
    AIRPLAN_HOW="Nothing was applied, and there is no plan to look at: the log above says why."
  fi
elif [ "$AIRPLAN_CODE" = 4 ]; then
  AIRPLAN_HOW="Refused, and nothing was applied: the log above says why. If it is wanted: ${words.applyAllowed}"
elif [ "$AIRPLAN_CODE" = 6 ] || [ "$AIRPLAN_CODE" = 7 ] || [ "$AIRPLAN_CODE" = 130 ]; then
  AIRPLAN_HOW="Not all of it was applied. Run this job again: what is done counts as done."
elif [ "$AIRPLAN_CODE" != 0 ]; then
  AIRPLAN_HOW="It could not be applied: the log above says why."
fi
if [ -n "$AIRPLAN_HOW" ]; then
  echo "$AIRPLAN_HOW"
  printf '\\n%s\\n' "$AIRPLAN_HOW" >> "$AIRPLAN_OUT/airplan-summary.md"
  ${words.publish}
fi
exit "$AIRPLAN_CODE"`;
}

/** What has changed behind the files' back goes to `airplan-drift.md`; `AIRPLAN_CODE` is 2 if anything has, and 0 if not. */
export function findDrift(needs: PipelineNeeds, budget: string): string {
  return `AIRPLAN_CODE=0
airplan plan --env ${needs.environment} --base HEAD${projectFlag(needs)} --detailed-exitcode --format markdown --budget ${budget} > airplan-drift.md || AIRPLAN_CODE=$?
if [ "$AIRPLAN_CODE" != 0 ] && [ "$AIRPLAN_CODE" != 2 ]; then exit "$AIRPLAN_CODE"; fi`;
}
