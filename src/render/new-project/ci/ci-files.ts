import type { CiHost, CiNeeds, NewFile } from '../../../model/new-project.ts';
import { azureFiles } from './azure.ts';
import { githubFiles } from './github.ts';
import { gitlabFiles } from './gitlab.ts';

/** What each CI system is given; the files are relative to the top of the repository. */
export const ciFiles: Readonly<Record<CiHost, (needs: CiNeeds) => readonly NewFile[]>> = {
  github: githubFiles,
  gitlab: gitlabFiles,
  azure: azureFiles,
};
