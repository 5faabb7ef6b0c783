import type { Secret } from '../model/configuration.ts';
import {
  type Decoder,
  decodeNothing,
  decodeNumber,
  decodeString,
  listOf,
  member,
  optionalMember,
} from '../util/decode.ts';
import type { CommentHost, HostComment } from './comment-host.ts';
import { createHostCall, type HostCall, HostError, type HostSettings } from './host-call.ts';
import { allPages, perPage } from './pages.ts';

/** A pull request on GitHub, and who speaks. */
export interface GithubTarget extends Pick<HostSettings, 'retryDelayMs'> {
  /** Without a slash behind it. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly token: Secret;
}

const hints: Readonly<Record<number, string>> = {
  401: 'check the token: "GITHUB_TOKEN: ${{ github.token }}" in the step, or the variable that --token-variable names',
  403: 'the job needs "permissions: {pull-requests: write}"; in runs for forks the token can only read',
  404: 'check --repository and --number, and that the token may see that repository',
  422: 'the comment is not accepted: a smaller --budget may help',
};

interface GithubComment extends HostComment {
  readonly nodeId: string;
  readonly author: { readonly login: string; readonly type: string };
}

/** Comments of a pull request by GitHub's REST API; what REST cannot do, hiding, by GraphQL. */
export function githubComments({
  apiUrl,
  graphqlUrl,
  repository,
  number,
  token,
  retryDelayMs,
}: GithubTarget): CommentHost {
  const call = createHostCall({
    title: 'GitHub',
    token,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token.reveal()}`,
      'x-github-api-version': '2022-11-28',
    },
    hints,
    retryDelayMs,
  });
  const comments = `${apiUrl}/repos/${repository}/issues/${number}/comments`;
  const one = ({ id }: HostComment): string => `${apiUrl}/repos/${repository}/issues/comments/${id}`;
  const write = { decode: decodeComment, effect: 'write' } as const;
  return {
    list: async () => {
      const login = await ownLogin(call, apiUrl);
      const all = await allPages((page) =>
        call({
          name: 'list comments',
          method: 'GET',
          url: `${comments}?per_page=${perPage}&page=${page}`,
          effect: 'read',
          decode: listOf(decodeComment),
        }),
      );
      return all.filter(({ author }) => (login === undefined ? author.type === 'Bot' : author.login === login));
    },
    create: (body) =>
      call({ ...write, name: 'create a comment', method: 'POST', url: comments, effect: 'create', body: { body } }),
    update: (comment, body) =>
      call({ ...write, name: 'update a comment', method: 'PATCH', url: one(comment), body: { body } }),
    remove: async (comment) => {
      const request = { name: 'delete a comment', method: 'DELETE', url: one(comment), effect: 'write' } as const;
      await call({ ...request, decode: decodeNothing }).catch(unlessGone);
    },
    hide: async (hidden) => {
      if (hidden.length > 0) await minimize(call, graphqlUrl, hidden as readonly GithubComment[]);
    },
  };
}

/** What others have written is left alone, whatever mark it has. The token of a job is nobody's: a bot speaks then. */
async function ownLogin(call: HostCall, apiUrl: string): Promise<string | undefined> {
  const request = {
    name: 'ask who the token belongs to',
    method: 'GET',
    url: `${apiUrl}/user`,
    effect: 'read',
  } as const;
  try {
    return await call({ ...request, decode: (value, where) => member(value, where, 'login', decodeString) });
  } catch (error) {
    if (error instanceof HostError && error.status === 403 && !/rate limit/i.test(error.message)) return undefined;
    throw error;
  }
}

export function unlessGone(error: unknown): undefined {
  if (error instanceof HostError && (error.status === 404 || error.status === 410)) return undefined;
  throw error;
}

const decodeComment: Decoder<GithubComment> = (value, where) => ({
  id: String(member(value, where, 'id', decodeNumber)),
  nodeId: member(value, where, 'node_id', decodeString),
  body: optionalMember(value, where, 'body', decodeString) ?? '',
  url: member(value, where, 'html_url', decodeString),
  author: optionalMember(value, where, 'user', decodeAuthor) ?? { login: 'ghost', type: 'User' },
});

const decodeAuthor: Decoder<GithubComment['author']> = (value, where) => ({
  login: member(value, where, 'login', decodeString),
  type: member(value, where, 'type', decodeString),
});

/** All of them in one request; those that are hidden already stay so. */
async function minimize(call: HostCall, url: string, comments: readonly GithubComment[]): Promise<void> {
  const parts = comments.map(
    ({ nodeId }, index) =>
      `c${index}: minimizeComment(input: {subjectId: ${JSON.stringify(nodeId)}, classifier: OUTDATED}) {clientMutationId}`,
  );
  const query = `mutation {${parts.join(' ')}}`;
  const request = { name: 'hide comments', method: 'POST', url, effect: 'write', body: { query } } as const;
  const errors = await call({
    ...request,
    decode: (value, where) => optionalMember(value, where, 'errors', listOf(decodeFault)) ?? [],
  });
  const [first] = errors;
  if (first !== undefined)
    throw new HostError('request-failed', `GitHub refuses to hide comments: ${first}`, { hint: hints[403] });
}

const decodeFault: Decoder<string> = (value, where) => member(value, where, 'message', decodeString);
