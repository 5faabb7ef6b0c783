import { InternalError } from '../errors.ts';
import type { SandboxStore } from '../sandbox/store.ts';
import { editActorInUi, editConnectionInUi } from '../sandbox/ui-edits.ts';

/** Values for the references of the example; plainly made up, since the sandbox connects to nothing. */
export const demoVariables: Readonly<Record<string, string>> = {
  ECOMMERCE_DB_PASSWORD: 'made-up-shop-password',
  CRM_API_KEY: 'made-up-crm-key',
  MINIO_ACCESS_KEY: 'made-up-access-key',
  MINIO_SECRET_KEY: 'made-up-secret-key',
  STAGING_DB_PASSWORD: 'made-up-staging-password',
};

/** Somebody slows a connection down. */
export async function connectionEdit(store: SandboxStore): Promise<void> {
  const connection = named(store.connections.list(), 'PostgreSQL → MinIO');
  await editConnectionInUi(store, connection.id, {
    schedule: { type: 'basic', data: { basicSchedule: { timeUnit: 'hours', units: 24 } } },
  });
}

/** Somebody points a source at another database. */
export async function sourceEdit(store: SandboxStore): Promise<void> {
  const source = named(store.actors.source.list(), 'PostgreSQL - Ecommerce');
  await editActorInUi(store, 'source', source.id, { configuration: { host: 'old-db.example.com' } });
}

function named<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new InternalError(`the demo misses "${name}"`);
  return found;
}
