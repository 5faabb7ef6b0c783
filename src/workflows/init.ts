import {
  type FileCreator,
  type FilePorts,
  type ProjectFiles,
  type ProjectWriter,
  unknownValue,
} from '../desired/files.ts';
import { inOrder } from '../desired/finding.ts';
import { loadDesired } from '../desired/load-desired.ts';
import { loadProject } from '../desired/load-project.ts';
import { projectFile } from '../desired/project.ts';
import { isResourceFile } from '../desired/resource-files.ts';
import { decodeText } from '../desired/text.ts';
import { InvalidFlagsError } from '../errors.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import { type CiHost, type CiNeeds, ciHosts, type NewFile, type NewProject } from '../model/new-project.ts';
import { ciFilesFor } from '../render/new-project/ci/ci-files.ts';
import { pipelineName } from '../render/new-project/ci/pipeline-needs.ts';
import { emptyFolderFile, exampleFiles } from '../render/new-project/example.ts';
import { projectFileOf } from '../render/new-project/project-file.ts';
import {
  editorFiles,
  environmentExample,
  gitIgnoreFile,
  withIgnoredByGit,
  withVariables,
} from '../render/new-project/supporting-files.ts';
import { compareText } from '../util/sort.ts';
import { editorSchemasFolder, writeEditorSchemas } from './editor-schemas.ts';
import { assertCiNeeds } from './init-answers.ts';
import { aboutKeptPipelines } from './init-kept.ts';

export interface InitRequest {
  /** What to begin with; absent for a project that has an `airplan.yaml`. */
  readonly start?: NewProject;
  /** Of an `airplan.yaml` that is there; its default if absent. */
  readonly environment?: string;
  /** Where pipelines are to run. */
  readonly ci: readonly CiHost[];
  readonly repository: Pick<CiNeeds, 'prefix' | 'branch'>;
  /** The release of airplan that pipelines are to run. */
  readonly version: string;
}

/** The disk, as far as `init` writes to it. A dry run brings those that write nothing. */
export interface InitDisk {
  readonly creator: FileCreator;
  /** The same for the top of the repository, where CI systems look for their files. */
  readonly repository: FileCreator;
  readonly repositoryFiles: Pick<ProjectFiles, 'read'>;
  /** For what may be changed: `.gitignore`, and the schemas for editors. */
  readonly writer?: ProjectWriter;
}

/** What became of a file. `kept`: something was there already, and stays as it is. */
export interface InitOutcome {
  /** As seen from the project's folder. */
  readonly file: string;
  readonly about: string;
  readonly result: 'created' | 'added-to' | 'kept';
}

export interface InitResult {
  /** `airplan.yaml` first. */
  readonly outcomes: readonly InitOutcome[];
  /** Names of the variables that the environment's files use, sorted. */
  readonly variables: readonly string[];
  /** The environment that is meant. */
  readonly environment: string;
  /** What its pipelines are called after. */
  readonly pipelineName: string;
  /** What else is to be known, a sentence each. */
  readonly notes: readonly string[];
}

/** True for a folder that is a project already. */
export async function isProject(files: ProjectFiles): Promise<boolean> {
  return (await files.read(projectFile)) !== undefined;
}

/** True when there are resource files where a new project would have its own. */
export async function hasPipelines(files: ProjectFiles): Promise<boolean> {
  return ((await files.list('pipelines')) ?? []).some(isResourceFile);
}

/**
 * Begins a project, or adds to one what it lacks. Nothing that is there is written over; `.gitignore` and
 * `.env.example` get the lines that they lack.
 *
 * @throws {InvalidFilesError} when `airplan.yaml` is there and cannot be read
 * @throws {InvalidFlagsError} when there is no such environment, or the disk does not let us write
 */
