import type { Routes } from './context.ts';
import { checkRoutes } from './resources/actor-check.ts';
import { actorMetadataRoutes } from './resources/actor-metadata.ts';
import { actorRoutes } from './resources/actors.ts';
import { builderProjectRoutes } from './resources/builder-projects.ts';
import { connectionJobRoutes } from './resources/connection-jobs.ts';
import { connectionListRoutes } from './resources/connection-lists.ts';
import { connectionStatusRoutes } from './resources/connection-status.ts';
import { connectionRoutes } from './resources/connections.ts';
import { definitionEditRoutes } from './resources/definition-edits.ts';
import { definitionRoutes } from './resources/definitions.ts';
import { discoveryRoutes } from './resources/discovery.ts';
import { instanceRoutes } from './resources/instance.ts';
import { jobRoutes } from './resources/jobs.ts';
import { manifestRoutes } from './resources/manifests.ts';
import { operationRoutes } from './resources/operations.ts';
import { specificationRoutes } from './resources/specifications.ts';
import { stateRoutes } from './resources/states.ts';
import { tagRoutes } from './resources/tags.ts';
import { versionRoutes } from './resources/versions.ts';
import { webBackendRoutes } from './resources/web-backend.ts';
import { webBackendUpdateRoutes } from './resources/web-backend-update.ts';
import { workspaceEditRoutes } from './resources/workspace-edits.ts';
import { workspaceRoutes } from './resources/workspaces.ts';

/** Everything the sandbox answers to. */
export const routes: Routes = {
  ...instanceRoutes,
  ...workspaceRoutes,
  ...workspaceEditRoutes,
  ...definitionRoutes,
  ...definitionEditRoutes,
  ...versionRoutes,
  ...manifestRoutes,
  ...builderProjectRoutes,
  ...specificationRoutes,
  ...actorRoutes,
  ...actorMetadataRoutes,
  ...checkRoutes,
  ...discoveryRoutes,
  ...connectionRoutes,
  ...connectionListRoutes,
  ...connectionJobRoutes,
  ...connectionStatusRoutes,
  ...jobRoutes,
  ...stateRoutes,
  ...webBackendRoutes,
  ...webBackendUpdateRoutes,
  ...operationRoutes,
  ...tagRoutes,
};
