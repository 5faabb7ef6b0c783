import type { Routes } from './context.ts';
import { actorRoutes } from './resources/actors.ts';
import { connectionJobRoutes } from './resources/connection-jobs.ts';
import { connectionRoutes } from './resources/connections.ts';
import { definitionRoutes } from './resources/definitions.ts';
import { discoveryRoutes } from './resources/discovery.ts';
import { instanceRoutes } from './resources/instance.ts';
import { jobRoutes } from './resources/jobs.ts';
import { specificationRoutes } from './resources/specifications.ts';
import { tagRoutes } from './resources/tags.ts';
import { workspaceRoutes } from './resources/workspaces.ts';

/** Everything the sandbox answers to. */
export const routes: Routes = {
  ...instanceRoutes,
  ...workspaceRoutes,
  ...definitionRoutes,
  ...specificationRoutes,
  ...actorRoutes,
  ...discoveryRoutes,
  ...connectionRoutes,
  ...connectionJobRoutes,
  ...jobRoutes,
  ...tagRoutes,
};
