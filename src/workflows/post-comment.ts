import type { CommentHost, HostComment } from '../hosts/comment-host.ts';
import { type CommentMark, isAlike, isOlder, markOf, withMark } from '../hosts/comment-mark.ts';

export const commentBehaviors = ['update', 'new', 'hide-and-new', 'delete-and-new'] as const;
/** What becomes of the comment that an earlier run has written for the same project and environment. */
export type CommentBehavior = (typeof commentBehaviors)[number];

export interface CommentRequest {
  readonly text: string;
  readonly mark: CommentMark;
  readonly behavior: CommentBehavior;
}

export interface CommentResult {
  /** `outdated`: a newer run has commented, and nothing was written. */
  readonly result: 'created' | 'updated' | 'outdated';
  readonly url: string;
}

/**
 * Comments under a pull or merge request; never takes the place of what a newer run has written.
 *
 * @throws {HostError}
 */
export async function postComment(host: CommentHost, { text, mark, behavior }: CommentRequest): Promise<CommentResult> {
  const earlier = (await host.list()).flatMap((comment) => {
    const theirs = markOf(comment.body);
    return theirs !== undefined && isAlike(mark, theirs) ? [{ comment, mark: theirs }] : [];
  });
  const newer = earlier.find(({ mark: theirs }) => isOlder(mark, theirs));
  if (newer !== undefined) return { result: 'outdated', url: newer.comment.url };
  return behaviors[behavior](
    host,
    withMark(text, mark),
    earlier.map(({ comment }) => comment),
  );
}

type Post = (host: CommentHost, body: string, earlier: readonly HostComment[]) => Promise<CommentResult>;

/** The new one is there before anything of the old ones goes. */
const behaviors: Readonly<Record<CommentBehavior, Post>> = {
  update: async (host, body, earlier) => {
    const last = earlier.at(-1);
    if (last === undefined) return created(host, body);
    return { result: 'updated', url: (await host.update(last, body)).url };
  },
  new: created,
  'hide-and-new': async (host, body, earlier) => {
    const result = await created(host, body);
    await host.hide(earlier);
    return result;
  },
  'delete-and-new': async (host, body, earlier) => {
    const result = await created(host, body);
    for (const comment of earlier) await host.remove(comment);
    return result;
  },
};

async function created(host: CommentHost, body: string): Promise<CommentResult> {
  return { result: 'created', url: (await host.create(body)).url };
}
