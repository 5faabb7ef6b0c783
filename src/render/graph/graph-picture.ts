import type { PipelineGraph } from '../../model/pipeline-graph.ts';

/** A picture of the whole project, or of a part of it. */
export interface GraphPicture {
  readonly graph: PipelineGraph;
  readonly environment: string;
  /** Only there when a server was asked. */
  readonly workspace?: { readonly name: string; readonly server: string };
  /** What is not known, and why. */
  readonly notes: readonly string[];
}
