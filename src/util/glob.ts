/** A test for text. */
export type Matcher = (text: string) => boolean;

const known = new Map<string, Matcher>();

/** True for text in which `*` stands for any characters or `?` for any one. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * A test for a pattern in which `*` stands for any characters, none included, and `?` for any one.
 *
 * Everything else stands for itself: names of streams hold slashes, brackets, braces and exclamation marks, to which
 * libraries for paths of files give meanings of their own.
 */
export function globMatcher(pattern: string): Matcher {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const matcher = hasWildcard(pattern) ? compiled(pattern) : (text: string) => text === pattern;
  known.set(pattern, matcher);
  return matcher;
}

function compiled(pattern: string): Matcher {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}/]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 'su');
  return (text) => expression.test(text);
}
