/** By what comments are known again. */
export interface CommentMark {
  readonly project: string;
  readonly environment: string;
  /** The run of a CI system that wrote it, and which try of it: numbers that grow. */
  readonly run?: readonly number[];
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** Folded, as a newer one has come. */
  readonly isHidden?: true;
}

const start = '<!-- airplan:comment ';
const end = ' -->';

/** A text with a mark behind it that nobody sees. */
export function withMark(text: string, mark: CommentMark): string {
  // Nothing in it may end the comment that it is in.
  const json = JSON.stringify(mark).replaceAll(/[<>&-]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  return `${text}\n\n${start}${json}${end}`;
}

/** The text of a comment without its mark. */
export function withoutMark(body: string): string {
  const at = body.lastIndexOf(start);
  return at < 0 ? body : body.slice(0, at).trimEnd();
}

/** @returns `undefined` for a comment that airplan has not written */
export function markOf(body: string): CommentMark | undefined {
  const at = body.lastIndexOf(start);
  const text = body.slice(at + start.length).trimEnd();
  if (at < 0 || !text.endsWith(end)) return undefined;
  try {
    return decodeMark(JSON.parse(text.slice(0, -end.length)));
  } catch {
    return undefined;
  }
}

function decodeMark(value: Partial<CommentMark>): CommentMark | undefined {
  const { project, environment, run, timeMs, isHidden } = value;
  if (typeof project !== 'string' || typeof environment !== 'string' || typeof timeMs !== 'number') return undefined;
  const isRun = Array.isArray(run) && run.every((part) => typeof part === 'number');
  return { project, environment, timeMs, ...(isRun ? { run } : {}), ...(isHidden === true ? { isHidden } : {}) };
}

/** True for comments that take each other's place. */
export function isAlike(left: CommentMark, right: CommentMark): boolean {
  return left.project === right.project && left.environment === right.environment;
}

/** True when the first was written for an earlier run; where one of them is of no run, the clock decides. */
export function isOlder(left: CommentMark, right: CommentMark): boolean {
  if (left.run === undefined || right.run === undefined) return left.timeMs < right.timeMs;
  const { run: others } = right;
  const differing = left.run.findIndex((part, index) => part !== others[index]);
  return differing >= 0 && (left.run[differing] ?? 0) < (others[differing] ?? 0);
}