export async function initProject(ports: FilePorts, disk: InitDisk, request: InitRequest): Promise<InitResult> {
  const { start } = request;
  const projectFiles = start === undefined ? [] : [projectFileOf(start)];
  const others = start === undefined ? [] : start.hasExample ? exampleFiles : [emptyFolderFile];
  const files = withFiles(ports.files, [...projectFiles, ...others]);
  const { variables, optional, pipelines, environment } = await readNeeds(files, request.environment);
  const needs = { ...request.repository, version: request.version, environment: environment.name, variables, optional };
  if (request.ci.length > 0) assertCiNeeds(needs, environment.server);
  const example = environmentExample(variables);
  const more = editorFiles({ schemas: editorSchemasFolder, pipelines });
  const pipelineFiles = request.ci.flatMap((host) => ciFilesFor(host, needs));
  const own = [...projectFiles, ...others, ...more, example, gitIgnoreFile, ...schemaFiles];
  await assertNoObstacle([...placesOf(disk.creator, own), ...placesOf(disk.repository, pipelineFiles)]);
  const everyPipeline = ciHosts.flatMap((host) => ciFilesFor(host, needs));
  const notes = [...(await aboutKeptPipelines(disk.repositoryFiles, everyPipeline, variables))];
  const outcomes: InitOutcome[] = [];
  const [made] = await tellingHowFar(outcomes, async () => {
    for (const file of others) outcomes.push(await createFile(file, disk));
    outcomes.push(await addTo(example, (text) => withVariables(text, variables), ports.files, disk));
    for (const file of more) outcomes.push(await createFile(file, disk));
    outcomes.push(await addTo(gitIgnoreFile, withIgnoredByGit, ports.files, disk));
    const before = outcomes.length;
    for (const file of pipelineFiles) outcomes.push(await createPipeline(file, needs, disk));
    if (outcomes.slice(before).some(({ result }) => result === 'created')) notes.push(branchNote(needs));
    await writeSchemas({ ...ports, files }, disk, outcomes);
    // What makes a folder a project comes last: where something fails before, init can simply be run again.
    return Promise.all(projectFiles.map((file) => createFile(file, disk)));
  });
  return {
    outcomes: [...(made === undefined ? [] : [made]), ...outcomes],
    variables,
    environment: environment.name,
    pipelineName: pipelineName(needs),
    notes,
  };
}

function branchNote({ branch }: CiNeeds): string {
  return `The pipelines are for the branch ${branch}; where it is another, name it in them.`;
}

const schemaFiles = ['airplan', 'resource'].map((name) => ({ file: `${editorSchemasFolder}/${name}.schema.json` }));

interface Place {
  readonly creator: FileCreator;
  readonly file: string;
}

function placesOf(creator: FileCreator, files: readonly Pick<NewFile, 'file'>[]): readonly Place[] {
  return files.map(({ file }) => ({ creator, file }));
}

/** @throws {InvalidFlagsError} before anything is written */
async function assertNoObstacle(places: readonly Place[]): Promise<void> {
  const found = await Promise.all(places.map(({ creator, file }) => creator.obstacle(file)));
  const obstacles = [...new Set(found.filter((one) => one !== undefined))];
  const [first] = obstacles;
  if (first === undefined) return;
  const needed = places.some(({ file }) => file === first) ? 'a file has to be' : 'a folder has to be';
  const others = obstacles.slice(1).map((one) => `"${one}"`);
  const rest = others.length === 0 ? '' : `; so ${others.length === 1 ? 'is' : 'are'} ${others.join(', ')}`;
  throw new InvalidFlagsError(`"${first}" is in the way, where ${needed}${rest}; nothing was written`, {
    hint: 'move it away, or choose another folder with --project DIR',
  });
}

/** A write may fail in the middle, as on a full disk. */
async function tellingHowFar<T>(outcomes: readonly InitOutcome[], writing: () => Promise<T>): Promise<T> {
  try {
    return await writing();
  } catch (error) {
    const written = outcomes.filter(({ result }) => result !== 'kept').map(({ file }) => file);
    if (!(error instanceof InvalidFlagsError) || written.length === 0) throw error;
    throw new InvalidFlagsError(`${error.message}; written before: ${written.join(', ')}`, {
      hint: `${error.hint ?? 'mend that'}; then run the same command again`,
      cause: error,
    });
  }
}

