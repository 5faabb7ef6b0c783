import projectSchema from '../../schemas/airplan.schema.json' with { type: 'json' };
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import { type Issue, type Locate, type Origin, originAt, type Place } from '../model/issue.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { ProjectDocument } from './documents.ts';
import { readEnvironment } from './environment.ts';
import { pickEnvironment } from './environment-choice.ts';
import type { FilePorts } from './files.ts';
import { anError, inOrder } from './finding.ts';
import { noPatches, type Patches, readPatches } from './patches.ts';
import { type Places, placesIn } from './places.ts';
import { type Project, projectFile } from './project.ts';
import { hidingCredentials } from './shown-lines.ts';
import { decodeText } from './text.ts';
import { checkDocument } from './violations.ts';
import { readYamlFile } from './yaml-file.ts';

/**
 * What `airplan.yaml` gives. The project is there as soon as the file can be read, so that its resource files can be
 * checked in the same run; the environment only if nothing is wrong with it.
 */
export interface LoadedProject {
  readonly project: Project | undefined;
  readonly environment: Environment | undefined;
  readonly issues: readonly Issue[];
  /** What the environment changes in resources. */
  readonly patches: Patches;
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
    const locate = placesIn(new Map()).ofValue;
    return { project: undefined, environment: undefined, patches: noPatches, issues: [text], locate };
  }
  const places = hidingCredentials(placesIn(new Map([[projectFile, text]])));
  const read = readProjectDocument(text, places);
  const project = 'value' in read ? toProject(read.value, read.origin, places) : undefined;
  const chosen = 'document' in read ? await chooseEnvironment(read, { ports, places, text, environmentName }) : read;
  const { environment, patches, issues } = { environment: undefined, patches: noPatches, ...chosen };
  return { project, environment, patches, issues: inOrder(issues), locate: places.ofValue };
}

/**
 * The folder of a project's resource files.
 *
 * @throws {InvalidFilesError} when there is no readable `airplan.yaml`
 */
export async function readProjectFolder(ports: Pick<FilePorts, 'files'>): Promise<string> {
  const text = await readProjectText(ports);
  if (typeof text !== 'string') throw new InvalidFilesError([text]);
  const places = placesIn(new Map([[projectFile, text]]));
  const read = readProjectDocument(text, places);
  if (!('value' in read)) throw new InvalidFilesError(inOrder(read.issues));
  return toProject(read.value, read.origin, places).pipelines;
}

async function readProjectText({ files }: Pick<FilePorts, 'files'>): Promise<string | Issue> {
  const bytes = await files.read(projectFile);
  if (bytes === undefined) {
    const hint = "run airplan in the project's folder, or name it with --project DIR";
    const where = files.folder === undefined ? 'here' : `in "${files.folder}"`;
    return anError('project-missing', `there is no "${projectFile}" ${where}`, { hint });
  }
  const decoded = decodeText(projectFile, bytes);
  return 'text' in decoded ? decoded.text : decoded.issue;
}

/** The document, if it fits its schema; its bare value, if it is any mapping at all. */
type ReadProject =
  | { readonly document: ProjectDocument; readonly value: JsonObject; readonly origin: Origin }
  | { readonly value: JsonObject; readonly origin: Origin; readonly issues: readonly Issue[] }
  | { readonly issues: readonly Issue[] };

function readProjectDocument(text: string, places: Places): ReadProject {
  const { documents, issues } = readYamlFile(projectFile, text);
  const [first, second] = documents;
  if (first === undefined) {
    return { issues };
  }
  const { value } = first;
  const origin = { file: projectFile, document: first.index, path: [] };
  const found = [
    ...issues,
    ...(second === undefined ? [] : [secondDocument(places.ofKey({ ...origin, document: second.index }))]),
    ...checkDocument(projectSchema, { value, origin, title: projectFile, places }),
  ];
  if (!isJsonObject(value)) {
    return { issues: found };
  }
  return found.length > 0
    ? { value, origin, issues: found }
    : { document: value as unknown as ProjectDocument, value, origin };
}

function secondDocument(place: Place): Issue {
  const hint = 'keep one document in this file';
  return anError('several-documents', `"${projectFile}" holds more than one document`, { place, hint });
}

// Works on what has findings as well, so that resource files are looked at in the same run.
function toProject({ pipelines, environments }: JsonObject, origin: Origin, places: Places): Project {
  return {
    pipelines: typeof pipelines === 'string' && pipelines !== '' ? pipelines : 'pipelines',
    pipelinesPlace: places.ofValue(originAt(origin, 'pipelines')),
    environments: isJsonObject(environments) ? Object.keys(environments).sort() : [],
  };
}

interface Choosing {
  readonly ports: FilePorts;
  readonly places: Places;
  /** Of `airplan.yaml`. */
  readonly text: string;
  readonly environmentName: string | undefined;
}

async function chooseEnvironment(
  { document, origin }: { readonly document: ProjectDocument; readonly origin: Origin },
  { ports, places, text, environmentName }: Choosing,
): Promise<{ readonly environment?: Environment; readonly patches?: Patches; readonly issues: readonly Issue[] }> {
  const choice = pickEnvironment(document, environmentName);
  if ('fault' in choice) {
    const { rule, message, hint, path } = choice.fault;
    return { issues: [anError(rule, message, { place: places.ofValue(originAt(origin, ...path)), hint })] };
  }
  const { patch, ...rest } = choice.document;
  const at = originAt(origin, 'environments', choice.name);
  const read = await readEnvironment(choice.name, rest, { origin: at, ports, locate: places.ofValue });
  return { ...read, patches: readPatches(patch, { origin: originAt(at, 'patch'), places, text }) };
}
