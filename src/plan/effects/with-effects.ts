import { InternalError } from '../../errors.ts';
import type { Live, LiveActor, LiveConnection } from '../../model/live.ts';
import { type Change, type Effect, effectWeights, type Update } from '../../model/plan.ts';
import { groupedBy } from '../../util/group.ts';
import { type FoundEffect, fieldEffects, wholeEffects } from './found-effects.ts';
import type { EffectFacts } from './row.ts';
import { streamEffects } from './stream-effects.ts';
import { effectRows } from './table.ts';
import { firstNames } from './words.ts';

/**
 * The same changes with what each does to data, as the table of effects has it.
 *
 * One effect for each kind: where a connection has it for several streams or settings, they share one, which belongs to
 * the change as a whole. The heaviest come first.
 */
export function withEffects(changes: readonly Change[], live: Live): readonly Change[] {
  const facts = toFacts(changes, live);
  return changes.map((change) => ({ ...change, effects: [...change.effects, ...effectsOf(change, facts)] }));
}

function toFacts(changes: readonly Change[], { connections, sources, destinations }: Live): EffectFacts {
  const leaving = new Set(
    changes.flatMap((change) => (change.action === 'delete' || change.action === 'replace' ? change.id : [])),
  );
  const staying = connections.filter(({ id }) => !leaving.has(id));
  const users = new Map<string, LiveConnection[]>();
  for (const connection of staying) {
    for (const end of [connection.sourceId, connection.destinationId]) {
      const known = users.get(end);
      if (known === undefined) users.set(end, [connection]);
      else known.push(connection);
    }
  }
  const running = changes.some(({ kind }) => kind === 'definition') ? [...sources, ...destinations] : [];
  const runners = groupedBy(
    running.filter(({ id }) => !leaving.has(id)),
    ({ definitionId }: LiveActor) => definitionId,
  );
  return { connections: new Map(connections.map((connection) => [connection.id, connection])), users, runners };
}

function effectsOf(change: Change, facts: EffectFacts): readonly Effect[] {
  const found = [...wholeEffects(change, facts), ...(change.action === 'update' ? partEffects(change, facts) : [])];
  const groups = [...groupedBy(found, ({ rule }) => rule).values()].map(sharedEffect);
  return groups.sort((left, right) => weightRank(right) - weightRank(left));
}

function partEffects(change: Update, facts: EffectFacts): readonly FoundEffect[] {
  return [...fieldEffects(change, facts), ...streamEffects(change)];
}

function weightRank({ weight }: Effect): number {
  return effectWeights.indexOf(weight);
}

/** One line for all that share a rule; what differs between them gives way to the sentence of the row. */
function sharedEffect(group: readonly FoundEffect[]): Effect {
  const [first] = group;
  if (first === undefined) throw new InternalError('a group of effects is never empty');
  const { rule, path, text } = first;
  const { weight, sentence, isQuiet } = effectRows[rule];
  const head = { rule, weight, ...(isQuiet === true ? { isQuiet } : {}) };
  if (group.length === 1) return { ...head, path, text };
  const isSame = group.every((one) => one.text === text);
  const names = group.flatMap(({ stream }) => stream ?? []);
  const shared = isSame ? text : sentence;
  return { ...head, path: [], text: names.length === 0 ? shared : `${firstNames(names)}: ${shared}` };
}
