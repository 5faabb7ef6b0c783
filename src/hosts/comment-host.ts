/** A comment under a pull or merge request. */
export interface HostComment {
  readonly id: string;
  readonly body: string;
  /** Where people see it. */
  readonly url: string;
}

/** The comments under one pull or merge request, with the rights of one token. */
export interface CommentHost {
  /** All that the owner of the token has written, oldest first. */
  readonly list: () => Promise<readonly HostComment[]>;
  readonly create: (body: string) => Promise<HostComment>;
  readonly update: (comment: HostComment, body: string) => Promise<HostComment>;
  /** One that is gone already is no failure. */
  readonly remove: (comment: HostComment) => Promise<void>;
  /** Folds comments, so that nobody takes them for what is true now. */
  readonly hide: (comments: readonly HostComment[]) => Promise<void>;
}

export const hostNames = ['github', 'gitlab'] as const;
export type HostName = (typeof hostNames)[number];
