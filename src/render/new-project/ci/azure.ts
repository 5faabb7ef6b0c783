import type { NewFile } from '../../../model/new-project.ts';
import type { PipelineNeeds } from './pipeline-needs.ts';
import {
  airplanPackage,
  applyReviewed,
  emptyFolder,
  findDrift,
  indented,
  installCommand,
  packageWords,
  projectFlag,
  requiredOf,
} from './shell.ts';

/** A pipeline of Azure Pipelines, for a repository in Azure Repos. */
export function azureFiles(needs: PipelineNeeds): readonly NewFile[] {
  return [
    {
      file: fileOf(needs),
      text: pipeline(needs),
      about: 'plan, apply and drift',
    },
  ];
}

function fileOf({ name }: PipelineNeeds): string {
  return `azure-pipelines/airplan-${name}.yml`;
}

function pathsOf(needs: PipelineNeeds): string {
  return needs.prefix === ''
    ? ''
    : `\n  paths:\n    include: [${JSON.stringify(needs.prefix.slice(0, -1))}, ${fileOf(needs)}]`;
}

function mapped(lines: readonly string[], indent: number): string {
  return lines.length === 0 ? '' : `${' '.repeat(indent)}env:\n${indented(lines.join('\n'), indent + 2)}\n`;
}

function secretsOf({ variables }: PipelineNeeds): readonly string[] {
  return variables.map((name) => `${name}: $(${name})`);
}

/** A variable that nobody has set reaches the script as it is written here. */
function assertSet(needs: PipelineNeeds): string {
  const unset = (names: readonly string[], command: string): string =>
    names.length === 0
      ? ''
      : `for AIRPLAN_NAME in ${names.join(' ')}; do
  case "\${!AIRPLAN_NAME}" in '$('*) ${command} ;; esac
done
`;
  const missing = 'echo "##vso[task.logissue type=error]$AIRPLAN_NAME is not in the variable group"; exit 3';
  return `${unset(needs.optional ?? [], 'unset "$AIRPLAN_NAME"')}${unset(requiredOf(needs), missing)}`;
}

/** A group that is not there stops every run: it is asked for only where something has to be in it. */
function groupOf(needs: PipelineNeeds): string {
  return requiredOf(needs).length === 0 ? '' : `  - group: airplan-${needs.name}\n`;
}

function groupWords(needs: PipelineNeeds): string {
  const { name, optional = [] } = needs;
  const group = `a variable group "airplan-${name}", with the secrets`;
  const required = requiredOf(needs);
  const others = optional.length === 0 ? '' : `\n#      These have a default: ${optional.join(', ')}`;
  return required.length === 0
    ? `Nothing has to be set. To set something: Pipelines, Library, a variable group, and name it below.${others}`
    : `Pipelines, Library: ${group}\n#      ${required.join(', ')}${others}`;
}

function prepare(indent: number): string {
  return indented(
    `- checkout: self
  fetchDepth: 0 # --base reads the files of another commit
- task: NodeTool@0
  displayName: Node.js
  inputs:
    versionSpec: 22.x
- bash: ${installCommand}
  displayName: Install airplan`,
    indent,
  );
}

function pipeline(needs: PipelineNeeds): string {
  return `# Plan on a pull request, apply what was reviewed on merge, look for drift at night.
# Written by "airplan init"; yours to change. To set it up:
#   1. Pipelines, New pipeline, Azure Repos, Existing file: this one.
#   2. ${groupWords(needs)}
#   3. Repos, Branches, ${needs.branch}, Branch policies, Build validation: this pipeline.
#   4. For drift: let the build service edit work items. For reviewers before an apply, and for one apply at a time: Pipelines,
#      Environments, airplan-${needs.name}, Approvals and checks, with an exclusive lock.
# airplan does not comment on pull requests of Azure Repos: the plan is on the summary page of the run, and an artefact of it.

trigger:
  branches:
    include: [${JSON.stringify(needs.branch)}]${pathsOf(needs)}

# Azure Repos starts pull requests by the branch policy; this is for other hosts, which have no plan to find later.
pr: none

schedules:
  - cron: '23 3 * * *'
    displayName: drift
    branches:
      include: [${JSON.stringify(needs.branch)}]
    always: true

parameters:
  - name: run
    displayName: The number (buildId) of the run whose plan is to be applied; none makes a plan and applies nothing
    type: string
    default: none
  - name: allow
    displayName: What the plan may do besides, as in delete,replace
    type: string
    default: none
  - name: overrideLimits
    displayName: Whether it may do more than the limits of the environment
    type: boolean
    default: false

variables:
${packageWords(2)}
  - name: AIRPLAN_PACKAGE
    value: ${airplanPackage(needs)}
${groupOf(needs)}
pool:
  vmImage: ubuntu-24.04

stages:
${reviewStage(needs)}${applyStage(needs)}${driftStage(needs)}`;
}

