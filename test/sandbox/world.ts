import type { Json, JsonObject } from '../../src/model/json.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

export const organizationId = '00000000-0000-0000-0000-000000000000';
export const unknownId = '11111111-2222-4333-8444-555555555555';
export const mask = '**********';

export const definitions = {
  postgres: 'decd338e-5647-4c0b-adf4-da0e75f5a750',
  restApi: '7c0ffee0-5a4d-4b0c-9e57-0a1ad1a9a9e5',
  faker: 'dfd88b22-b603-4c3d-aad7-3701784586b1',
  localJson: 'a625d593-bba5-4a1c-a53d-2d246268a816',
  toPostgres: '25c5221d-dce2-4163-ade9-739ef790f503',
  s3: '4816b78f-1489-44c1-9060-4b19d5fa9362',
} as const;

// Answers are read as tests need them: what is not there fails the test anyway.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Body = any;

export interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
}

/** A sandbox as a caller sees it. */
export interface World {
  readonly sandbox: Sandbox;
  readonly workspaceId: string;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The same, when the answer has to be 2xx. */
  ok(path: string, body?: unknown): Promise<Body>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** Starts a sandbox, hands it out, stops it. */
export async function withSandbox<Result>(
  options: SandboxOptions,
  use: (world: World) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startSandbox(options);
  try {
    return await use(toWorld(sandbox));
  } finally {
    await sandbox.close();
  }
}

function toWorld(sandbox: Sandbox): World {
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${sandbox.url}/api/v1/${path}`, init);
    const text = await response.text();
    return { status: response.status, text, body: parse(text) };
  };
  const post: World['post'] = (path, body = {}, headers = {}) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    sandbox,
    workspaceId: sandbox.store.workspaces.list()[0]?.id ?? '',
    post,
    get: (path, headers = {}) => call(path, { headers }),
    async ok(path, body) {
      const answer = await post(path, body);
      if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
      return answer.body;
    },
  };
}

function parse(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function postgresConfiguration(changes: JsonObject = {}): JsonObject {
  return {
    host: 'db.internal',
    port: 5432,
    database: 'shop',
    username: 'reader',
    password: 'hunter2',
    replication_method: { method: 'Standard' },
    ...changes,
  };
}

export function createSource(world: World, changes: JsonObject = {}): Promise<Body> {
  return world.ok('sources/create', {
    workspaceId: world.workspaceId,
    sourceDefinitionId: definitions.postgres,
    name: 'shop',
    connectionConfiguration: postgresConfiguration(),
    ...changes,
  });
}

export function createDestination(world: World, changes: JsonObject = {}): Promise<Body> {
  return world.ok('destinations/create', {
    workspaceId: world.workspaceId,
    destinationDefinitionId: definitions.localJson,
    name: 'lake',
    connectionConfiguration: { destination_path: '/lake' },
    ...changes,
  });
}

/** A source, a destination, and a connection between them with one stream. */
export async function createConnection(world: World, changes: Readonly<Record<string, Json>> = {}): Promise<Body> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  return world.ok('connections/create', {
    sourceId,
    destinationId,
    status: 'active',
    syncCatalog: { streams: [aStream()] },
    ...changes,
  });
}

/** A stream and its settings, as a client posts them. */
export function aStream({ stream, config }: { stream?: JsonObject; config?: JsonObject } = {}): JsonObject {
  return {
    stream: {
      name: 'orders',
      namespace: 'public',
      jsonSchema: { type: 'object', properties: { id: { type: 'number' }, total: { type: 'number' } } },
      supportedSyncModes: ['full_refresh', 'incremental'],
      ...stream,
    },
    config: { syncMode: 'full_refresh', destinationSyncMode: 'overwrite', selected: true, ...config },
  };
}
