import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { ApplyResult } from '../../src/workflows/apply.ts';
import { apply, type ProjectInMemory, plan, withSandbox } from '../support/workflow.ts';

/** A destination that can refresh, and one that cannot. */
const destinations = {
  warehouse: `kind: destination
definition: airbyte/destination-postgres
configuration: {host: db.example.com, port: 5432, username: writer, database: x, schema: public}
`,
  lake: `kind: destination
definition: airbyte/destination-local-json
configuration: {destination_path: /lake}
`,
};

export const incrementalOrders =
  '{name: orders, syncMode: incremental, destinationSyncMode: append, cursorField: updated_at}';
export const incrementalCustomers =
  '{name: customers, syncMode: incremental, destinationSyncMode: append, cursorField: updated_at}';

interface ShopSettings {
  readonly streams?: readonly string[];
  readonly destination?: keyof typeof destinations;
  readonly host?: string;
  /** More lines of the connection. */
  readonly more?: string;
}

/** A connection from a shop to a warehouse, with the streams `orders` and `customers` unless told. */
export function aShop(settings: ShopSettings = {}): ProjectInMemory {
  const { streams = [incrementalOrders, incrementalCustomers], destination = 'warehouse', more = '' } = settings;
  return {
    variables: { SHOP_PASSWORD: 'made-up-password' },
    contents: {
      'airplan.yaml': 'version: 1\nenvironments:\n  test: {server: sandbox, workspace: default}\n',
      'pipelines/shop.yaml': `kind: source
definition: airbyte/source-postgres
configuration:
  {host: ${settings.host ?? 'db.example.com'}, port: 5432, database: shop, username: reader, password: "\${env:SHOP_PASSWORD}"}
`,
      [`pipelines/${destination}.yaml`]: destinations[destination],
      'pipelines/shop-to-warehouse.yaml': `kind: connection
source: shop
destination: ${destination}
${more}
streams:
${streams.map((stream) => `  - ${stream}`).join('\n')}
`,
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read as tests need them
type Body = any;

/** A shop that is applied, on a server whose time passes only when a test says so. */
export interface SyncedWorld {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly connectionId: string;
  post(path: string, body?: object): Promise<Body>;
  /** Syncs, and waits until that is over. */
  sync(): Promise<void>;
  pass(seconds: number): void;
  /** Names of the streams with a state, sorted. */
  states(): Promise<readonly string[]>;
  /** `refresh orders`, oldest first; syncs left out. */
  steps(): Promise<readonly string[]>;
}

/** Applies a shop, syncs it once, and hands it out. */
export async function withSynced(
  shop: ProjectInMemory,
  use: (world: SyncedWorld) => Promise<void>,
  options: SandboxOptions = {},
): Promise<void> {
  let nowMs = 1_700_000_000_000;
  const pace = { pendingMs: 1000, attemptMs: 10_000, retryMs: 4000 };
  await withSandbox({ clock: () => nowMs, jobs: pace, ...options }, async (sandbox) => {
    await apply(shop, sandbox.url);
    const connectionId = sandbox.store.connections.list()[0]?.id ?? '';
    const post: SyncedWorld['post'] = async (path, body = {}) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${sandbox.url}/api/v1/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return answer.json();
    };
    const pass = (seconds: number) => {
      nowMs += seconds * 1000;
    };
    const sync = async () => {
      await post('connections/sync', { connectionId });
      pass(60);
    };
    await sync();
    await use({ sandbox, url: sandbox.url, connectionId, post, sync, pass, states, steps });

    async function states() {
      const { streamState = [] } = await post('state/get', { connectionId });
      return streamState.map((one: Body) => one.streamDescriptor.name).sort();
    }

    async function steps() {
      const { jobs } = await post('jobs/list', {
        configId: connectionId,
        configTypes: ['refresh', 'reset_connection'],
      });
      return jobs.map(({ job }: Body) => stepWords(job)).reverse();
    }
  });
}

function stepWords({ configType, resetConfig, refreshConfig }: Body): string {
  const streams = resetConfig?.streamsToReset ?? refreshConfig?.streamsToRefresh ?? [];
  return `${configType} ${streams.map(({ name }: Body) => name).join(', ')}`;
}

/** Texts of the effects on the connection. */
export async function effectsOn(shop: ProjectInMemory, { url }: SyncedWorld): Promise<readonly string[]> {
  const { changes } = await plan(shop, url);
  return changes.flatMap(({ kind, effects }) => (kind === 'connection' ? effects : [])).map(({ text }) => text);
}

/** What an apply told of each change, and how it went. */
export function outcomesOf(result: ApplyResult) {
  if (!('report' in result)) return [];
  return result.report.outcomes.map((outcome) => {
    if (outcome.result === 'failed')
      return { result: outcome.result, message: outcome.error.message, hint: outcome.error.hint };
    return outcome.result === 'applied' ? { result: outcome.result, notes: outcome.notes } : { result: outcome.result };
  });
}