function reviewStage(needs: PipelineNeeds): string {
  return `  - stage: review
    displayName: Plan
    condition: eq(variables['Build.Reason'], 'PullRequest')
    jobs:
      # Runs for everybody, forks too: it is given no secret.
      - job: validate
        steps:
${prepare(10)}
          - bash: |
              airplan validate --env ${needs.environment}${projectFlag(needs)} --without-variables --format junit > airplan-validate.xml || {
                airplan validate --env ${needs.environment}${projectFlag(needs)} --without-variables
                exit 3
              }
            displayName: Check the files
          - task: PublishTestResults@2
            condition: succeededOrFailed()
            inputs:
              testResultsFormat: JUnit
              testResultsFiles: airplan-validate.xml
          - bash: echo "##vso[task.logissue type=warning]This pull request comes from a fork, which gets no secrets; the files were checked, and nothing was planned."
            displayName: Say why there is no plan
            condition: and(succeeded(), eq(variables['System.PullRequest.IsFork'], 'True'))
      - job: plan
        dependsOn: validate
        condition: and(succeeded(), ne(variables['System.PullRequest.IsFork'], 'True'))
        steps:
${prepare(10)}
          - bash: |
${indented(planScript(needs), 14)}
            displayName: Plan
${mapped(['AIRPLAN_TARGET: $(System.PullRequest.TargetBranch)', ...secretsOf(needs)], 12)}          - task: PublishTestResults@2
            condition: succeededOrFailed()
            inputs:
              testResultsFormat: JUnit
              testResultsFiles: airplan-plan.xml
          # What is reviewed here is what is applied after the merge.
          - publish: $(Agent.TempDirectory)/airplan
            artifact: airplan-plan-${needs.name}
`;
}

function applyStage(needs: PipelineNeeds): string {
  const given = [
    `AIRPLAN_RUN: \${{ parameters.run }}`,
    'AIRPLAN_REVIEWED_RUN: $(reviewed.run)',
    `AIRPLAN_ALLOW: \${{ parameters.allow }}`,
    `AIRPLAN_OVERRIDE_LIMITS: \${{ parameters.overrideLimits }}`,
    ...secretsOf(needs),
  ];
  return `
  - stage: apply
    displayName: Apply
    dependsOn: []
    condition: and(in(variables['Build.Reason'], 'IndividualCI', 'BatchedCI', 'Manual'), eq(variables['Build.SourceBranch'], 'refs/heads/${needs.branch}'))
    # With the exclusive lock of the environment: one after the other, none is left out.
    lockBehavior: sequential
    jobs:
      - deployment: apply
        environment: airplan-${needs.name}
        timeoutInMinutes: 120
        strategy:
          runOnce:
            deploy:
              steps:
${prepare(16)}
                - bash: |
${indented(findPlan(), 20)}
                  name: reviewed
                  displayName: Find the plan that was reviewed
${mapped(['SYSTEM_ACCESSTOKEN: $(System.AccessToken)', `AIRPLAN_RUN: \${{ parameters.run }}`], 18)}                - task: DownloadPipelineArtifact@2
                  displayName: Get it
                  condition: and(succeeded(), ne(variables['reviewed.run'], ''))
                  continueOnError: true
                  inputs:
                    buildType: specific
                    project: $(System.TeamProjectId)
                    definition: $(System.DefinitionId)
                    buildVersionToDownload: specific
                    pipelineId: $(reviewed.run)
                    artifactName: airplan-plan-${needs.name}
                    targetPath: $(Agent.TempDirectory)/airplan-reviewed
                - bash: |
${indented(applyScript(needs), 20)}
                  displayName: Apply it
${mapped(given, 18)}                - publish: $(Agent.TempDirectory)/airplan
                  displayName: Keep the receipt, or the new plan
                  condition: succeededOrFailed()
                  continueOnError: 'true' # when the stage is run again
                  artifact: airplan-plan-${needs.name}
`;
}

function driftStage(needs: PipelineNeeds): string {
  return `
  - stage: drift
    displayName: Drift
    dependsOn: []
    condition: eq(variables['Build.Reason'], 'Schedule')
    jobs:
      - job: drift
        steps:
${prepare(10)}
          - bash: |
${indented(`set -eo pipefail\n${assertSet(needs)}${findDrift(needs, 'azure')}\n${tellDrift(needs)}`, 14)}
            displayName: Compare, and tell in one work item
${mapped(['AZURE_DEVOPS_EXT_PAT: $(System.AccessToken)', ...secretsOf(needs)], 12)}`;
}

/** As the shell has it. */
const out = '$AGENT_TEMPDIRECTORY/airplan';

