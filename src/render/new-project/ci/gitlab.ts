import type { NewFile } from '../../../model/new-project.ts';
import type { PipelineNeeds } from './pipeline-needs.ts';
import {
  airplanPackage,
  applyReviewed,
  findDrift,
  indented,
  installCommand,
  packageWords,
  planAndComment,
  projectFlag,
  requiredOf,
} from './shell.ts';

/** A pipeline of GitLab CI, and the file that takes it in. */
export function gitlabFiles(needs: PipelineNeeds): readonly NewFile[] {
  const file = `.gitlab/airplan-${needs.name}.yml`;
  return [
    { file, text: pipeline(needs), about: 'plan, apply and drift' },
    { file: '.gitlab-ci.yml', text: `include:\n  - local: /${file}\n`, about: 'takes that in' },
  ];
}

/** Only what is about the project, where it is a part of its repository. */
function changesOf({ prefix, name }: PipelineNeeds): string {
  return prefix === '' ? '' : `\n      changes: [${JSON.stringify(`${prefix}**/*`)}, .gitlab/airplan-${name}.yml]`;
}

/** Artefacts of GitLab have to be in the checkout. */
const out = 'airplan-out';

function pipeline(needs: PipelineNeeds): string {
  const names = [...new Set([...requiredOf(needs), 'GITLAB_TOKEN'])].join(', ');
  const { optional = [] } = needs;
  const others = optional.length === 0 ? '' : `\n# These have a default, and need not be set: ${optional.join(', ')}.`;
  return `# Plan on a merge request, apply what was reviewed on merge, look for drift at night.
# Written by "airplan init"; yours to change.
#
# Settings, CI/CD, Variables, each of them masked and not protected: ${names}.${others}
# GITLAB_TOKEN is a project access token with the role Reporter and the scope "api": it comments, finds the reviewed plan,
# and keeps one issue on drift. Drift is looked for by a schedule: Build, Pipeline schedules.
#
# This is the line by which a .gitlab-ci.yml takes this file in; with stages of its own it needs test and deploy among them:
# include: [{local: /.gitlab/airplan-${needs.name}.yml}]

.airplan-${needs.name}:
  image: node:22.12.0-bookworm
  variables:
    GIT_DEPTH: "0" # --base reads the files of another commit
${packageWords(4)}
    AIRPLAN_PACKAGE: ${airplanPackage(needs)}
  before_script:
    - ${installCommand}

${planJobs(needs)}${applyJob(needs)}${driftJob(needs)}`;
}

function planJobs(needs: PipelineNeeds): string {
  return `# Runs for everybody, forks too. A merge request from a fork has its pipeline in the fork, without the secrets of this project.
airplan-validate-${needs.name}:
  extends: .airplan-${needs.name}
  stage: test
  interruptible: true
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"${changesOf(needs)}
  script:
    - |
      airplan validate --env ${needs.environment}${projectFlag(needs)} --without-variables --format junit > airplan-validate.xml || {
        airplan validate --env ${needs.environment}${projectFlag(needs)} --without-variables
        exit 3
      }
      if [ "$CI_MERGE_REQUEST_SOURCE_PROJECT_PATH" != "$CI_MERGE_REQUEST_PROJECT_PATH" ]; then
        echo "This merge request comes from a fork, which gets no secrets: the files were checked, and nothing was planned."
        echo "Somebody with a branch in $CI_MERGE_REQUEST_PROJECT_PATH can have it planned."
      fi
  artifacts:
    when: always
    reports:
      junit: airplan-validate.xml

airplan-plan-${needs.name}:
  extends: .airplan-${needs.name}
  stage: test
  # Beside the check, and not after it: where that fails, the comment says why there is no plan.
  needs: []
  interruptible: true
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_PATH == $CI_MERGE_REQUEST_PROJECT_PATH${changesOf(needs)}
  script:
    # GitLab runs this on the source branch alone: what the target branch has got meanwhile belongs to the plan as well.
    - |
      git -c user.name=airplan -c user.email=airplan@localhost merge --quiet --no-edit "origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - |
${indented(planAndComment(needs, { base: '"origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"', format: '', out }), 6)}
  after_script:
    - if [ -f ${out}/airplan-plan.json ]; then airplan show ${out}/airplan-plan.json --format junit > airplan-plan.xml; fi
  artifacts:
    # What is reviewed here is what is applied after the merge.
    when: always # where only the comment has failed, too
    # GitLab takes letters, digits, blanks, "-" and "_" here.
    expose_as: airplan plan ${needs.name.replaceAll(/[^\w-]/g, '-')}
    paths: [${out}/airplan-plan.json, ${out}/airplan-plan.html]
    reports:
      junit: airplan-plan.xml
    expire_in: 90 days

`;
}

function applyJob(needs: PipelineNeeds): string {
  return `# The plan that was reviewed, and nothing else. It does not matter how the merge request is merged. A plan that no longer fits
# is refused; the job then makes a new one, and says how to have it applied: Build, Pipelines, New pipeline, with the variables
# AIRPLAN_JOB (the number of the job whose plan is to be applied; none makes a plan and applies nothing), AIRPLAN_ALLOW (what
# the plan may do besides, as in delete,replace) and AIRPLAN_OVERRIDE_LIMITS (true: more than the limits of the environment).
airplan-apply-${needs.name}:
  extends: .airplan-${needs.name}
  stage: deploy
  interruptible: false
  # One at a time.
  resource_group: airplan-${needs.name}
  environment:
    name: ${JSON.stringify(needs.name)}
  rules:
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH${changesOf(needs)}
    - if: $CI_PIPELINE_SOURCE == "web" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - |
${indented(findPlan(needs), 6)}
    - |
${indented(applyScript(needs), 6)}
  artifacts:
    when: always
    paths: [${out}/]
    expire_in: 90 days

`;
}

function driftJob(needs: PipelineNeeds): string {
  return `# What was changed on the server, and not in the files, becomes one issue. It is brought up to date while it is open, and
# closed once server and files agree again.
airplan-drift-${needs.name}:
  extends: .airplan-${needs.name}
  stage: test
  interruptible: true
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  script:
    - |
${indented(findDrift(needs, 'gitlab'), 6)}
${indented(tellDrift(needs), 6)}
`;
}

/** By the merge request: a pipeline of merged results has neither the ref nor the commit of its branch. */
function findPlan({ name }: PipelineNeeds): string {
  return `AIRPLAN_API="$CI_API_V4_URL/projects/$CI_PROJECT_ID"
AIRPLAN_REVIEWED=$(mktemp -d)
get() { curl --fail --silent --show-error --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$@"; }
if [ -n "$AIRPLAN_JOB" ]; then
  case "$AIRPLAN_JOB" in
    *[!0-9]*) echo "AIRPLAN_JOB is the number of a job, as in its address"; exit 3 ;;
  esac
  get --output "$AIRPLAN_REVIEWED/airplan-plan.json" "$AIRPLAN_API/jobs/$AIRPLAN_JOB/artifacts/${out}/airplan-plan.json"
elif [ "$CI_PIPELINE_SOURCE" = push ]; then
  AIRPLAN_NUMBER=$(get "$AIRPLAN_API/repository/commits/$CI_COMMIT_SHA/merge_requests" | node -p '(JSON.parse(fs.readFileSync(0, "utf8")).find((it) => it.state === "merged") ?? {}).iid ?? ""')
  if [ -n "$AIRPLAN_NUMBER" ]; then
    AIRPLAN_PIPELINE=$(get "$AIRPLAN_API/merge_requests/$AIRPLAN_NUMBER/pipelines?per_page=100" | node -p '(JSON.parse(fs.readFileSync(0, "utf8")).find((it) => it.ref.startsWith("refs/merge-requests/") && String(it.project_id) === "'"$CI_PROJECT_ID"'") ?? {}).id ?? ""')
    if [ -n "$AIRPLAN_PIPELINE" ]; then
      AIRPLAN_JOB=$(get "$AIRPLAN_API/pipelines/$AIRPLAN_PIPELINE/jobs?scope=success&per_page=100" | node -p '(JSON.parse(fs.readFileSync(0, "utf8")).find((it) => it.name === "airplan-plan-${name}") ?? {}).id ?? ""')
    fi
    if [ -n "$AIRPLAN_JOB" ]; then
      get --output "$AIRPLAN_REVIEWED/airplan-plan.json" "$AIRPLAN_API/jobs/$AIRPLAN_JOB/artifacts/${out}/airplan-plan.json" || rm -f "$AIRPLAN_REVIEWED/airplan-plan.json"
    fi
  fi
fi`;
}

function applyScript(needs: PipelineNeeds): string {
  const again = 'a new pipeline with AIRPLAN_JOB=';
  return applyReviewed(needs, {
    budget: 'gitlab',
    out,
    reviewed: '$AIRPLAN_REVIEWED',
    onlyPlans: '[ "$CI_PIPELINE_SOURCE" = web ] && [ -z "$AIRPLAN_JOB" ]',
    publish: 'cat "$AIRPLAN_OUT/airplan-summary.md"',
    applyNew: `${again}$CI_JOB_ID`,
    applyAllowed: `${again}$AIRPLAN_JOB, and AIRPLAN_ALLOW=delete (or replace, refresh, clear; with commas), or AIRPLAN_OVERRIDE_LIMITS=true if it is the limits`,
  });
}

function tellDrift({ name }: PipelineNeeds): string {
  return `api="$CI_API_V4_URL/projects/$CI_PROJECT_ID/issues"
call() { curl --fail --silent --show-error --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$@"; }
number=$(call "$api?labels=airplan-drift-${name}&state=opened&per_page=1" | node -p '(JSON.parse(fs.readFileSync(0, "utf8"))[0] ?? {}).iid ?? ""')
if [ "$AIRPLAN_CODE" = 0 ]; then
  echo "Server and files agree."
  if [ -n "$number" ]; then call --output /dev/null --request PUT --form state_event=close "$api/$number"; fi
elif [ -n "$number" ]; then
  call --output /dev/null --request PUT --form "description=<airplan-drift.md" "$api/$number"
else
  call --output /dev/null --request POST --form "title=${name} is not as the files say" --form labels=airplan-drift-${name} --form "description=<airplan-drift.md" "$api"
fi`;
}
