import type { Environment } from '../model/environment.ts';
import type { Issue, Locate } from '../model/issue.ts';
import type { ActorKind, Desired, DesiredActor } from '../model/resource.ts';
import { sortedBy } from '../util/sort.ts';
import { readCatalogs, readConnectionStreams } from './connection-streams.ts';
import type { ActorDeclaration, Declaration } from './declaration.ts';
import { readDefinitions } from './definitions.ts';
import { findDuplicates } from './duplicates.ts';
import type { FilePorts } from './files.ts';
import { anError, inOrder } from './finding.ts';
import { placesIn } from './places.ts';
import type { Project } from './project.ts';
import { resolveReferences } from './references.ts';
import { type Declarations, readResourceFiles } from './resource-files.ts';
import { type Resolve, toActor, toConnection } from './resources.ts';
import { checkSchedule } from './schedules.ts';
import { findUnresolvedKeys } from './unresolved-keys.ts';

/** What the resource files say, and all that is wrong with them. With issues, `desired` lacks what they are about. */
export interface LoadedDesired {
  readonly desired: Desired;
  /** Sorted by file, line, column and rule. */
  readonly issues: readonly Issue[];
  /** Finds places in the resource files. */
  readonly locate: Locate;
}

/**
 * Reads every resource file of a project and resolves keys and references.
 *
 * The order in which the disk lists files makes no difference.
 *
 * @param environment - whose variables references see; without one references stay as they are written
 */
export async function loadDesired(
  ports: FilePorts,
  project: Project,
  environment: Environment | undefined,
): Promise<LoadedDesired> {
  const declarations = await readResourceFiles(ports.files, project.pipelines);
  if (declarations === undefined) {
    return withoutFolder(project);
  }
  const { all, places } = declarations;
  const context = { ports, environment, locate: places.ofValue };
  const sources = await readActors('source', all, context);
  const destinations = await readActors('destination', all, context);
  const connections = readConnections(declarations);
  const definitions = await readDefinitions(all, ports.files, places);
  const issues = [declarations, definitions, sources, destinations, connections].flatMap((part) => part.issues);
  return {
    desired: {
      definitions: byKey(definitions.found),
      sources: byKey(sources.found),
      destinations: byKey(destinations.found),
      connections: byKey(connections.found),
    },
    issues: inOrder([...issues, ...findDuplicates(all, places)]),
    locate: places.ofValue,
  };
}

function withoutFolder({ pipelines, pipelinesPlace }: Project): LoadedDesired {
  const hint = 'create it, or name another folder with "pipelines" in airplan.yaml';
  const issue = anError('pipelines-missing', `there is no folder "${pipelines}"`, { place: pipelinesPlace, hint });
  const desired = { sources: [], destinations: [], connections: [] };
  return { desired, issues: [issue], locate: placesIn(new Map()).ofValue };
}

interface ActorReading {
  readonly ports: FilePorts;
  readonly environment: Environment | undefined;
  readonly locate: Locate;
}

async function readActors<Kind extends ActorKind>(
  kind: Kind,
  declarations: readonly Declaration[],
  { ports, environment, locate }: ActorReading,
): Promise<{ readonly found: readonly DesiredActor<Kind>[]; readonly issues: readonly Issue[] }> {
  const issues: Issue[] = [];
  const resolve: Resolve = async (value, origin) => {
    if (environment === undefined) {
      return value;
    }
    const { name: environmentName, variables } = environment;
    return resolveReferences(value, origin, { ports, environmentName, variables, locate, issues });
  };
  const ofKind = declarations.filter((declaration) => isActorOf(declaration, kind));
  const actors = await Promise.all(ofKind.map((declaration) => toActor<Kind>(declaration, resolve)));
  return { found: actors.filter((actor) => actor !== undefined), issues };
}

function readConnections(declarations: Declarations) {
  const { all, places } = declarations;
  const catalogs = readCatalogs(
    all.filter((declaration) => declaration.kind === 'catalog'),
    places,
  );
  const read = all
    .filter((declaration) => declaration.kind === 'connection')
    .map((connection) => {
      const { rules, issues } = readConnectionStreams(connection, catalogs, places);
      const found = rules === undefined ? undefined : toConnection(connection, rules);
      const checked = [...findUnresolvedKeys(connection, declarations), ...checkSchedule(connection, places)];
      return { found, issues: [...issues, ...checked] };
    });
  return {
    found: read.map(({ found }) => found).filter((connection) => connection !== undefined),
    issues: [...catalogs.values(), ...read].flatMap(({ issues }) => issues),
  };
}

function isActorOf<Kind extends ActorKind>(
  declaration: Declaration,
  kind: Kind,
): declaration is Declaration & ActorDeclaration<Kind> {
  return declaration.kind === kind;
}

function byKey<T extends { readonly key: string }>(items: readonly T[]): readonly T[] {
  return sortedBy(items, ({ key }) => key);
}
