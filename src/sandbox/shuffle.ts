/** Gives lists another order on each call, the same ones again for the same seed. */
export function createShuffle(seed: number): <Item>(items: readonly Item[]) => readonly Item[] {
  const random = createRandom(seed);
  return (items) => {
    const keyed = items.map((item) => ({ item, key: random() }));
    return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
  };
}

/** Numbers in [0, 1) from a linear congruential generator: chance enough for an order. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
