import type { NewFile } from '../../../model/new-project.ts';
import { scalarText } from '../../skeleton-scalar.ts';
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
} from './shell.ts';

/** Actions by commit: a tag can be moved, a commit cannot. */
const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2';
const setupNode = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0';
const uploadArtifact = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2';
const downloadArtifact = 'actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0';

/** Workflows of GitHub Actions: plan on a pull request, apply what was reviewed, look for drift at night. */
export function githubFiles(needs: PipelineNeeds): readonly NewFile[] {
  return [
    { file: workflow(needs, 'plan'), text: planWorkflow(needs), about: 'plan on a pull request' },
    { file: workflow(needs, 'apply'), text: applyWorkflow(needs), about: 'apply on merge' },
    { file: workflow(needs, 'drift'), text: driftWorkflow(needs), about: 'nightly look for drift' },
  ];
}

function workflow(needs: PipelineNeeds, job: string): string {
  return `.github/workflows/${workflowName(needs, job)}`;
}

function workflowName({ name }: PipelineNeeds, job: string): string {
  return `airplan-${job}-${name}.yml`;
}

/** Only what is about the project, where it is a part of its repository. */
function pathsOf(needs: PipelineNeeds, job: string, indent: string): string {
  if (needs.prefix === '') return '';
  return `${indent}paths: [${JSON.stringify(`${needs.prefix}**`)}, ${JSON.stringify(workflow(needs, job))}]\n`;
}

function withSecrets({ variables }: PipelineNeeds, indent: number): string {
  return variables.map((name) => `${' '.repeat(indent)}${name}: \${{ secrets.${name} }}\n`).join('');
}

/** What is installed, said at the top of the file. */
function packageOf(needs: PipelineNeeds): string {
  return `env:\n${packageWords(2)}\n  AIRPLAN_PACKAGE: ${airplanPackage(needs)}\n`;
}

/** GitHub gives its secrets neither to forks nor to Dependabot. */
const hasSecrets =
  "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'";

function prepare(history: string): string {
  return `      - uses: ${checkout}
        with:
${history}          persist-credentials: false
      - uses: ${setupNode}
        with:
          node-version: 22
      - name: Install airplan
        run: ${installCommand}
`;
}

const wholeHistory = '          fetch-depth: 0 # --base reads the files of another commit\n';

function planWorkflow(needs: PipelineNeeds): string {
  return `# On a pull request: the files are checked, planned, and the plan is commented and kept. Nothing is written to Airbyte.
# Written by "airplan init"; yours to change.
name: airplan plan (${needs.name})

on:
  pull_request:
    branches: [${scalarText(needs.branch)}]
${pathsOf(needs, 'plan', '    ')}
permissions: {}

${packageOf(needs)}
# A newer commit of the same pull request makes the plan of an older one useless.
concurrency:
  group: airplan-plan-${needs.name}-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

${planJobs(needs)}`;
}

function planJobs(needs: PipelineNeeds): string {
  return `jobs:
  # Runs for everybody, forks too: it is given no secret.
  validate:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
${prepare('')}      - name: Check the files
        run: airplan validate --env ${needs.environment}${projectFlag(needs)} --without-variables --format github
      - name: Say why there is no plan
        if: \${{ !(${hasSecrets}) }}
        run: |
          words="Pull requests of forks and of Dependabot get no secrets: the files were checked, and nothing was planned. Somebody with a branch in this repository can have it planned."
          echo "::notice title=No plan::$words"
          echo "$words" >> "$GITHUB_STEP_SUMMARY"

  plan:
    # Beside the check, and not after it: where that fails, the comment says why there is no plan.
    if: ${hasSecrets}
    # GitHub's machines have to reach Airbyte; "self-hosted" runs on one of yours.
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
      pull-requests: write # for the comment
    steps:
${prepare(wholeHistory)}      - name: Plan, and comment
        env:
          GITHUB_TOKEN: \${{ github.token }}
          AIRPLAN_BASE: origin/\${{ github.base_ref }}
${withSecrets(needs, 10)}        run: |
${indented(planAndComment(needs, { base: '"$AIRPLAN_BASE"', format: ' --format github', out: '$RUNNER_TEMP/airplan' }), 10)}
      # What is reviewed here is what is applied after the merge.
      - name: Keep the plan
        if: \${{ !cancelled() }}
        uses: ${uploadArtifact}
        with:
          name: airplan-plan-${needs.name}
          path: \${{ runner.temp }}/airplan
          if-no-files-found: ignore
          overwrite: true # when the job is run again
          retention-days: 90
`;
}

function applyWorkflow(needs: PipelineNeeds): string {
  return `# On merge: the plan that was reviewed in the pull request is applied, and nothing else. It does not matter how the pull
# request is merged. A plan that no longer fits is refused; the run then makes a new one, and says how to have it applied.
# Written by "airplan init"; yours to change.
name: airplan apply (${needs.name})

on:
  push:
    branches: [${scalarText(needs.branch)}]
${pathsOf(needs, 'apply', '    ')}  workflow_dispatch:
    inputs:
      run:
        description: The number of the run whose plan is to be applied; empty makes a plan and applies nothing
        type: string
      allow:
        description: What the plan may do besides, as in delete,replace
        type: string
      override-limits:
        description: Whether it may do more than the limits of the environment
        type: boolean

permissions: {}

${packageOf(needs)}
# One at a time, and none is cut off. Of those that wait GitHub keeps the newest only: what an older one would have done is
# then in the plan that the newest one shows.
concurrency:
  group: airplan-apply-${needs.name}
  cancel-in-progress: false

${applyJob(needs)}${findStep(needs)}${applySteps(needs)}`;
}

