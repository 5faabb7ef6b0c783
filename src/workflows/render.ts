import { hiddenValues } from '../desired/hidden-values.ts';
import { renderDesired } from '../desired/render-desired.ts';
import { actorsOf } from '../desired/specification/check-desired.ts';
import { readSpecifications, specificationFor } from '../desired/specification/read-specifications.ts';
import type { Issue } from '../model/issue.ts';
import type { RenderedState } from '../model/rendered.ts';
import type { ResourceKey } from '../model/resource.ts';
import { loadFiles } from './load.ts';
import type { Ports } from './ports.ts';
import { createSelector, type Selection } from './selection.ts';

export { printState, type ShownOrigins, shownOrigins } from '../desired/print-state.ts';

export interface RenderRequest extends Selection {
  /** The environment's name; absent: the default one. */
  readonly environment?: string;
}

export interface RenderedWork {
  readonly state: RenderedState;
  /** What is odd in the files, and no reason to stop. */
  readonly warnings: readonly Issue[];
}

/**
 * The state that an environment is to have, catalogs, defaults, patches and variables filled in. Speaks with no server.
 *
 * @throws {InvalidFilesError} with every finding in the files
 */
export async function renderWorkspace(ports: Ports, request: RenderRequest): Promise<RenderedWork> {
  const { environment, desired, declarations, issues, locate } = await loadFiles(ports, request.environment);
  const stored = await readSpecifications(ports.files);
  const actors = new Map<ResourceKey, ReturnType<typeof hiddenValues>>(
    actorsOf(desired).map((actor) => {
      const specification = specificationFor(actor, desired.definitions ?? [], stored);
      return [actor.key, hiddenValues(actor, specification)];
    }),
  );
  const isSelected = createSelector(request, desired);
  const resources = renderDesired({
    environment,
    locate,
    declarations,
    isSelected,
    hidden: (key) => actors.get(key) ?? (() => true),
  });
  return { state: { environment: environment.name, resources }, warnings: issues };
}
