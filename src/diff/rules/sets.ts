import { type ConfigurationValue, Secret } from '../../model/configuration.ts';
import { compareText, sortedBy } from '../../util/sort.ts';

/** A list of texts without order and repetition; anything else as it is. */
export function asSet(value: ConfigurationValue): ConfigurationValue {
  if (!Array.isArray(value)) return value;
  const texts = value.map(String);
  // Mostly there is nothing to do, and this is far cheaper than sorting.
  const isDone = texts.every((text, index) => index === 0 || compareText(texts[index - 1] ?? '', text) < 0);
  return isDone ? texts : [...new Set(texts)].sort(compareText);
}

/** A list of field paths, each a name or a list of names, without order and repetition; one name stands for itself. */
export function asSetOfPaths(value: ConfigurationValue): ConfigurationValue | undefined {
  if (!Array.isArray(value)) return value;
  const parts = new Map(value.map((part: ConfigurationValue) => [JSON.stringify([part].flat()), part]));
  const sorted = sortedBy(parts, ([text]) => text).map(([, part]) => part);
  const [only] = sorted;
  if (only === undefined) return undefined;
  return sorted.length === 1 && typeof only === 'string' ? only : sorted;
}

/** True for what cannot be told apart by looking at it, the order of keys included; a secret is only like itself. */
export function looksLike(left: ConfigurationValue | undefined, right: ConfigurationValue | undefined): boolean {
  if (left instanceof Secret || right instanceof Secret || typeof left !== 'object' || typeof right !== 'object') {
    return Object.is(left, right);
  }
  if (left === null || right === null) return left === right;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((inner: ConfigurationValue, index) => looksLike(inner, right[index]));
  }
  const [ours, theirs] = [Object.entries(left), Object.entries(right)];
  return (
    ours.length === theirs.length &&
    ours.every(([name, inner], index) => {
      const [otherName, other] = theirs[index] ?? [];
      return name === otherName && looksLike(inner, other);
    })
  );
}
