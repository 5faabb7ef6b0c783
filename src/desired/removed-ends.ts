import { type Issue, originAt } from '../model/issue.ts';
import type { Declaration } from './declaration.ts';
import { anError } from './finding.ts';
import type { Declarations } from './resource-files.ts';

/**
 * Findings for what stays while something that it needs is to be removed, with which a server would delete it: the
 * source or destination of a connection, the connector of a source or destination.
 */
export function findRemovedEnds({ all, places }: Declarations): readonly Issue[] {
  const removed = new Set(all.filter(isRemoved).map(identity));
  if (removed.size === 0) {
    return [];
  }
  return all
    .filter((declaration) => !isRemoved(declaration))
    .flatMap((declaration) =>
      needsOf(declaration)
        .filter(({ id }) => removed.has(id))
        .map(({ member, noun, verb, key }) => {
          const message = `${declaration.kind} "${declaration.key}" ${verb} ${noun} "${key}", which is to be removed`;
          const hint = `write "remove: true" here as well, or name another ${noun}`;
          return anError('removed-end', message, { place: places.ofValue(originAt(declaration.origin, member)), hint });
        }),
    );
}

interface Need {
  readonly id: string;
  readonly key: string;
  /** The key of the file that names it. */
  readonly member: string;
  readonly noun: string;
  readonly verb: string;
}

function needsOf(declaration: Declaration): readonly Need[] {
  const { kind, document } = declaration;
  if (document === undefined) return [];
  if (kind === 'connection') {
    const { source, destination } = declaration.document ?? { source: '', destination: '' };
    return [
      { id: `source/${source}`, key: source, member: 'source', noun: 'source', verb: 'reads from' },
      {
        id: `destination/${destination}`,
        key: destination,
        member: 'destination',
        noun: 'destination',
        verb: 'writes to',
      },
    ];
  }
  if (kind !== 'source' && kind !== 'destination') return [];
  const key = declaration.document?.definition ?? '';
  return [{ id: `definition/${key} for ${kind}`, key, member: 'definition', noun: 'definition', verb: 'runs on' }];
}

/** Connectors of sources and destinations may have the same key as one that comes with Airbyte. */
function identity(declaration: Declaration): string {
  const { kind, key } = declaration;
  return kind === 'definition' ? `definition/${key} for ${declaration.document?.for}` : `${kind}/${key}`;
}

function isRemoved({ document }: Declaration): boolean {
  return document !== undefined && 'remove' in document && document.remove === true;
}
