import type { CST } from 'yaml';

/** Levels of nesting that a file may have; real configurations stay under twenty. */
export const maxDepth = 100;

/** How many levels of lists and mappings a token holds. Keeps its own stack, so that no file can overflow ours. */
export function depthOf(token: CST.Token): number {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  let deepest = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    deepest = Math.max(deepest, next.depth);
    for (const child of childrenOf(next.token)) {
      open.push({ token: child, depth: next.depth + 1 });
    }
  }
  return deepest;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') {
    return token.value === undefined ? [] : [token.value];
  }
  if (!('items' in token)) {
    return [];
  }
  return token.items.flatMap(({ key, value }) => [key, value].filter((child) => child !== undefined && child !== null));
}
