import { distance } from 'fastest-levenshtein';

/** The candidate that someone most likely meant, or `undefined` when none is near. Case does not count. */
export function findClosest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits <= allowedEdits(word, candidate) && (best === undefined || edits < best.edits)) {
      best = { candidate, edits };
    }
  }
  return best?.candidate;
}

// A third of the longer word: `ordres` finds `orders`, `id` does not find `ip`.
function allowedEdits(word: string, candidate: string): number {
  return Math.floor(Math.max(word.length, candidate.length) / 3);
}

/** The candidate of which a word is a slip of the fingers: nearer than what `findClosest` finds. */
export function findTypingError(word: string, candidates: Iterable<string>): string | undefined {
  const plain = withoutJoints(word);
  return [...candidates].find((candidate) => {
    const other = withoutJoints(candidate);
    const edits = Math.min(2, Math.floor(Math.max(plain.length, other.length) / 4));
    if (withoutDigits(plain) === withoutDigits(other)) return plain === other;
    return distance(plain, other) <= edits || isSwapped(plain, other);
  });
}

function withoutJoints(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

// `key1` is not `key2` spelled wrong.
function withoutDigits(word: string): string {
  return word.replaceAll(/\d/g, '');
}

/** `hots` and `host`: two neighbours have changed places. */
function isSwapped(left: string, right: string): boolean {
  const index = [...left].findIndex((letter, at) => letter !== right[at]);
  const swapped = `${left.slice(0, index)}${left[index + 1]}${left[index]}${left.slice(index + 2)}`;
  return left.length > 3 && index >= 0 && swapped === right;
}
