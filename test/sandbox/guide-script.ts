import type { JobWorld } from './job-world.ts';
import { type Body, postgresConfiguration } from './world.ts';

/*
 * What people write from a guide to the API: plain HTTP, step by step, with nothing from this project.
 */

export interface GuideAnswer {
  readonly status: number;
  /** The text itself where it is no JSON. */
  readonly body: Body;
}

export interface Script {
  /** What was called so far, and how it was answered. */
  readonly steps: readonly (readonly [path: string, status: number])[];
  call(path: string, body?: Body): Promise<GuideAnswer>;
  /** Stands for the script's sleeping between two polls. */
  sleep(seconds: number): void;
}

export function scriptOf(world: JobWorld, headers: Readonly<Record<string, string>> = {}): Script {
  const steps: (readonly [string, number])[] = [];
  const call: Script['call'] = async (path, body) => {
    const response = await fetch(`${world.sandbox.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body ?? {}),
    });
    steps.push([path, response.status]);
    return { status: response.status, body: parse(await response.text()) };
  };
  return { steps, call, sleep: world.pass };
}

export async function runSync({ call, sleep }: Script, connectionId: string): Promise<Body> {
  const { body: started } = await call('connections/sync', { connectionId });
  for (;;) {
    const { body } = await call('jobs/get_without_logs', { id: started.job.id });
    if (['succeeded', 'failed', 'cancelled'].includes(body.job.status)) return body;
    sleep(2);
  }
}

/** The first workspace as the guide finds it, or, where that is refused, as newer servers tell of it. */
export async function findWorkspace({ call }: Script): Promise<string> {
  const guided = await call('workspaces/list');
  if (guided.status === 200) return guided.body.workspaces[0].workspaceId;
  const organizationId = '00000000-0000-0000-0000-000000000000';
  const { body } = await call('workspaces/list_by_organization_id', { organizationId });
  return body.workspaces[0].workspaceId;
}

/** By a part of its name, as the guide does it. */
export async function findDefinition(
  { call }: Script,
  kind: 'source' | 'destination',
  part: string,
  workspaceId: string,
): Promise<Body> {
  const { body } = await call(`${kind}_definitions/list`, { workspaceId });
  return body[`${kind}Definitions`].find(({ name }: Body) => name.toLowerCase().includes(part));
}

export const bucket = {
  s3_bucket_name: 'lake',
  s3_bucket_path: 'raw',
  s3_bucket_region: 'eu-west-1',
  access_key_id: 'AKIA',
  secret_access_key: 'sesame',
  format: { format_type: 'Parquet', compression_codec: 'SNAPPY' },
};

/** Postgres to S3, from nothing to a connection, through every check. */
export async function setUp(script: Script): Promise<Body> {
  const { call } = script;
  const workspaceId = await findWorkspace(script);
  const { sourceDefinitionId } = await findDefinition(script, 'source', 'postgres', workspaceId);
  const { destinationDefinitionId } = await findDefinition(script, 'destination', 's3', workspaceId);
  const { body: source } = await call('sources/create', {
    workspaceId,
    sourceDefinitionId,
    name: 'shop',
    connectionConfiguration: postgresConfiguration({ ssl: false }),
  });
  const { body: destination } = await call('destinations/create', {
    workspaceId,
    destinationDefinitionId,
    name: 'lake',
    connectionConfiguration: bucket,
  });
  const checks = [
    await call('sources/check_connection', { sourceId: source.sourceId }),
    await call('destinations/check_connection', { destinationId: destination.destinationId }),
  ].map(({ body }) => body.status);
  const { body: found } = await call('sources/discover_schema', { sourceId: source.sourceId });
  const { body: connection } = await call('connections/create', {
    name: 'shop to lake',
    sourceId: source.sourceId,
    destinationId: destination.destinationId,
    sourceCatalogId: found.catalogId,
    namespaceDefinition: 'source',
    status: 'active',
    schedule: { units: 24, timeUnit: 'hours' },
    syncCatalog: {
      streams: found.catalog.streams.map(({ stream, config }: Body) => ({
        stream,
        config: { ...config, selected: true },
      })),
    },
  });
  return { workspaceId, source, destination, checks, found, connection };
}

function parse(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
