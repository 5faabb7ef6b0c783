import type { FileCreator, FilePorts, ProjectFiles, ProjectWriter } from '../desired/files.ts';
import { inOrder } from '../desired/finding.ts';
import { loadDesired } from '../desired/load-desired.ts';
import { loadProject } from '../desired/load-project.ts';
import { projectFile } from '../desired/project.ts';
import { isResourceFile } from '../desired/resource-files.ts';
import { decodeText } from '../desired/text.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { CiHost, CiNeeds, NewFile, NewProject } from '../model/new-project.ts';
import { ciFiles } from '../render/new-project/ci/ci-files.ts';
import { emptyFolderFile, exampleFiles } from '../render/new-project/example.ts';
import { projectFileOf } from '../render/new-project/project-file.ts';
import {
  editorFiles,
  environmentExample,
  gitIgnoreFile,
  withIgnoredByGit,
} from '../render/new-project/supporting-files.ts';
import { compareText } from '../util/sort.ts';
import { editorSchemasFolder, writeEditorSchemas } from './editor-schemas.ts';
import { assertCiNeeds } from './init-answers.ts';

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
 * Begins a project, or adds to one what it lacks. Nothing that is there is written over; a `.gitignore` gets the lines
 * that it lacks.
 *
 * @throws {InvalidFilesError} when `airplan.yaml` is there and cannot be read
 * @throws {InvalidFlagsError} when there is no such environment, or the disk does not let us write
 */
export async function initProject(ports: FilePorts, disk: InitDisk, request: InitRequest): Promise<InitResult> {
  const { start } = request;
  const projectFiles = start === undefined ? [] : [projectFileOf(start)];
  const others = start === undefined ? [] : start.hasExample ? exampleFiles : [emptyFolderFile];
  const files = withFiles(ports.files, [...projectFiles, ...others]);
  const { variables, pipelines, environment } = await readNeeds(files, request.environment);
  const needs = { ...request.repository, version: request.version, environment: environment.name, variables };
  if (request.ci.length > 0) assertCiNeeds(needs, environment.server);
  const more = [environmentExample(variables), ...editorFiles({ schemas: editorSchemasFolder, pipelines })];
  const outcomes: InitOutcome[] = [];
  for (const file of [...others, ...more]) outcomes.push(await createFile(file, disk));
  outcomes.push(await ignoreSecrets(ports.files, disk));
  for (const host of request.ci) outcomes.push(...(await createPipelines(host, needs, disk)));
  // What makes a folder a project comes last: where something fails before, init can simply be run again.
  const made = await Promise.all(projectFiles.map((file) => createFile(file, disk)));
  if (disk.writer !== undefined) await writeEditorSchemas(ports, disk.writer);
  return { outcomes: [...made, ...outcomes], variables, environment: environment.name };
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
async function createPipelines(
  host: CiHost,
  needs: CiNeeds,
  { repository }: InitDisk,
): Promise<readonly InitOutcome[]> {
  const up = '../'.repeat(needs.prefix.split('/').length - 1);
  const outcomes: InitOutcome[] = [];
  for (const file of ciFiles[host](needs)) {
    const outcome = await createFile(file, { creator: repository });
    outcomes.push({ ...outcome, file: `${up}${outcome.file}` });
  }
  return outcomes;
}

interface Needs {
  readonly environment: Environment;
  readonly variables: readonly string[];
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
  const environmentVariable = (name: string): string => {
    asked.add(name);
    // Any value does, as long as it may stand for an address as well.
    return 'https://airbyte.example.com';
  };
  const ports = { files, environmentVariable };
  const { project, environment, patches, issues } = await loadProject(ports, environmentName);
  if (project === undefined || environment === undefined) throw new InvalidFilesError(inOrder(issues));
  await loadDesired(ports, project, environment, patches);
  return { environment, variables: [...asked].sort(compareText), pipelines: project.pipelines };
}

async function createFile(
  { file, text, about }: NewFile,
  { creator }: Pick<InitDisk, 'creator'>,
): Promise<InitOutcome> {
  return { file, about, result: (await creator.create(file, text)) ? 'created' : 'kept' };
}

async function ignoreSecrets(files: ProjectFiles, disk: InitDisk): Promise<InitOutcome> {
  const bytes = await files.read(gitIgnoreFile.file);
  if (bytes === undefined) return createFile(gitIgnoreFile, disk);
  const { file, about } = gitIgnoreFile;
  const decoded = decodeText(file, bytes);
  const text = 'text' in decoded ? withIgnoredByGit(decoded.text) : undefined;
  if (text === undefined) return { file, about, result: 'kept' };
  await disk.writer?.write(file, text);
  return { file, about, result: 'added-to' };
}
