import { inspect } from 'node:util';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import type { CommentHost } from '../../src/hosts/comment-host.ts';
import { type CommentMark, markOf, withMark } from '../../src/hosts/comment-mark.ts';
import { githubComments } from '../../src/hosts/github.ts';
import { gitlabComments } from '../../src/hosts/gitlab.ts';
import { HostError } from '../../src/hosts/host-call.ts';
import { Secret } from '../../src/model/configuration.ts';
import { type CommentBehavior, commentBehaviors, postComment } from '../../src/workflows/post-comment.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.restore();
  nock.enableNetConnect();
});

const token = new Secret('ghs_zqCANARYqz', '(secret)');
const common = { number: 7, token, retryDelayMs: () => 0 };
const github = githubComments({
  ...common,
  apiUrl: 'https://api.github.test',
  graphqlUrl: 'https://api.github.test/graphql',
  repository: 'acme/pipelines',
});
const gitlab = gitlabComments({
  ...common,
  apiUrl: 'https://gitlab.test/api/v4',
  repository: 'acme/pipelines',
  page: 'https://gitlab.test/acme/pipelines/-/merge_requests/7',
});

const mark: CommentMark = { project: '.', environment: 'production', run: [17, 1], timeMs: 1000 };

/** The comments of a host in memory, behind the API that it has. */
interface FakeHost {
  readonly host: CommentHost;
  /** Of the comments there are, oldest first. */
  readonly bodies: () => readonly string[];
  /** What was done, in order. */
  readonly done: string[];
  readonly hidden: () => readonly number[];
}

interface Stored {
  readonly id: number;
  readonly isOthers: boolean;
  body: string;
}

function stored(bodies: readonly string[]): Stored[] {
  return bodies.map((body, index) => ({ id: index + 1, body, isOthers: body.startsWith('others') }));
}

function aGithub(bodies: readonly string[]): FakeHost {
  const all = stored(bodies);
  const done: string[] = [];
  const hidden: number[] = [];
  const wire = ({ id, body, isOthers }: Stored) => ({
    id,
    node_id: `node${id}`,
    body,
    html_url: `https://github.test/acme/pipelines/pull/7#issuecomment-${id}`,
    user: isOthers ? { login: 'mallory', type: 'User' } : { login: 'github-actions[bot]', type: 'Bot' },
  });
  const api = nock('https://api.github.test', { reqheaders: { authorization: 'Bearer ghs_zqCANARYqz' } }).persist();
  const path = '/repos/acme/pipelines/issues';
  api.get('/user').reply(403, { message: 'Resource not accessible by integration' });
  api
    .get(`${path}/7/comments`)
    .query(true)
    .reply((uri) => [200, pageOf(uri, all).map(wire)]);
  api.post(`${path}/7/comments`).reply((_uri, sent) => {
    done.push('create');
    all.push({ id: all.length + 1, body: bodyOf(sent), isOthers: false });
    return [201, wire(all.at(-1) ?? { id: 0, body: '', isOthers: false })];
  });
  api.patch(/comments\/\d+$/).reply((uri, sent) => [200, wire(edit(all, uri, bodyOf(sent), done))]);
  api.delete(/comments\/\d+$/).reply((uri) => [remove(all, uri, done) ? 204 : 404, '']);
  api.post('/graphql').reply((_uri, sent) => {
    done.push('hide');
    hidden.push(...[...JSON.stringify(sent).matchAll(/node(\d+)/g)].map(([, id]) => Number(id)));
    return [200, { data: {} }];
  });
  return { host: github, bodies: () => all.map(({ body }) => body), done, hidden: () => hidden };
}

