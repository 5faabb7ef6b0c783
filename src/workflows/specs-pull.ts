import { readSpecification } from '../airbyte/definitions.ts';
import type { ProjectWriter } from '../desired/files.ts';
import { inOrder } from '../desired/finding.ts';
import { loadDesired } from '../desired/load-desired.ts';
import { loadProject } from '../desired/load-project.ts';
import { actorsOf } from '../desired/specification/check-desired.ts';
import { readSpecifications } from '../desired/specification/read-specifications.ts';
import {
  type ConnectorSpecification,
  decodeStoredSpecification,
  renderSpecification,
  type StoredSpecification,
  specificationFiles,
  specificationsFolder,
} from '../desired/specification/stored-specification.ts';
import { readDefinitions } from '../live/read-live.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import { matchDefinitions } from '../plan/custom-definitions.ts';
import { findDefinitions, isToCome } from '../plan/definitions.ts';
import { RefusedFindingsError, toIssues } from '../plan/findings.ts';
import { sortedBy } from '../util/sort.ts';
import type { Ports } from './ports.ts';
import { openSession } from './session.ts';

/** What became of one file. */
export interface PulledSpecification {
  readonly file: string;
  /** `kept`: a file that airplan did not write is in its place, and stays. */
  readonly state: 'new' | 'changed' | 'unchanged' | 'removed' | 'kept';
  readonly name: string;
  readonly tag: string;
  /** What is another than before, in words. */
  readonly changes: readonly string[];
}

export interface Pulled {
  /** Where specifications are kept. */
  readonly folder: string;
  /** Sorted by file. */
  readonly files: readonly PulledSpecification[];
}

/**
 * Stores the specification of each connector that the files use, and removes those that it stored of others.
 *
 * @throws {InvalidFilesError} when the files cannot be read, or name a connector that the server does not have
 */
export async function pullSpecifications(
  ports: Ports,
  writer: ProjectWriter,
  environmentName?: string,
): Promise<Pulled> {
  const wanted = specificationFiles(await readConnectors(ports, environmentName));
  const stored = (await readSpecifications(ports.files))?.files ?? new Map<string, StoredSpecification>();
  const results: PulledSpecification[] = [];
  for (const [file, connector] of wanted) results.push(await store(file, connector, { ports, writer }));
  for (const [file, old] of stored) {
    if (wanted.has(file) || !old.isOurs) continue;
    await writer.remove(file);
    results.push({ file, state: 'removed', name: old.name, tag: old.dockerImageTag ?? '', changes: [] });
  }
  return { folder: specificationsFolder, files: sortedBy(results, ({ file }) => file) };
}

/** References of resources are left alone: reading specifications takes no passwords of databases. */
async function readConnectors(ports: Ports, environmentName?: string): Promise<readonly ConnectorSpecification[]> {
  const { project, environment, patches, issues, locate } = await loadProject(ports, environmentName);
  if (project === undefined || environment === undefined) throw new InvalidFilesError(inOrder(issues));
  const loaded = await loadDesired(ports, project, undefined, patches);
  if (loaded.issues.some(({ severity }) => severity === 'error')) throw new InvalidFilesError(loaded.issues);
  const { client, workspace } = await openSession(ports, environment, locate);
  const definitions = await readDefinitions(client, workspace);
  const { cases, findings: undecided } = matchDefinitions(loaded.desired.definitions ?? [], definitions);
  if (undecided.length > 0) throw new RefusedFindingsError(inOrder(toIssues(undecided, loaded.locate)));
  const { defined, findings } = findDefinitions(actorsOf(loaded.desired), definitions, cases);
  if (findings.length > 0) throw new InvalidFilesError(inOrder(toIssues(findings, loaded.locate)));
  // What is still to be created has no specification that anybody could ask for.
  const there = defined.filter((actor) => !isToCome(actor));
  const used = new Map(there.map(({ desired, definition }) => [definition.id, { kind: desired.kind, definition }]));
  return Promise.all(
    [...used.values()].map(async ({ kind, definition }) => {
      const about = { definitionId: definition.id, workspaceId: workspace.id };
      return { kind, definition, specification: await readSpecification(client, kind, about) };
    }),
  );
}

async function store(
  file: string,
  connector: ConnectorSpecification,
  { ports, writer }: { readonly ports: Ports; readonly writer: ProjectWriter },
): Promise<PulledSpecification> {
  const text = renderSpecification(connector);
  const result = { file, name: connector.definition.name, tag: connector.definition.dockerImageTag };
  const bytes = await ports.files.read(file);
  const before = bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  if (before === text) return { ...result, state: 'unchanged', changes: [] };
  const old = before === undefined ? undefined : parse(before);
  if (before !== undefined && old?.isOurs !== true) return { ...result, state: 'kept', changes: [] };
  await writer.write(file, text);
  if (old === undefined) return { ...result, state: 'new', changes: [] };
  return { ...result, state: 'changed', changes: differences(old, parse(text)) };
}

function parse(text: string): StoredSpecification | undefined {
  try {
    return decodeStoredSpecification(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function differences(before: StoredSpecification, after: StoredSpecification | undefined): readonly string[] {
  if (after === undefined) return [];
  const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
  return [
    ...(before.dockerImageTag === after.dockerImageTag
      ? []
      : [`tag ${before.dockerImageTag} → ${after.dockerImageTag}`]),
    ...(isSame(before.connectionSpecification, after.connectionSpecification) ? [] : ['schema']),
    ...(isSame(before.supportedDestinationSyncModes, after.supportedDestinationSyncModes) ? [] : ['sync modes']),
    ...(before.name === after.name ? [] : [`name ${before.name} → ${after.name}`]),
  ];
}
