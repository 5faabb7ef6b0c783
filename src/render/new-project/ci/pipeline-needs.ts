import type { CiNeeds } from '../../../model/new-project.ts';

/** What a template is filled with. */
export interface PipelineNeeds extends CiNeeds {
  /** What files, jobs, artefacts and labels are called after; commands are told the environment itself. */
  readonly name: string;
}

/** Projects of one repository must not share what is called after them. */
export function pipelineName({ environment, prefix }: Pick<CiNeeds, 'environment' | 'prefix'>): string {
  return [environment, ...prefix.split('/').filter((part) => /\w/.test(part))].join('-');
}
