import type { CiHost } from '../model/new-project.ts';
import type { InitResult } from '../workflows/init.ts';

interface Begun extends InitResult {
  readonly isSandbox: boolean;
  readonly ci: readonly CiHost[];
  /** Whether there is a git repository. */
  readonly isRepository: boolean;
  /** Whether variables have been filled in before. */
  readonly hasEnvFile: boolean;
}

/** How to go on after `init`. */
export function initSteps(begun: Begun): readonly string[] {
  const { isSandbox, ci, variables, hasEnvFile } = begun;
  const fill = `${hasEnvFile ? 'add to .env what it lacks of .env.example' : 'cp .env.example .env, fill it in'}, then: set -a; . ./.env; set +a`;
  const first = variables.length > 0 ? fill : 'airplan validate, which needs no server';
  if (isSandbox) return [first, 'airplan plan, which writes nothing', 'airplan apply, which shows the plan and asks'];
  if (ci.length > 0) {
    const doctor = 'airplan doctor, then airplan plan, which write nothing';
    return [first, doctor, packageStep, ...ci.map((host) => ciSteps[host](begun))];
  }
  const doctor = 'airplan doctor, to see whether the server can be reached';
  return [first, doctor, 'airplan plan, which writes nothing; then airplan apply'];
}

const packageStep = 'see that AIRPLAN_PACKAGE in the pipelines is a release that you trust, on npm or a tarball';

const ciSteps: Readonly<Record<CiHost, (begun: Begun) => string>> = {
  github: (begun) =>
    begun.variables.length === 0
      ? `${pushWords(begun)} to GitHub`
      : `set ${begun.variables.join(' and ')} as secrets on GitHub: Settings, Secrets and variables, Actions; ${pushWords(begun)}`,
  gitlab: (begun) =>
    `set the variables that .gitlab/airplan-${begun.pipelineName}.yml names in its first lines, on GitLab; ${pushWords(begun)}${includeWords(begun)}`,
  azure: (begun) =>
    `do what azure-pipelines/airplan-${begun.pipelineName}.yml says in its first lines, on Azure DevOps; ${pushWords(begun)}`,
};

function pushWords({ isRepository }: Begun): string {
  return isRepository ? 'commit and push' : 'make this a git repository, commit and push';
}

/** A `.gitlab-ci.yml` that was there does not know of the new file. */
function includeWords({ outcomes }: Begun): string {
  const isKept = outcomes.some(({ file, result }) => file.endsWith('.gitlab-ci.yml') && result === 'kept');
  return isKept ? '. Your .gitlab-ci.yml has to take it in: the line for that is there as well' : '';
}
