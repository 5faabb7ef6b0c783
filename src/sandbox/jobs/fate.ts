import type { ActorKind } from '../actor-kind.ts';
import type { SandboxContext } from '../context.ts';
import { revealConfiguration } from '../resources/actor-store.ts';
import { findConnector } from '../resources/connector-lookup.ts';
import { discoverStreams } from '../resources/discovery.ts';
import { destinationSyncModes } from '../resources/specifications.ts';
import { isFlaky } from '../runs/played-check.ts';
import type { CheckResult, ConnectorRun } from '../runs/runner.ts';
import type { StoredActor, StoredConnection } from '../stored.ts';
import { findCatalogFault } from './catalog-faults.ts';
import type { Fate } from './script.ts';
import type { JobType, StoredFailure } from './stored-job.ts';

/** One end of a connection, ready to run. */
interface End extends ConnectorRun {
  readonly kind: ActorKind;
  readonly actor: StoredActor;
}

/**
 * What becomes of a job that starts now: the source and the catalog are looked at first (API §8.13), then the
 * destination. That waits for connectors, so whoever asks looks at the store again before starting the job.
 */
export async function decideFate(connection: StoredConnection, type: JobType, context: SandboxContext): Promise<Fate> {
  const destination = openEnd('destination', connection.destinationId, context);
  // Clearing is a matter of the destination alone.
  const source = type === 'reset_connection' ? undefined : openEnd('source', connection.sourceId, context);
  if (source !== undefined && 'type' in source) return source;
  if ('type' in destination) return destination;
  const ends = source === undefined ? [destination] : [source, destination];
  return (
    (source && (await findSourceFate(connection, source, destination, context))) ??
    findFailedFate(destination, await context.runner.check(destination)) ??
    ends.map(findFlakyFate).find((fate) => fate !== undefined) ?? { type: 'succeeds' }
  );
}

/** An end, or the fate of a job that lacks it. */
function openEnd(kind: ActorKind, id: string, context: SandboxContext): End | Fate {
  const actor = context.store.actors[kind].find(id);
  const connector = actor && findConnector(kind, actor.definitionId, context);
  if (actor === undefined || actor.configuration === null) return refuse(kind, `The ${kind} was deleted.`);
  if (connector === undefined) return refuse(kind, `The connector of ${kind} "${actor.name}" does not exist.`);
  return { kind, actor, connector, configuration: revealConfiguration(actor.configuration, context) };
}

/** A source is asked for its streams: what it says shows as well whether it can be reached. */
async function findSourceFate(
  { catalog }: StoredConnection,
  source: End,
  { connector }: End,
  context: SandboxContext,
): Promise<Fate | undefined> {
  const result = await discoverStreams(source.actor, source, context);
  if (result.type !== 'good') return findFailedFate(source, result);
  const modes = connector.destinationSyncModes === undefined ? undefined : destinationSyncModes(connector);
  const failure = findCatalogFault(catalog, { found: result.streams, destinationSyncModes: modes });
  return failure && { type: 'refused', failure };
}

function findFailedFate({ kind }: End, result: CheckResult): Fate | undefined {
  switch (result.type) {
    case 'good':
      return undefined;
    case 'failed':
      return refuse(kind, `Checking the ${kind} failed: ${result.message}`);
    case 'crashed':
      return { type: 'gives-up', failure: { origin: kind, type: 'system_error', message: result.message } };
  }
}

function findFlakyFate({ kind, connector, configuration }: End): Fate | undefined {
  if (!isFlaky(configuration)) return undefined;
  const message = `${connector.name} closed the connection in the middle of the sync.`;
  return { type: 'recovers', failure: { origin: kind, type: 'transient_error', message } };
}

function refuse(origin: StoredFailure['origin'], message: string): Fate {
  return { type: 'refused', failure: { origin, type: 'config_error', message } };
}
