import { readFileSync } from 'node:fs';

import { chance } from '../../src/sandbox/jobs/chance.ts';
import { definitions } from '../sandbox/world.ts';
import type { ChildSandbox } from './child-sandbox.ts';

/** The largest world that the sandbox promises to hold. */
export const largestWorld = { sources: 1000, destinations: 100, connections: 2000, streams: 50 };

export interface Caller {
  readonly workspaceId: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer that is not as expected fails the test anyway
  ok(name: string, body: object): Promise<any>;
}

/** Calls of the API that have to be answered with 200. */
export async function callerOf({ url }: Pick<ChildSandbox, 'url'>): Promise<Caller> {
  const ok: Caller['ok'] = async (name, body) => {
    const answer = await fetch(`${url}/api/v1/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const organizationId = '00000000-0000-0000-0000-000000000000';
  const { workspaces } = await ok('workspaces/list_by_organization_id', { organizationId });
  return { ok, workspaceId: workspaces[0].workspaceId };
}

/** Makes a world of that size by requests. The columns of every stream differ, as they do in real databases. */
export async function fillWorld({ ok, workspaceId }: Caller, size: typeof largestWorld): Promise<void> {
  const sources = await inBatches(size.sources, async (index) => {
    const configuration = { host: `db-${index}.internal`, port: 5432, database: 'shop', username: 'u', password: 'p' };
    const body = { workspaceId, name: `Shop ${index}`, sourceDefinitionId: definitions.postgres };
    return (await ok('sources/create', { ...body, connectionConfiguration: configuration })).sourceId;
  });
  const destinations = await inBatches(size.destinations, async (index) => {
    const body = { workspaceId, name: `Lake ${index}`, destinationDefinitionId: definitions.localJson };
    return (await ok('destinations/create', { ...body, connectionConfiguration: { destination_path: '/lake' } }))
      .destinationId;
  });
  await inBatches(size.connections, (index) =>
    ok('connections/create', {
      name: `Sync ${index}`,
      sourceId: sources[index % sources.length],
      destinationId: destinations[index % destinations.length],
      status: 'active',
      syncCatalog: { streams: Array.from({ length: size.streams }, (_value, nth) => aTable(index, nth)) },
    }),
  );
}

/** The most memory that a process has used so far, in MiB; `undefined` where the system does not tell. */
export function peakMemoryMib(pid: number): number | undefined {
  try {
    const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}

async function inBatches<Result>(count: number, make: (index: number) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < count; start += 10) {
    const batch = Array.from({ length: Math.min(10, count - start) }, (_value, offset) => make(start + offset));
    results.push(...(await Promise.all(batch)));
  }
  return results;
}

const types = [
  { type: 'number', airbyte_type: 'integer' },
  { type: 'string' },
  { type: 'boolean' },
  { type: 'string', format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
];

function aTable(connection: number, nth: number): object {
  const names = ['id', 'updated_at', ...Array.from({ length: 10 }, (_value, index) => `column_${connection}_${index}`)];
  const properties = names.map((name, index) => [name, types[Math.floor(chance(nth, index) * types.length)]]);
  return {
    stream: {
      name: `table_${nth}`,
      namespace: 'public',
      jsonSchema: { type: 'object', properties: Object.fromEntries(properties) },
      supportedSyncModes: ['full_refresh', 'incremental'],
      sourceDefinedCursor: false,
      defaultCursorField: [],
      sourceDefinedPrimaryKey: [['id']],
    },
    config: {
      syncMode: 'incremental',
      destinationSyncMode: 'append',
      cursorField: ['updated_at'],
      primaryKey: [['id']],
      selected: true,
    },
  };
}
