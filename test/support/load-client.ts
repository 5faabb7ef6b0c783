import { chance, chanceBetween } from '../../src/sandbox/jobs/chance.ts';
import { aStream, definitions, postgresConfiguration } from '../sandbox/world.ts';

/** What became of a call. */
export interface Answered {
  readonly name: string;
  readonly status: number;
  readonly text: string;
}

export type Call = (name: string, body: object) => Promise<Answered>;

/** Somebody who works on things of his own, and looks at those of all. */
export interface LoadClient {
  /** Does one thing, chosen by the seed. */
  step(): Promise<void>;
}

interface Belongings {
  readonly sources: string[];
  readonly connections: string[];
  destinationId?: string;
}

interface Work {
  readonly call: Call;
  readonly workspaceId: string;
  readonly own: Belongings;
  /** Different for each step, good for names. */
  readonly label: string;
  /** One of what the client has; nothing if it has none. */
  readonly pick: (ids: readonly string[]) => string | undefined;
}

type Deed = (work: Work) => Promise<unknown>;

/** Each as likely as the next; those that make something come before those that need it. */
const deeds: readonly Deed[] = [
  createSource,
  createSource,
  createConnection,
  createConnection,
  ({ call, workspaceId, label }) => call('tags/create', { workspaceId, name: label, color: 'CD7F32' }),
  updateSource,
  withSource(({ call }, sourceId) => call('sources/get', { sourceId })),
  withSource(({ call }, sourceId) => call('sources/check_connection', { sourceId })),
  withSource(({ call }, sourceId) => call('sources/discover_schema', { sourceId, disable_cache: true })),
  withSource(({ call, label: name }, sourceId) => call('sources/partial_update', { sourceId, name })),
  withConnection(({ call, label: name }, connectionId) => call('connections/update', { connectionId, name })),
  withConnection(({ call }, connectionId) => call('connections/get', { connectionId })),
  withConnection(({ call }, connectionId) => call('connections/sync', { connectionId })),
  withConnection(({ call }, configId) => call('jobs/list', { configTypes: ['sync'], configId })),
  tagConnection,
  deleteConnection,
  deleteSource,
  ({ call, workspaceId }) => call('sources/list', { workspaceId }),
  ({ call, workspaceId }) => call('connections/list_paginated', { workspaceIds: [workspaceId], pagination: {} }),
  ({ call, workspaceId }) => call('source_definitions/list_for_workspace', { workspaceId }),
];

export function createLoadClient(call: Call, workspaceId: string, seed: number): LoadClient {
  const own: Belongings = { sources: [], connections: [] };
  let steps = 0;
  return {
    async step() {
      steps += 1;
      const pick: Work['pick'] = (ids) => ids[chanceBetween(0, ids.length - 1, seed, steps, 'pick')];
      const deed = deeds[Math.floor(chance(seed, steps) * deeds.length)];
      await deed?.({ call, workspaceId, own, label: `client ${seed} step ${steps}`, pick });
    },
  };
}

function withSource(deed: (work: Work, sourceId: string) => Promise<unknown>): Deed {
  return async (work) => {
    const id = work.pick(work.own.sources);
    if (id !== undefined) await deed(work, id);
  };
}

function withConnection(deed: (work: Work, connectionId: string) => Promise<unknown>): Deed {
  return async (work) => {
    const id = work.pick(work.own.connections);
    if (id !== undefined) await deed(work, id);
  };
}

async function createSource({ call, workspaceId, own, label }: Work): Promise<void> {
  const configuration = { connectionConfiguration: postgresConfiguration({ password: label }) };
  const body = { workspaceId, sourceDefinitionId: definitions.postgres, name: label, ...configuration };
  own.sources.push(JSON.parse((await call('sources/create', body)).text).sourceId);
}

async function updateSource({ call, own, label: name, pick }: Work): Promise<void> {
  const sourceId = pick(own.sources);
  if (sourceId === undefined) return;
  await call('sources/update', { sourceId, name, connectionConfiguration: postgresConfiguration({ password: name }) });
}

async function createConnection(work: Work): Promise<void> {
  const { call, workspaceId, own, label: name, pick } = work;
  const sourceId = pick(own.sources);
  if (sourceId === undefined) return;
  if (own.destinationId === undefined) {
    const configuration = { connectionConfiguration: { destination_path: '/lake' } };
    const body = { workspaceId, destinationDefinitionId: definitions.localJson, name, ...configuration };
    own.destinationId = JSON.parse((await call('destinations/create', body)).text).destinationId;
  }
  const ends = { sourceId, destinationId: own.destinationId };
  const body = { ...ends, name, status: 'active', syncCatalog: { streams: [aStream()] } };
  own.connections.push(JSON.parse((await call('connections/create', body)).text).connectionId);
}

async function tagConnection({ call, workspaceId, own, label, pick }: Work): Promise<void> {
  const connectionId = pick(own.connections);
  if (connectionId === undefined) return;
  const created = await call('tags/create', { workspaceId, name: `${label} b`, color: 'CD7F32' });
  const { tagId } = JSON.parse(created.text);
  if (tagId !== undefined) await call('connections/update', { connectionId, tags: [{ tagId, name: '', color: '' }] });
}

async function deleteConnection({ call, own, pick }: Work): Promise<void> {
  const connectionId = pick(own.connections);
  if (connectionId === undefined) return;
  own.connections.splice(own.connections.indexOf(connectionId), 1);
  await call('connections/delete', { connectionId });
}

/** Its connections go with it, so they are forgotten all. */
async function deleteSource({ call, own, pick }: Work): Promise<void> {
  const sourceId = pick(own.sources);
  if (sourceId === undefined) return;
  own.sources.splice(own.sources.indexOf(sourceId), 1);
  own.connections.length = 0;
  await call('sources/delete', { sourceId });
}
