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
import { findLints } from './lints.ts';
import { noPatches, type Patches } from './patches.ts';
import { type Places, placesIn } from './places.ts';
import type { Project } from './project.ts';
import { resolveReferences } from './references.ts';
import { findRemovedEnds } from './removed-ends.ts';
import { type Declarations, readResourceFiles } from './resource-files.ts';
import { type Resolve, toActor, toConnection } from './resources.ts';
import { findScheduleFaults } from './schedules.ts';
import { findUnresolvedKeys } from './unresolved-keys.ts';
import { type Waiver, waivedBy } from './waivers.ts';

/** What the resource files say, and all that is wrong with them. With issues, `desired` lacks what they are about. */
export interface LoadedDesired {
  readonly desired: Desired;
  /** The documents that it comes from, patches merged into them. */
  readonly declarations: readonly Declaration[];
  /** Sorted by file, line, column and rule. */
  readonly issues: readonly Issue[];
  /** Finds places in the resource files. */
  readonly locate: Locate;
  readonly places: Places;
  /** Comments that let findings pass. */
  readonly waivers: readonly Waiver[];
}

/**
 * Reads every resource file of a project and resolves keys and references.
 *
 * The order in which the disk lists files makes no difference.
 *
 * @param environment - whose variables references see; without one references stay as they are written
 * @param patches - merged into the documents before anything else is made of them
 */
export async function loadDesired(
  ports: FilePorts,
  project: Project,
  environment: Environment | undefined,
  patches: Patches = noPatches,
): Promise<LoadedDesired> {
  const declarations = await readResourceFiles(ports.files, project.pipelines, {
    patches,
    variables: environment?.variables ?? {},
  });
  if (declarations === undefined) {
    return withoutFolder(project);
  }
  const { all, places } = declarations;
  const context = { ports, environment, locate: places.ofValue };
  const sources = await readActors('source', all, context);
  const destinations = await readActors('destination', all, context);
  const connections = await readConnections(declarations, context);
  const definitions = await readDefinitions(all, ports.files, places);
  const issues = [declarations, definitions, sources, destinations, connections].flatMap((part) => part.issues);
  const desired = {
    definitions: byKey(definitions.found),
    sources: byKey(sources.found),
    destinations: byKey(destinations.found),
    connections: byKey(connections.found),
  };
  const found = [...issues, ...findDuplicates(all, places), ...findRemovedEnds(declarations)];
  const isBroken = found.some(({ severity }) => severity === 'error');
  return {
    desired,
    declarations: all,
    issues: inOrder([...found, ...(isBroken ? [] : findLints(desired, places, waivedBy(declarations.waivers)))]),
    locate: places.ofValue,
    places,
    waivers: declarations.waivers,
  };
}

function withoutFolder({ pipelines, pipelinesPlace }: Project): LoadedDesired {
  const hint = 'create it, or name another folder with "pipelines" in airplan.yaml';
  const issue = anError('pipelines-missing', `there is no folder "${pipelines}"`, { place: pipelinesPlace, hint });
  const desired = { sources: [], destinations: [], connections: [] };
  const places = placesIn(new Map());
  return { desired, declarations: [], issues: [issue], locate: places.ofValue, places, waivers: [] };
}

interface Reading {
  readonly ports: FilePorts;
  readonly environment: Environment | undefined;
  readonly locate: Locate;
}

async function readActors<Kind extends ActorKind>(
  kind: Kind,
  declarations: readonly Declaration[],
  reading: Reading,
): Promise<{ readonly found: readonly DesiredActor<Kind>[]; readonly issues: readonly Issue[] }> {
  const issues: Issue[] = [];
  const resolve = resolverOf(reading, issues);
  const ofKind = declarations.filter((declaration) => isActorOf(declaration, kind));
  const actors = await Promise.all(ofKind.map((declaration) => toActor<Kind>(declaration, resolve)));
  return { found: actors.filter((actor) => actor !== undefined), issues };
}

/** Resolves references; what cannot be resolved goes to `issues`. Without an environment all stays as it is written. */
function resolverOf({ ports, environment, locate }: Reading, issues: Issue[]): Resolve {
  return async (value, origin) => {
    if (environment === undefined) {
      return value;
    }
    const { name: environmentName, variables } = environment;
    return resolveReferences(value, origin, { ports, environmentName, variables, locate, issues });
  };
}

async function readConnections(declarations: Declarations, reading: Reading) {
  const { all, places } = declarations;
  const unresolved: Issue[] = [];
  const streamReading = { places, resolve: resolverOf(reading, unresolved) };
  const catalogs = await readCatalogs(
    all.filter((declaration) => declaration.kind === 'catalog'),
    streamReading,
  );
  const connections = all.filter((declaration) => declaration.kind === 'connection');
  const read = await Promise.all(
    connections.map(async (connection) => {
      const { rules, issues } = await readConnectionStreams(connection, catalogs, streamReading);
      const found = rules === undefined ? undefined : toConnection(connection, rules);
      return {
        found,
        issues: [...issues, ...findUnresolvedKeys(connection, declarations), ...findScheduleFaults(connection, places)],
      };
    }),
  );
  return {
    found: read.map(({ found }) => found).filter((connection) => connection !== undefined),
    issues: [...unresolved, ...[...catalogs.values(), ...read].flatMap(({ issues }) => issues)],
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