/** The disk as it will be: what is there goes before what is new. */
function withFiles(files: ProjectFiles, added: readonly NewFile[]): ProjectFiles {
  const texts = new Map(added.map(({ file, text }) => [file, text]));
  return {
    list: async (folder) => {
      const found = await files.list(folder);
      const inside = [...texts.keys()].filter((file) => file.startsWith(`${folder}/`));
      return found === undefined && inside.length === 0
        ? undefined
        : [...new Set([...(found ?? []), ...inside])].sort(compareText);
    },
    read: async (file) => {
      const text = texts.get(file);
      return (await files.read(file)) ?? (text === undefined ? undefined : new TextEncoder().encode(text));
    },
  };
}

/** Shown as seen from the project's folder. */
async function createPipeline(file: NewFile, { prefix }: CiNeeds, { repository }: InitDisk): Promise<InitOutcome> {
  const outcome = await createFile(file, { creator: repository });
  return { ...outcome, file: `${'../'.repeat(prefix.split('/').length - 1)}${outcome.file}` };
}

const schemaAbout = 'each clone runs airplan schema';

/** They are written anew whenever they would differ. */
async function writeSchemas(ports: FilePorts, { writer }: InitDisk, outcomes: InitOutcome[]): Promise<void> {
  const write = async (file: string, text: string): Promise<void> => {
    const before = await ports.files.read(file);
    if (before !== undefined && new TextDecoder().decode(before) === text) return;
    await writer?.write(file, text);
    outcomes.push({ file, about: schemaAbout, result: before === undefined ? 'created' : 'added-to' });
  };
  await writeEditorSchemas(ports, { write, remove: async () => undefined });
}

interface Needs {
  readonly environment: Environment;
  readonly variables: readonly string[];
  /** Those that have a default. */
  readonly optional: readonly string[];
  /** The folder of resource files. */
  readonly pipelines: string;
}

/**
 * What a project needs from outside. What is wrong with its resource files is no hindrance: that is for `validate`.
 *
 * @throws {InvalidFilesError} when `airplan.yaml` cannot be read
 */
async function readNeeds(files: ProjectFiles, environmentName: string | undefined): Promise<Needs> {
  const asked = new Set<string>();
  const required = new Set<string>();
  const ports = {
    files,
    environmentVariable: (name: string): undefined => void asked.add(name),
    unsetVariable: (name: string): string => {
      required.add(name);
      return unknownValue;
    },
  };
  const { project, environment, patches, issues } = await loadProject(ports, environmentName);
  if (project === undefined || environment === undefined) throw new InvalidFilesError(inOrder(issues));
  await loadDesired(ports, project, environment, patches);
  const variables = [...asked].sort(compareText);
  const optional = variables.filter((name) => !required.has(name));
  return { environment, variables, optional, pipelines: project.pipelines };
}

async function createFile(
  { file, text, about }: NewFile,
  { creator }: Pick<InitDisk, 'creator'>,
): Promise<InitOutcome> {
  return { file, about, result: (await creator.create(file, text)) ? 'created' : 'kept' };
}

/** @param added - the text with what it lacks; `undefined` if it lacks nothing */
async function addTo(
  wanted: NewFile,
  added: (text: string) => string | undefined,
  files: ProjectFiles,
  disk: InitDisk,
): Promise<InitOutcome> {
  const { file, about } = wanted;
  const bytes = await files.read(file);
  if (bytes === undefined) return createFile(wanted, disk);
  const decoded = decodeText(file, bytes);
  const isElsewhere = (await files.leadsOut?.(file)) === true;
  const text = 'text' in decoded && !isElsewhere ? added(decoded.text) : undefined;
  if (text === undefined) return { file, about, result: 'kept' };
  await disk.writer?.write(file, text);
  return { file, about, result: 'added-to' };
}