function aGitlab(bodies: readonly string[]): FakeHost {
  const all = stored(bodies);
  const done: string[] = [];
  const wire = ({ id, body, isOthers }: Stored) => ({ id, body, system: false, author: { id: isOthers ? 66 : 5 } });
  const api = nock('https://gitlab.test', { reqheaders: { 'private-token': 'ghs_zqCANARYqz' } }).persist();
  const path = '/api/v4/projects/acme%2Fpipelines/merge_requests/7/notes';
  api.get('/api/v4/user').reply(200, { id: 5 });
  api
    .get(path)
    .query(true)
    .reply((uri) => [200, pageOf(uri, all).map(wire)]);
  api.post(path).reply((_uri, sent) => {
    done.push('create');
    all.push({ id: all.length + 1, body: bodyOf(sent), isOthers: false });
    return [201, wire(all.at(-1) ?? { id: 0, body: '', isOthers: false })];
  });
  api.put(/notes\/\d+$/).reply((uri, sent) => [200, wire(edit(all, uri, bodyOf(sent), done))]);
  api.delete(/notes\/\d+$/).reply((uri) => [remove(all, uri, done) ? 204 : 404, '']);
  const isHidden = ({ body }: Stored): boolean => markOf(body)?.isHidden === true;
  return {
    host: gitlab,
    bodies: () => all.map(({ body }) => body),
    done,
    hidden: () => all.filter(isHidden).map(({ id }) => id),
  };
}

function pageOf(uri: string, all: readonly Stored[]): readonly Stored[] {
  const { searchParams } = new URL(uri, 'https://any.test');
  const [size, page] = [Number(searchParams.get('per_page')), Number(searchParams.get('page'))];
  return all.slice(size * (page - 1), size * page);
}

function bodyOf(sent: unknown): string {
  return (sent as { readonly body: string }).body;
}

function find(all: readonly Stored[], uri: string): Stored {
  const found = all.find(({ id }) => uri.endsWith(`/${id}`));
  if (found === undefined) throw new Error(`no comment ${uri}`);
  return found;
}

function edit(all: readonly Stored[], uri: string, body: string, done: string[]): Stored {
  done.push('update');
  return Object.assign(find(all, uri), { body });
}

function remove(all: Stored[], uri: string, done: string[]): boolean {
  done.push('delete');
  all.splice(all.indexOf(find(all, uri)), 1);
  return true;
}

const hosts: readonly [name: string, open: (bodies: readonly string[]) => FakeHost][] = [
  ['GitHub', aGithub],
  ['GitLab', aGitlab],
];

function post(host: CommentHost, behavior: CommentBehavior, changes: Partial<CommentMark> = {}) {
  return postComment(host, { text: 'the plan', mark: { ...mark, ...changes }, behavior });
}

const old = (run: number): string => withMark(`plan of ${run}`, { ...mark, run: [run, 1] });

