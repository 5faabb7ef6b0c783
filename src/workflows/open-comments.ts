import { retryDelayMs } from '../airbyte/connect.ts';
import type { CommentHost, HostName } from '../hosts/comment-host.ts';
import { githubComments } from '../hosts/github.ts';
import { gitlabComments } from '../hosts/gitlab.ts';
import type { Secret } from '../model/configuration.ts';

export { type HostName, hostNames } from '../hosts/comment-host.ts';

/** The pull or merge request to comment on. */
export interface CommentTarget {
  readonly host: HostName;
  /** Without a slash behind it. */
  readonly apiUrl: string;
  /** `owner/name`, or what GitLab knows the project by. */
  readonly repository: string;
  readonly number: number;
  /** Its page for people, where the API does not tell. */
  readonly page?: string | undefined;
  readonly token: Secret;
}

/** The comments of a pull or merge request; nothing is asked before they are used. */
export function openComments({ host, ...target }: CommentTarget, random: () => number): CommentHost {
  const whole = { ...target, retryDelayMs: (attempt: number) => retryDelayMs(attempt, random()) };
  return host === 'github'
    ? githubComments({ ...whole, graphqlUrl: `${target.apiUrl.replace(/\/v3$/, '')}/graphql` })
    : gitlabComments(whole);
}