function applyJob(needs: PipelineNeeds): string {
  return `jobs:
  apply:
    if: github.ref == 'refs/heads/${needs.branch}'
    runs-on: ubuntu-24.04
    timeout-minutes: 120
    # Settings, Environments: reviewers, and secrets that only this job can use.
    environment: ${scalarText(needs.name)}
    permissions:
      contents: read
      actions: read # to get the plan of another run
      pull-requests: read # to find the pull request of a commit
    steps:
${prepare(wholeHistory)}`;
}

function findStep(needs: PipelineNeeds): string {
  return `      - name: Find the plan that was reviewed
        id: reviewed
        env:
          GH_TOKEN: \${{ github.token }}
          AIRPLAN_RUN: \${{ inputs.run }}
        run: |
          run="$AIRPLAN_RUN"
          if [ "$GITHUB_EVENT_NAME" = push ]; then
            head=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/pulls" --jq '
              map(select(.merged_at != null and .head.repo.full_name == env.GITHUB_REPOSITORY)) | .[0].head.sha // ""')
            if [ -n "$head" ]; then
              run=$(gh api "repos/$GITHUB_REPOSITORY/actions/workflows/${workflowName(needs, 'plan')}/runs?event=pull_request&status=success&head_sha=$head&per_page=1" --jq '.workflow_runs[0].id // ""')
            fi
          fi
          case "$run" in
            *[!0-9]*) echo "::error::\\"run\\" is the number of a run, as in its address"; exit 3 ;;
          esac
          if [ -n "$run" ]; then
            from=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$run" --jq '.head_repository.full_name')
            if [ "$from" != "$GITHUB_REPOSITORY" ]; then echo "::error::run $run is of a fork"; exit 4; fi
          fi
          echo "run=$run" >> "$GITHUB_OUTPUT"
`;
}

function applySteps(needs: PipelineNeeds): string {
  const again = `gh workflow run ${workflowName(needs, 'apply')} -f run=`;
  const script = applyReviewed(needs, {
    budget: 'github',
    out: '$RUNNER_TEMP/airplan',
    reviewed: '$RUNNER_TEMP/airplan-reviewed',
    onlyPlans: '[ "$GITHUB_EVENT_NAME" = workflow_dispatch ] && [ -z "$AIRPLAN_RUN" ]',
    publish: 'cat "$AIRPLAN_OUT/airplan-summary.md" >> "$GITHUB_STEP_SUMMARY"',
    applyNew: `${again}$GITHUB_RUN_ID`,
    applyAllowed: `${again}$AIRPLAN_RUN, with -f allow=delete (or replace, refresh, clear; with commas), or with -f override-limits=true if it is the limits`,
  });
  return `      - name: Get it
        if: steps.reviewed.outputs.run != ''
        continue-on-error: true
        uses: ${downloadArtifact}
        with:
          name: airplan-plan-${needs.name}
          path: \${{ runner.temp }}/airplan-reviewed
          run-id: \${{ steps.reviewed.outputs.run }}
          github-token: \${{ github.token }}
      - name: Apply it
        env:
          AIRPLAN_RUN: \${{ steps.reviewed.outputs.run }}
          AIRPLAN_ALLOW: \${{ inputs.allow }}
          AIRPLAN_OVERRIDE_LIMITS: \${{ inputs.override-limits }}
${withSecrets(needs, 10)}        run: |
${indented(script, 10)}
      - name: Keep the receipt, or the new plan
        if: \${{ !cancelled() }}
        uses: ${uploadArtifact}
        with:
          name: airplan-plan-${needs.name}
          path: \${{ runner.temp }}/airplan
          if-no-files-found: ignore
          overwrite: true
          retention-days: 90
`;
}

function driftWorkflow(needs: PipelineNeeds): string {
  return `# Every night: what was changed on the server, and not in the files, becomes one issue. It is brought up to date while it is
# open, and closed once server and files agree again. Nothing is written to Airbyte.
# Written by "airplan init"; yours to change.
name: airplan drift (${needs.name})

on:
  schedule:
    - cron: '23 3 * * *'
  workflow_dispatch:

permissions: {}

${packageOf(needs)}
concurrency:
  group: airplan-drift-${needs.name}
  cancel-in-progress: true

jobs:
  drift:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
      issues: write
    steps:
${prepare(wholeHistory)}      - name: Compare
        id: compare
${needs.variables.length === 0 ? '' : `        env:\n${withSecrets(needs, 10)}`}        run: |
${indented(findDrift(needs, 'github'), 10)}
          echo "code=$AIRPLAN_CODE" >> "$GITHUB_OUTPUT"
      - name: Tell, in one issue
        env:
          GH_TOKEN: \${{ github.token }}
          GH_REPO: \${{ github.repository }}
          LABEL: airplan-drift-${needs.name}
          CODE: \${{ steps.compare.outputs.code }}
        run: |
          issue=$(gh issue list --label "$LABEL" --state open --limit 1 --json number --jq '.[0].number // ""')
          if [ "$CODE" = 0 ]; then
            echo "Server and files agree."
            if [ -n "$issue" ]; then gh issue close "$issue" --comment "Server and files agree again."; fi
          elif [ -n "$issue" ]; then
            gh issue edit "$issue" --body-file airplan-drift.md
          else
            gh label create "$LABEL" --force --description "The server is not as the files say" --color d4c5f9
            gh issue create --title "${needs.name} is not as the files say" --label "$LABEL" --body-file airplan-drift.md
          fi
`;
}
