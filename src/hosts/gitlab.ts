import type { Secret } from '../model/configuration.ts';
import {
  type Decoder,
  decodeBoolean,
  decodeNothing,
  decodeNumber,
  decodeString,
  listOf,
  member,
  optionalMember,
} from '../util/decode.ts';
import type { CommentHost, HostComment } from './comment-host.ts';
import { markOf, withMark, withoutMark } from './comment-mark.ts';
import { unlessGone } from './github.ts';
import { createHostCall, type HostSettings } from './host-call.ts';
import { allPages, perPage } from './pages.ts';

/** A merge request on GitLab, and who speaks. */
export interface GitlabTarget extends Pick<HostSettings, 'retryDelayMs'> {
  /** Ends in `/api/v4`. */
  readonly apiUrl: string;
  /** The id of the project, or its path. */
  readonly repository: string;
  readonly number: number;
  /** The merge request's own page, where that is known. */
  readonly page?: string | undefined;
  readonly token: Secret;
}

const tokenHint =
  'CI_JOB_TOKEN may not comment: make a project access token with the scope "api", and set it as GITLAB_TOKEN';

const hints: Readonly<Record<number, string>> = {
  401: tokenHint,
  403: `the token's role has to be Reporter at least. ${tokenHint}`,
  404: 'check --repository and --number, and that the token may see that project',
  413: 'the comment is not accepted: a smaller --budget may help',
};

interface Note extends Omit<HostComment, 'url'> {
  readonly isSystem: boolean;
  readonly authorId: number;
}

/** Comments ("notes") of a merge request by GitLab's REST API. */
export function gitlabComments({ apiUrl, repository, number, page, token, retryDelayMs }: GitlabTarget): CommentHost {
  const call = createHostCall({
    title: 'GitLab',
    token,
    headers: { 'private-token': token.reveal() },
    hints,
    retryDelayMs,
  });
  const notes = `${apiUrl}/projects/${encodeURIComponent(repository)}/merge_requests/${number}/notes`;
  const withUrl = ({ id, body }: Note): HostComment => ({ id, body, url: `${page ?? `!${number}`}#note_${id}` });
  const update = async ({ id }: HostComment, body: string): Promise<HostComment> => {
    const request = { name: 'update a comment', method: 'PUT', url: `${notes}/${id}`, effect: 'write' } as const;
    return withUrl(await call({ ...request, body: { body }, decode: decodeNote }));
  };
  return {
    list: async () => {
      const who = {
        name: 'ask who the token belongs to',
        method: 'GET',
        url: `${apiUrl}/user`,
        effect: 'read',
      } as const;
      const own = await call({ ...who, decode: (value, where) => member(value, where, 'id', decodeNumber) });
      const all = await allPages((number) =>
        call({
          name: 'list comments',
          method: 'GET',
          url: `${notes}?sort=asc&order_by=created_at&per_page=${perPage}&page=${number}`,
          effect: 'read',
          decode: listOf(decodeNote),
        }),
      );
      return all.filter(({ isSystem, authorId }) => !isSystem && authorId === own).map(withUrl);
    },
    create: async (body) => {
      const request = { name: 'create a comment', method: 'POST', url: notes, effect: 'create' } as const;
      return withUrl(await call({ ...request, body: { body }, decode: decodeNote }));
    },
    update,
    remove: async ({ id }) => {
      const request = { name: 'delete a comment', method: 'DELETE', url: `${notes}/${id}`, effect: 'write' } as const;
      await call({ ...request, decode: decodeNothing }).catch(unlessGone);
    },
    hide: async (comments) => {
      for (const comment of comments) {
        const folded = foldedBody(comment.body);
        if (folded !== undefined) await update(comment, folded);
      }
    },
  };
}

/** GitLab cannot hide a comment; what is folded is out of the way as well. */
function foldedBody(body: string): string | undefined {
  const mark = markOf(body);
  if (mark === undefined || mark.isHidden === true) return undefined;
  const text = `<details><summary>An earlier plan</summary>\n\n${withoutMark(body)}\n\n</details>`;
  return withMark(text, { ...mark, isHidden: true });
}

const decodeNote: Decoder<Note> = (value, where) => ({
  id: String(member(value, where, 'id', decodeNumber)),
  body: member(value, where, 'body', decodeString),
  isSystem: optionalMember(value, where, 'system', decodeBoolean) ?? false,
  authorId: member(value, where, 'author', (author, at) => member(author, at, 'id', decodeNumber)),
});
