import type { Plan } from '../../model/plan.ts';
import { type Loss, lossesOf, lossKinds, lossWords } from '../losses.ts';
import type { Budget } from './budget.ts';
import { code, listed, prose } from './words.ts';

/** How much of a box there is room for: how many resources are named of each kind of loss, and whether it says why. */
export interface BoxManner {
  readonly names: number;
  readonly hasReasons: boolean;
  readonly boxes: Budget['boxes'];
}

/**
 * What a plan deletes, replaces, clears and has read again, in a box; or that there is no such thing.
 *
 * @returns empty for a plan without changes
 */
export function renderBox(plan: Plan, manner: BoxManner): string {
  const losses = lossesOf(plan);
  if (plan.changes.length === 0) return '';
  if (losses.length === 0) return 'Nothing is deleted, replaced, cleared or read again.';
  const isGrave = losses.some(({ kind }) => kind !== 'refresh' && kind !== 'rereads');
  const heads = manner.boxes ? [isGrave ? '[!CAUTION]' : '[!WARNING]'] : [];
  const lines = lossKinds.flatMap((kind) => kindLines(kind, losses, manner));
  return [...heads, ...lines].map((line) => `> ${line}`).join('\n');
}

function kindLines(kind: Loss['kind'], all: readonly Loss[], manner: BoxManner): readonly string[] {
  const losses = all.filter((loss) => loss.kind === kind);
  if (losses.length === 0) return [];
  const keys = [...new Set(losses.map(({ change }) => change.key))];
  const head = `- **${capital(lossWords[kind])}** ${keys.length === 1 ? '' : `${keys.length}: `}`;
  const names = manner.names === 0 ? counted(keys.length) : listed(keys, manner.names, (key) => code(key, 80));
  const standing = standingWords(losses);
  const reasons = manner.hasReasons ? reasonLines(losses, manner.names) : [];
  return [`${head}${names}${standing}`, ...reasons];
}

function counted(count: number): string {
  return count === 1 ? '1 resource' : 'resources';
}

function standingWords(losses: readonly Loss[]): string {
  const forbidden = losses.filter(({ standing }) => standing === 'forbidden').length;
  const unasked = losses.filter(({ standing }) => standing === 'unasked').length;
  const words = [
    ...(forbidden > 0 ? [`${forbidden === losses.length ? '' : `${forbidden} `}protected: apply refuses`] : []),
    ...(unasked > 0 ? [`takes \`--allow ${losses[0]?.kind ?? ''}\``] : []),
  ];
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
}

/** Why, once for all of whom it is true. */
function reasonLines(losses: readonly Loss[], most: number): readonly string[] {
  const byText = new Map<string, Set<string>>();
  for (const { texts, change } of losses) {
    const text = texts.join('; ');
    if (text !== '') byText.set(text, (byText.get(text) ?? new Set()).add(change.key));
  }
  const everyone = new Set(losses.map(({ change }) => change.key)).size;
  const lines = [...byText].slice(0, most).map(([text, keys]) => {
    const whose = keys.size === everyone ? '' : `${listed([...keys], 3, (key) => code(key, 80))}: `;
    return `  - ${whose}${prose(text)}`;
  });
  const more = byText.size - lines.length;
  return more > 0 ? [...lines, `  - and ${more} more`] : lines;
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
