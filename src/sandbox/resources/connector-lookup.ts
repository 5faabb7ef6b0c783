import type { ActorKind } from '../actor-kind.ts';
import type { SandboxContext } from '../context.ts';
import { notFound, type Refusal } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import type { StoredDefinition } from '../stored.ts';

type Sources = Pick<SandboxContext, 'registry' | 'store'>;

/** The connector behind a definition as it is now; deleted ones count, as their sources can still be read. */
export function findConnector(kind: ActorKind, definitionId: string, { registry, store }: Sources) {
  const known = registry.find(kind, definitionId);
  const stored = store.definitions.find(definitionId);
  return stored?.kind === kind ? withStored(known, stored) : known;
}

/** @throws {Refusal} 404 for what is unknown, and for what was deleted */
export function getConnector(kind: ActorKind, definitionId: string, context: Sources): Connector {
  const connector = findConnector(kind, definitionId, context);
  if (connector === undefined || isDeleted(definitionId, context)) throw unknownDefinition(kind, definitionId);
  return connector;
}

/** Everything that was not deleted: what comes with the registry, then what the API added. */
export function listConnectors(kind: ActorKind, context: Sources): readonly Connector[] {
  const added = context.store.definitions.list().filter((stored) => stored.kind === kind && stored.origin === 'custom');
  const ids = [...context.registry.list(kind).map(({ definitionId }) => definitionId), ...added.map(({ id }) => id)];
  return ids.filter((id) => !isDeleted(id, context)).flatMap((id) => findConnector(kind, id, context) ?? []);
}

/** Custom definitions belong to one workspace; those of the registry are open to all. */
export function isGranted({ definitionId }: Connector, workspaceId: string, { store }: Sources): boolean {
  const stored = store.definitions.find(definitionId);
  return stored?.origin !== 'custom' || stored.workspaceId === workspaceId;
}

export function unknownDefinition(kind: ActorKind, definitionId: string): Refusal {
  return notFound(`STANDARD_${kind.toUpperCase()}_DEFINITION`, definitionId);
}

function isDeleted(definitionId: string, { store }: Sources): boolean {
  return store.definitions.find(definitionId)?.isDeleted === true;
}

function withStored(known: Connector | undefined, stored: StoredDefinition): Connector | undefined {
  if (stored.origin === 'custom') return stored.connector;
  return known && { ...known, ...stored.connector };
}
