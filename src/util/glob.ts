import picomatch from 'picomatch';

/** A test for text. */
export type Matcher = (text: string) => boolean;

const known = new Map<string, Matcher>();

/** True for text in which `*` stands for any characters or `?` for any one. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * A test for a pattern in which `*` stands for any characters, slashes and dots included, and `?` for any one.
 *
 * Everything else stands for itself: names of streams hold brackets, braces and exclamation marks.
 */
export function globMatcher(pattern: string): Matcher {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const matcher = hasWildcard(pattern) ? compiled(pattern) : (text: string) => text === pattern;
  known.set(pattern, matcher);
  return matcher;
}

function compiled(pattern: string): Matcher {
  const literal = pattern.replace(/[^\w*?]/gu, '\\$&');
  const matches = picomatch(literal, { bash: true, dot: true, nonegate: true, noextglob: true });
  return (text) => text === pattern || matches(text);
}
