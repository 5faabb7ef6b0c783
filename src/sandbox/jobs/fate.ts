import type { JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { SandboxContext } from '../context.ts';
import type { Connector } from '../registry/connector.ts';
import { revealConfiguration } from '../resources/actor-store.ts';
import { findConnector } from '../resources/connector-lookup.ts';
import { findStreams } from '../resources/discovery.ts';
import { destinationSyncModes } from '../resources/specifications.ts';
import { isFlaky, playedCheck } from '../runs/played-check.ts';
import type { StoredActor, StoredConnection } from '../stored.ts';
import { findCatalogFault } from './catalog-faults.ts';
import type { Fate } from './script.ts';
import type { JobType, StoredFailure } from './stored-job.ts';

/** One end of a connection, ready to run. */
interface End {
  readonly kind: ActorKind;
  readonly actor: StoredActor;
  readonly connector: Connector;
  readonly configuration: JsonObject;
}

/** What becomes of a job that starts now: connectors are checked first, then the catalog (API §8.13). */
export function decideFate(connection: StoredConnection, type: JobType, context: SandboxContext): Fate {
  const destination = openEnd('destination', connection.destinationId, context);
  // Clearing is a matter of the destination alone.
  const source = type === 'reset_connection' ? destination : openEnd('source', connection.sourceId, context);
  if ('type' in source) return source;
  if ('type' in destination) return destination;
  const isMoving = source !== destination;
  return (
    findCheckFate(source) ??
    findCheckFate(destination) ??
    (isMoving ? findCatalogFate(connection, source, destination, context) : undefined) ??
    findFlakyFate(source) ??
    findFlakyFate(destination) ?? { type: 'succeeds' }
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

function findCheckFate({ kind, connector, configuration }: End): Fate | undefined {
  const result = playedCheck({ connector, configuration });
  switch (result.type) {
    case 'good':
      return undefined;
    case 'failed':
      return refuse(kind, `Checking the ${kind} failed: ${result.message}`);
    case 'crashed':
      return { type: 'gives-up', failure: { origin: kind, type: 'system_error', message: result.message } };
  }
}

function findCatalogFate(
  { catalog }: StoredConnection,
  source: End,
  destination: End,
  context: SandboxContext,
): Fate | undefined {
  const found = findStreams(source.actor, source.connector, source.configuration, context);
  const { destinationSyncModes: declared } = destination.connector;
  const modes = declared === undefined ? undefined : destinationSyncModes(destination.connector);
  const failure = findCatalogFault(catalog, { found, destinationSyncModes: modes });
  return failure && { type: 'refused', failure };
}

function findFlakyFate({ kind, connector, configuration }: End): Fate | undefined {
  if (!isFlaky(configuration)) return undefined;
  const message = `${connector.name} closed the connection in the middle of the sync.`;
  return { type: 'recovers', failure: { origin: kind, type: 'transient_error', message } };
}

function refuse(origin: StoredFailure['origin'], message: string): Fate {
  return { type: 'refused', failure: { origin, type: 'config_error', message } };
}
