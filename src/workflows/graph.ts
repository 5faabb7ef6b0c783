import type { Issue } from '../model/issue.ts';
import type { PipelineGraph } from '../model/pipeline-graph.ts';
import type { DesiredResource } from '../model/resource.ts';
import { desiredGraph } from '../render/graph/from-desired.ts';
import { withoutUndefined } from '../util/decode.ts';
import { type LoadedFiles, loadFiles } from './load.ts';
import { openPlanning } from './plan.ts';
import type { Ports } from './ports.ts';
import { createSelector, type Selection } from './selection.ts';
import { readStatus } from './status.ts';

export interface GraphRequest extends Selection {
  /** The environment's name; absent: the default one. */
  readonly environment?: string;
  /** Whether to ask the server how things stand. */
  readonly isLive: boolean;
  /** Overrides the environment's own number. */
  readonly parallelism?: number;
}

/** Pipelines to draw, and what was found on the way. */
export interface GraphWork {
  readonly graph: PipelineGraph;
  readonly environment: string;
  /** Only there when a server was asked. */
  readonly workspace?: { readonly name: string; readonly server: string };
  /** What is not known, and why. */
  readonly notes: readonly string[];
  /** What is odd in the files, and no reason to stop. */
  readonly warnings: readonly Issue[];
}

/**
 * The pipelines of the files. Speaks with no server unless asked for how things stand, and writes nothing.
 *
 * @throws {InvalidFilesError} with every finding in the files
 */
export async function drawWorkspace(ports: Ports, request: GraphRequest): Promise<GraphWork> {
  const work = await (request.isLive ? drawLive(ports, request) : drawFiles(ports, request));
  return work.graph.nodes.length > 0 ? work : { ...work, notes: [...work.notes, nothingThere] };
}

const nothingThere = 'there is nothing to draw: no file declares a source, a destination or a connection';

async function drawFiles(ports: Ports, request: GraphRequest): Promise<GraphWork> {
  const files = await loadFiles(ports, request.environment);
  const graph = desiredGraph(files.desired, partsOf(files, request));
  return { graph, environment: files.environment.name, notes: [], warnings: files.issues };
}

async function drawLive(ports: Ports, request: GraphRequest): Promise<GraphWork> {
  const { files, ...base } = await openPlanning(ports, { ...withoutUndefined(request), runsNoConnector: true });
  const { status, changes } = await readStatus({ files, ...base });
  const { environment, server, workspace, connections, notes } = status;
  const graph = desiredGraph(files.desired, { ...partsOf(files, request), live: { changes, connections } });
  return { graph, environment, workspace: { name: workspace.name, server }, notes, warnings: files.issues };
}

function partsOf({ desired, locate }: LoadedFiles, { select, exclude }: Selection) {
  return {
    isSelected: createSelector({ select, exclude }, desired),
    isExcluded: exclude.length === 0 ? () => false : createSelector({ select: exclude, exclude: [] }, desired),
    placeOf: ({ origin }: DesiredResource) => {
      const { file, line } = locate(origin);
      return `${file}:${line}`;
    },
  };
}
