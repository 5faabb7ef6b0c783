import type { Locate, Origin, Path } from '../model/issue.ts';
import type { Places } from './places.ts';

/** Where a patch decides in a document. */
export interface Overlay {
  /** Of the patch. Its paths go on like those of the document. */
  readonly origin: Origin;
  /** Ids of paths that the patch has set or removed, with all that is below them. */
  readonly replaced: ReadonlySet<string>;
  /** Ids of paths of mappings that have members of both. */
  readonly shared: ReadonlySet<string>;
}

/** Overlays by document. */
export type Overlays = ReadonlyMap<string, Overlay>;

/** A document as the key of a map. */
export function documentId({ file, document }: Origin): string {
  return `${document}:${file}`;
}

/**
 * Places that lead into `airplan.yaml` where a patch decides, and into the resource's file everywhere else.
 *
 * @param overlays - may still be filled while places are asked for
 */
export function patchedPlaces(files: Places, project: Places, overlays: Overlays): Places {
  const through = (inFile: Locate, inProject: Locate, takesShared: boolean): Locate => {
    return (origin) => {
      const overlay = overlays.get(documentId(origin));
      const isPatched = overlay !== undefined && decides(overlay, origin.path, takesShared);
      return isPatched
        ? inProject({ ...overlay.origin, path: [...overlay.origin.path, ...origin.path] })
        : inFile(origin);
    };
  };
  return {
    // What is wrong with a mapping of both as a whole is more likely the fault of what came last.
    ofValue: through(files.ofValue, project.ofValue, true),
    ofKey: through(files.ofKey, project.ofKey, false),
    ofEnd: through(files.ofEnd, project.ofEnd, false),
  };
}

function decides({ replaced, shared }: Overlay, path: Path, takesShared: boolean): boolean {
  const ids = path.map((_, index) => pathId(path.slice(0, index + 1)));
  return ids.some((id) => replaced.has(id)) || (takesShared && shared.has(pathId(path)));
}

/** A path as the member of a set. */
export function pathId(path: Path): string {
  return JSON.stringify(path.map(String));
}
