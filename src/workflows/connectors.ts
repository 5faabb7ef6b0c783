import { listConnectors } from '../airbyte/connectors.ts';
import { readSpecification } from '../airbyte/definitions.ts';
import { inOrder } from '../desired/finding.ts';
import { loadProject } from '../desired/load-project.ts';
import { InvalidFlagsError } from '../errors.ts';
import type { Connector } from '../model/connector.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { DescribedConnector } from '../render/skeleton.ts';
import { findClosest } from '../util/suggest.ts';
import type { Ports } from './ports.ts';
import { openSession, type Session } from './session.ts';

/** The connectors of the server whose name or repository contains a text; case does not count. */
export async function findConnectors(
  ports: Ports,
  search: string,
  environmentName?: string,
): Promise<readonly Connector[]> {
  const { client, workspace } = await openProject(ports, environmentName);
  const wanted = search.toLowerCase();
  const all = await listConnectors(client, workspace.id);
  return all.filter(({ name, dockerRepository }) => `${name}\n${dockerRepository}`.toLowerCase().includes(wanted));
}

/**
 * One connector and its specification.
 *
 * @param wanted - its docker repository, with or without what stands before the slash, its name or its id
 * @throws {InvalidFlagsError} when there is none, or more than one
 */
export async function describeConnector(
  ports: Ports,
  wanted: string,
  environmentName?: string,
): Promise<DescribedConnector> {
  const { client, workspace } = await openProject(ports, environmentName);
  const all = await listConnectors(client, workspace.id);
  const connector = pickConnector(all, wanted);
  const about = { definitionId: connector.id, workspaceId: workspace.id };
  const { connectionSpecification } = await readSpecification(client, connector.kind, about);
  return { connector, definition: definitionOf(connector, all), specification: connectionSpecification };
}

/** Connectors that are manifests share an image, and names may be taken twice: files say what means this one only. */
function definitionOf(connector: Connector, all: readonly Connector[]): string {
  const others = all.filter(({ kind, id }) => kind === connector.kind && id !== connector.id);
  const isFree = (text: string) =>
    others.every(({ name, dockerRepository }) => name !== text && dockerRepository !== text);
  return [connector.dockerRepository, connector.name].find(isFree) ?? connector.id;
}

async function openProject(ports: Ports, environmentName?: string): Promise<Session> {
  const { environment, issues, locate } = await loadProject(ports, environmentName);
  if (environment === undefined) throw new InvalidFilesError(inOrder(issues));
  return openSession(ports, environment, locate);
}

function pickConnector(all: readonly Connector[], wanted: string): Connector {
  const matches = matching(all, wanted.toLowerCase());
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  if (only !== undefined) {
    throw new InvalidFlagsError(`${matches.length} connectors answer to "${wanted}"`, {
      hint: `name one by its repository or id: ${matches.map(({ dockerRepository, id }) => `${dockerRepository} (${id})`).join(', ')}`,
    });
  }
  const closest = findClosest(
    wanted,
    all.flatMap(({ dockerRepository, name }) => [dockerRepository, tailOf(dockerRepository), name]),
  );
  const hint = closest === undefined ? 'airplan connectors lists them all' : `did you mean "${closest}"?`;
  throw new InvalidFlagsError(`the server has no connector "${wanted}"`, { hint });
}

function matching(all: readonly Connector[], wanted: string): readonly Connector[] {
  const ways: readonly ((it: Connector) => string)[] = [
    ({ id }) => id,
    ({ dockerRepository }) => dockerRepository,
    ({ dockerRepository }) => tailOf(dockerRepository),
    ({ name }) => name,
  ];
  const found = ways.map((read) => all.filter((it) => read(it).toLowerCase() === wanted));
  return found.find(({ length }) => length > 0) ?? [];
}

function tailOf(dockerRepository: string): string {
  return dockerRepository.slice(dockerRepository.lastIndexOf('/') + 1);
}
