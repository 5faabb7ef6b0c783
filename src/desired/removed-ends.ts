import { type Issue, originAt } from '../model/issue.ts';
import type { ConnectionDeclaration } from './declaration.ts';
import { anError } from './finding.ts';
import type { Declarations } from './resource-files.ts';

const ends = { source: 'reads from', destination: 'writes to' } as const;
type End = keyof typeof ends;

/** Findings for connections that stay while their source or destination is to be removed: a server deletes both. */
export function findRemovedEnds({ all, places }: Declarations): readonly Issue[] {
  const removed = new Set(
    all.flatMap(({ kind, key, document }) =>
      document !== undefined && 'remove' in document && document.remove === true ? [`${kind}/${key}`] : [],
    ),
  );
  if (removed.size === 0) {
    return [];
  }
  const connections = all.filter((declaration) => declaration.kind === 'connection');
  return connections.flatMap((connection) =>
    endsOf(connection)
      .filter(({ end, key }) => removed.has(`${end}/${key}`))
      .map(({ end, key }) => {
        const message = `connection "${connection.key}" ${ends[end]} ${end} "${key}", which is to be removed`;
        const hint = `write "remove: true" here as well, or name another ${end}`;
        return anError('removed-end', message, { place: places.ofValue(originAt(connection.origin, end)), hint });
      }),
  );
}

function endsOf({ document }: ConnectionDeclaration): readonly { readonly end: End; readonly key: string }[] {
  if (document === undefined || document.remove === true) {
    return [];
  }
  return (['source', 'destination'] as const).map((end) => ({ end, key: document[end] }));
}