function planScript(needs: PipelineNeeds): string {
  const flags = `--env ${needs.environment} --base "origin/\${AIRPLAN_TARGET#refs/heads/}"${projectFlag(needs)}`;
  return `set -eo pipefail
${assertSet(needs)}${emptyFolder(out)}
AIRPLAN_CODE=0
airplan plan ${flags} --out "$AIRPLAN_OUT/airplan-plan.json" --format markdown --budget azure > "$AIRPLAN_OUT/airplan-plan.md" || AIRPLAN_CODE=$?
echo "##vso[task.uploadsummary]$AIRPLAN_OUT/airplan-plan.md"
if [ "$AIRPLAN_CODE" = 0 ]; then
  airplan show "$AIRPLAN_OUT/airplan-plan.json" --format html > "$AIRPLAN_OUT/airplan-plan.html"
  airplan show "$AIRPLAN_OUT/airplan-plan.json" --format junit > airplan-plan.xml
  airplan show "$AIRPLAN_OUT/airplan-plan.json"
fi
exit "$AIRPLAN_CODE"`;
}

function findPlan(): string {
  return `set -eo pipefail
root="$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_apis"
call() { curl --fail --silent --show-error --header "Authorization: Bearer $SYSTEM_ACCESSTOKEN" --header "Content-Type: application/json" "$@"; }
run="$AIRPLAN_RUN"
if [ "$run" = none ]; then run=""; fi
case "$run" in
  *[!0-9]*) echo "##vso[task.logissue type=error]run is the buildId of a run, as in its address"; exit 3 ;;
esac
if [ "$BUILD_REASON" != Manual ]; then
  asked="{\\"queries\\": [{\\"type\\": \\"lastMergeCommit\\", \\"items\\": [\\"$BUILD_SOURCEVERSION\\"]}, {\\"type\\": \\"commit\\", \\"items\\": [\\"$BUILD_SOURCEVERSION\\"]}]}"
  number=$(call --data "$asked" "$root/git/repositories/$BUILD_REPOSITORY_ID/pullrequestquery?api-version=7.1" | node -p '(JSON.parse(fs.readFileSync(0, "utf8")).results.flatMap((it) => Object.values(it).flat())[0] ?? {}).pullRequestId ?? ""')
  if [ -n "$number" ]; then
    run=$(call "$root/build/builds?definitions=$SYSTEM_DEFINITIONID&branchName=refs/pull/$number/merge&resultFilter=succeeded&reasonFilter=pullRequest&queryOrder=finishTimeDescending&\\$top=1&api-version=7.1" | node -p '(JSON.parse(fs.readFileSync(0, "utf8")).value[0] ?? {}).id ?? ""')
  fi
fi
echo "##vso[task.setvariable variable=run;isOutput=true]$run"`;
}

function applyScript(needs: PipelineNeeds): string {
  const words = applyReviewed(needs, {
    budget: 'azure',
    out,
    reviewed: '$AGENT_TEMPDIRECTORY/airplan-reviewed',
    onlyPlans: '[ "$BUILD_REASON" = Manual ] && [ "$AIRPLAN_RUN" = none ]',
    publish: 'echo "##vso[task.uploadsummary]$AIRPLAN_OUT/airplan-summary.md"',
    applyNew: 'run this pipeline with run $BUILD_BUILDID',
    applyAllowed:
      'run this pipeline with run $AIRPLAN_REVIEWED_RUN, and with allow delete (or replace, refresh, clear; with commas), or with overrideLimits if it is the limits',
  });
  return `set -eo pipefail
${assertSet(needs)}if [ "$AIRPLAN_ALLOW" = none ]; then AIRPLAN_ALLOW=""; fi\n${words}`;
}

function tellDrift({ name }: PipelineNeeds): string {
  return `echo "##vso[task.uploadsummary]$PWD/airplan-drift.md"
az devops configure --defaults "organization=$SYSTEM_COLLECTIONURI" "project=$SYSTEM_TEAMPROJECT"
number=$(az boards query --query "[0].id" --output tsv --wiql "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.Tags] CONTAINS 'airplan-drift-${name}' AND [System.State] NOT IN ('Done', 'Closed', 'Removed')")
about="The plan is on the summary page of $SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_build/results?buildId=$BUILD_BUILDID"
if [ "$AIRPLAN_CODE" = 0 ]; then
  echo "Server and files agree."
  if [ -n "$number" ]; then az boards work-item update --id "$number" --discussion "Server and files agree again: this can be closed." --output none; fi
elif [ -n "$number" ]; then
  az boards work-item update --id "$number" --description "$about" --output none
else
  az boards work-item create --type Task --title "${name} is not as the files say" --fields "System.Tags=airplan-drift-${name}" --description "$about" --output none
fi`;
}
