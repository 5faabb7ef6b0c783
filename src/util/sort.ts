/** Order by code units: the same on every machine, whatever its language. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A sorted copy; `toText` gives what is compared, once for each item. Equal ones keep their order. */
export function sortedBy<T>(items: Iterable<T>, toText: (item: T) => string): T[] {
  const all = Array.from(items);
  if (all.length < 2) return all;
  return all
    .map((item) => ({ item, text: toText(item) }))
    .sort((left, right) => compareText(left.text, right.text))
    .map(({ item }) => item);
}
