import { defaultOrganizationId } from '../airbyte/wire.ts';
import type { StoreRows } from './store.ts';

/** What a new installation has: one workspace with a random id, which is its slug as well (API §1.2). */
export function emptyRows(newId: () => string): StoreRows {
  const id = newId();
  const workspace = { id, customerId: newId(), organizationId: defaultOrganizationId, name: 'default', slug: id };
  return {
    workspaces: [workspace],
    sources: [],
    destinations: [],
    connections: [],
    tags: [],
    discoveries: [],
    fetches: [],
    secrets: [],
    jobs: [],
    states: [],
    definitions: [],
    operations: [],
    manifests: [],
    builderProjects: [],
  };
}
