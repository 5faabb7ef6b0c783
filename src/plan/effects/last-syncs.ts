import type { Change, Plan } from '../../model/plan.ts';
import { bytesInWords, recordsInWords } from '../../util/figures.ts';

/** How many connections are asked for their last sync; beyond that nothing is said. */
const mostQuestions = 25;

/** What the last sync of a connection has moved. */
export interface MovedFigures {
  readonly records: number;
  readonly bytes: number;
}

/** Ids of live connections that a plan reads again or loses something of, in its order; no more than are asked for. */
export function idsToSize({ changes }: Plan): readonly string[] {
  return changes.flatMap((change) => (isCostly(change) ? change.id : [])).slice(0, mostQuestions);
}

/** The same plan, the heaviest effect on each connection with what its last sync has moved. */
export function withLastSyncs(plan: Plan, figures: ReadonlyMap<string, MovedFigures>): Plan {
  if (figures.size === 0) return plan;
  return {
    ...plan,
    changes: plan.changes.map((change) => {
      const moved = isCostly(change) ? figures.get(change.id) : undefined;
      return moved === undefined ? change : withFigures(change, moved);
    }),
  };
}

function isCostly(change: Change): change is Exclude<Change, { readonly action: 'create' }> {
  const isLive = change.kind === 'connection' && change.action !== 'create';
  return isLive && change.effects.some(({ weight }) => weight !== 'harmless');
}

/** Once a change: the heaviest effect is the first. */
function withFigures(change: Change, { records, bytes }: MovedFigures): Change {
  const said = `the last sync moved ${recordsInWords(records)}, ${bytesInWords(bytes)}`;
  const heaviest = change.effects.findIndex(({ weight }) => weight !== 'harmless');
  const effects = change.effects.map((effect, index) =>
    index === heaviest ? { ...effect, text: `${effect.text} (${said})` } : effect,
  );
  return { ...change, effects };
}
