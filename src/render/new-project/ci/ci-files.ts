import type { CiHost, CiNeeds, NewFile } from '../../../model/new-project.ts';
import { azureFiles } from './azure.ts';
import { githubFiles } from './github.ts';
import { gitlabFiles } from './gitlab.ts';

const templates: Readonly<Record<CiHost, (needs: CiNeeds) => readonly NewFile[]>> = {
  github: githubFiles,
  gitlab: gitlabFiles,
  azure: azureFiles,
};

/** What each CI system is given; the files are relative to the top of the repository. */
export const ciFiles: typeof templates = {
  github: (needs) => filesOf('github', needs),
  gitlab: (needs) => filesOf('gitlab', needs),
  azure: (needs) => filesOf('azure', needs),
};

/** What files, jobs, artefacts and labels are called after: projects of one repository must not share them. */
export function pipelineName({ environment, prefix }: Pick<CiNeeds, 'environment' | 'prefix'>): string {
  return [environment, ...prefix.split('/').filter((part) => /\w/.test(part))].join('-');
}

/** Only the flag of commands tells the environment by its own name. */
function filesOf(host: CiHost, needs: CiNeeds): readonly NewFile[] {
  const name = pipelineName(needs);
  const flag = new RegExp(`--env ${name.replaceAll('.', '\\.')}(?![\\w.-])`, 'g');
  return templates[host]({ ...needs, environment: name }).map((file) => ({
    ...file,
    text: file.text.replaceAll(flag, () => `--env ${needs.environment}`),
  }));
}
