import projectSchema from '../../schemas/airplan.schema.json' with { type: 'json' };
import type { Environment } from '../model/environment.ts';
import type { Issue, Locate, Origin } from '../model/issue.ts';
import type { ProjectDocument } from './documents.ts';
import { readEnvironment } from './environment.ts';
import { pickEnvironment } from './environment-choice.ts';
import type { FilePorts } from './files.ts';
import { anError, inOrder } from './finding.ts';
import { type Places, placesIn } from './places.ts';
import { type Project, projectFile } from './project.ts';
import { hidingCredentials } from './shown-lines.ts';
import { decodeText } from './text.ts';
import { checkDocument } from './violations.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

/** What `airplan.yaml` gives. Project and environment are there only if nothing is wrong with them. */
export interface LoadedProject {
  readonly project: Project | undefined;
  readonly environment: Environment | undefined;
  readonly issues: readonly Issue[];
  /** Finds places in `airplan.yaml`. */
  readonly locate: Locate;
}

/**
 * Reads `airplan.yaml` and one of its environments.
 *
 * @param environmentName - as given by a flag; without it the default environment is taken, or the only one.
 *   References are resolved in this environment alone: nobody needs the variables of the others.
 * @throws {InvalidFlagsError} when `environmentName` is given and there is no such environment
 */
export async function loadProject(ports: FilePorts, environmentName?: string): Promise<LoadedProject> {
  const text = await readProjectText(ports);
  if (typeof text !== 'string') {
    return { project: undefined, environment: undefined, issues: [text], locate: placesIn(new Map()).ofValue };
  }
  const places = hidingCredentials(placesIn(new Map([[projectFile, text]])));
  const file = readYamlFile(projectFile, text);
  const checked = checkProject(file, places);
  const base = { project: undefined, environment: undefined, locate: places.ofValue };
  return 'issues' in checked
    ? { ...base, issues: inOrder(checked.issues) }
    : { ...base, ...(await readProject(checked.document, checked.origin, { ports, places, environmentName })) };
}

async function readProjectText({ files }: FilePorts): Promise<string | Issue> {
  const bytes = await files.read(projectFile);
  if (bytes === undefined) {
    const hint = "run airplan in the project's folder, or name it with --project DIR";
    return anError('project-missing', `there is no "${projectFile}" here`, { hint });
  }
  const decoded = decodeText(projectFile, bytes);
  return 'text' in decoded ? decoded.text : decoded.issue;
}

type CheckedProject =
  | { readonly document: ProjectDocument; readonly origin: Origin }
  | { readonly issues: readonly Issue[] };

function checkProject({ documents, issues }: YamlFile, places: Places): CheckedProject {
  const [first, second] = documents;
  if (first === undefined || issues.length > 0) {
    return { issues };
  }
  const origin = { file: projectFile, document: first.index, path: [] };
  if (second !== undefined) {
    const place = places.ofKey({ ...origin, document: second.index });
    return { issues: [anError('several-documents', `"${projectFile}" holds more than one document`, { place })] };
  }
  const found = checkDocument(projectSchema, { value: first.value, origin, title: projectFile, places });
  return found.length > 0 ? { issues: found } : { document: first.value as unknown as ProjectDocument, origin };
}

interface Reading {
  readonly ports: FilePorts;
  readonly places: Places;
  readonly environmentName: string | undefined;
}

async function readProject(document: ProjectDocument, origin: Origin, { ports, places, environmentName }: Reading) {
  const pipelinesPlace = places.ofValue({ ...origin, path: ['pipelines'] });
  const environments = Object.keys(document.environments).sort();
  const project: Project = { pipelines: document.pipelines ?? 'pipelines', pipelinesPlace, environments };
  const choice = pickEnvironment(document, environmentName);
  if ('fault' in choice) {
    const { path, ...fault } = choice.fault;
    const place = places.ofValue({ ...origin, path });
    return { project, issues: [anError(fault.rule, fault.message, { place, hint: fault.hint })] };
  }
  const environmentOrigin = { ...origin, path: ['environments', choice.name] };
  const { environment, issues } = await readEnvironment(choice.name, choice.document, {
    origin: environmentOrigin,
    ports,
    locate: places.ofValue,
  });
  return { project, environment, issues: inOrder(issues) };
}
