import type { CiHost, CiNeeds, NewFile } from '../../../model/new-project.ts';
import { azureFiles } from './azure.ts';
import { githubFiles } from './github.ts';
import { gitlabFiles } from './gitlab.ts';
import { type PipelineNeeds, pipelineName } from './pipeline-needs.ts';

const templates: Readonly<Record<CiHost, (needs: PipelineNeeds) => readonly NewFile[]>> = {
  github: githubFiles,
  gitlab: gitlabFiles,
  azure: azureFiles,
};

/** What a CI system is given; the files are relative to the top of the repository. */
export function ciFilesFor(host: CiHost, needs: CiNeeds): readonly NewFile[] {
  return templates[host]({ ...needs, name: pipelineName(needs) });
}