test.each(hosts)('%s: the first comment is created, with its mark, and its address told', async (_name, open) => {
  const { host, bodies } = open(['words of somebody']);

  const { result, url } = await post(host, 'update');

  expect(result).toBe('created');
  expect(url).toMatch(/acme\/pipelines\/.*7#\w+[-_]2$/);
  expect(bodies()).toEqual(['words of somebody', withMark('the plan', mark)]);
});

test.each(hosts)('%s: what happens to earlier comments', async (_name, open) => {
  const outcomes = [];
  for (const behavior of commentBehaviors) {
    nock.cleanAll();
    const { host, bodies, done, hidden } = open([old(15), 'words', old(16)]);
    const { result } = await post(host, behavior);
    outcomes.push({ behavior, result, done: [...new Set(done)], count: bodies().length, hidden: hidden().length });
    expect(bodies().at(-1)).toBe(withMark('the plan', mark));
  }

  const hides = open === aGithub ? 'hide' : 'update';
  expect(outcomes).toEqual([
    { behavior: 'update', result: 'updated', done: ['update'], count: 3, hidden: 0 },
    { behavior: 'new', result: 'created', done: ['create'], count: 4, hidden: 0 },
    { behavior: 'hide-and-new', result: 'created', done: ['create', hides], count: 4, hidden: 2 },
    { behavior: 'delete-and-new', result: 'created', done: ['create', 'delete'], count: 2, hidden: 0 },
  ]);
});

test.each(hosts)('%s: an older run writes nothing over a newer one, whatever the behavior', async (_name, open) => {
  const { host, done } = open([old(18)]);
  const results = await Promise.all(commentBehaviors.map((behavior) => post(host, behavior)));

  expect(results.map(({ result }) => result)).toEqual(['outdated', 'outdated', 'outdated', 'outdated']);
  expect(done).toEqual([]);
});

test.each(hosts)(
  '%s: a comment is found behind others, other projects and environments are not',
  async (_name, open) => {
    const others = [
      withMark('a', { ...mark, environment: 'staging' }),
      withMark('b', { ...mark, project: 'infra' }),
      withMark('others forged this', { ...mark, run: [999, 1] }),
    ];
    const { host, bodies } = open([...Array.from({ length: 230 }, (_, index) => `words ${index}`), old(16), ...others]);

    expect(await post(host, 'update')).toMatchObject({ result: 'updated' });
    expect(bodies()[230]).toBe(withMark('the plan', mark));
    expect(bodies().slice(231)).toEqual(others);
  },
);

test('GitLab: what is folded already stays as it is', async () => {
  const { host, bodies } = aGitlab([old(15)]);
  await post(host, 'hide-and-new', { run: [16, 1] });
  const [folded] = bodies();
  await post(host, 'hide-and-new');

  expect(folded).toContain('<details><summary>An earlier plan</summary>\n\nplan of 15\n\n</details>');
  expect(bodies()[0]).toBe(folded);
});

const faults: readonly [host: CommentHost, status: number, message: string, code: string, hint: string][] = [
  [github, 401, 'Bad credentials', 'credentials-refused', 'github.token'],
  [github, 403, 'Resource not accessible by integration', 'request-failed', 'pull-requests: write'],
  [github, 404, 'Not Found', 'request-failed', '--repository and --number'],
  [github, 403, 'API rate limit exceeded for installation', 'request-failed', 'in some minutes'],
  [github, 429, 'Too many requests', 'request-failed', 'in some minutes'],
  [github, 301, 'Moved Permanently', 'request-failed', '--repository and --api-url'],
  [github, 500, 'Server Error', 'request-failed', 'its status'],
  [gitlab, 401, '401 Unauthorized', 'credentials-refused', 'CI_JOB_TOKEN may not comment'],
  [gitlab, 403, '403 Forbidden', 'request-failed', 'Reporter'],
  [gitlab, 404, '404 Project Not Found', 'request-failed', '--repository and --number'],
  [gitlab, 429, 'Retry later', 'request-failed', 'in some minutes'],
];

test.each(faults)('%o: %i "%s" says what to do, and never the token', async (host, status, message, code, hint) => {
  const base = host === github ? 'https://api.github.test' : 'https://gitlab.test';
  const answer = { message: `${message}; you sent ghs_zqCANARYqz` };
  nock(base)
    .persist()
    .get(/\/user$/)
    .reply(200, { id: 5, login: 'me' });
  nock(base)
    .persist()
    .get(/comments|notes/)
    .reply(status, answer);

  const error: unknown = await post(host, 'update').catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(HostError);
  expect(error).toMatchObject({
    code,
    message: expect.stringContaining(`refuses to list comments: ${message}`),
    hint: expect.stringContaining(hint),
  });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('zqCANARYqz');
});

test('a read that is throttled is tried again, a creation never is', async () => {
  const api = nock('https://api.github.test');
  api.get('/user').reply(200, { login: 'me' });
  api
    .get(/comments/)
    .reply(429)
    .get(/comments/)
    .reply(200, []);
  api.post(/comments/).reply(503, {});

  await expect(post(github, 'update')).rejects.toMatchObject({ code: 'request-failed', status: 503 });
  expect(nock.isDone()).toBe(true);
});

test('a web page and no answer at all are told apart from a refusal', async () => {
  nock('https://api.github.test').get('/user').reply(200, '<html>log in</html>');
  const page = await post(github, 'update').catch((error: unknown) => error);
  nock.cleanAll();
  const silence = await post(github, 'update').catch((error: unknown) => error);

  expect(page).toMatchObject({ code: 'unreadable-answer', hint: expect.stringContaining('--api-url') });
  expect(silence).toMatchObject({ code: 'unreachable', hint: expect.stringContaining('--api-url') });
});

test('GitHub: comments that cannot be hidden are told of', async () => {
  nock('https://api.github.test')
    .post('/graphql')
    .reply(200, { errors: [{ message: 'Resource not accessible' }] });
  const comment = { id: '1', body: '', url: '', nodeId: 'node1' };

  await expect(github.hide([comment])).rejects.toThrow('GitHub refuses to hide comments: Resource not accessible');
});
