import { writeFileSync } from 'node:fs';
import path from 'node:path';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { markOf } from '../../src/hosts/comment-mark.ts';
import { encodeSavedPlan } from '../../src/plan/saved-plan.ts';
import { anUpdate, aPlan, aPlannedSource } from '../builders.ts';
import { type CliProject, withProject } from '../support/run-cli.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.restore();
  nock.enableNetConnect();
});

const plan = aPlan({
  environment: 'production',
  summary: { ...aPlan().summary, update: 1 },
  changes: [anUpdate(aPlannedSource({ name: 'orders' }), ['configuration.host'])],
});

const githubJob = {
  GITHUB_ACTIONS: 'true',
  GITHUB_API_URL: 'https://ghe.test/api/v3',
  GITHUB_REPOSITORY: 'acme/pipelines',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_RUN_ID: '1234',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_TOKEN: 'ghs_zqCANARYqz',
};

const gitlabJob = {
  GITLAB_CI: 'true',
  CI_API_V4_URL: 'https://gitlab.test/api/v4',
  CI_PROJECT_ID: '42',
  CI_MERGE_REQUEST_IID: '9',
  CI_MERGE_REQUEST_PROJECT_URL: 'https://gitlab.test/acme/pipelines',
  CI_PIPELINE_ID: '1234',
  CI_JOB_ID: '99',
  GITLAB_TOKEN: 'glpat-zqCANARYqz',
};

type Variables = Readonly<Record<string, string>>;

function runIn({ folder, run }: CliProject, variables: Variables) {
  writeFileSync(path.join(folder, 'plan.json'), encodeSavedPlan({ plan, request: {}, preconditions: {} }));
  return (...argv: readonly string[]) => run(['comment', ...argv], { environmentVariable: (name) => variables[name] });
}

test('in a job of GitHub Actions nothing has to be said', async () => {
  await withProject(async (project) => {
    const sent: string[] = [];
    const api = nock('https://ghe.test', { reqheaders: { authorization: 'Bearer ghs_zqCANARYqz' } });
    api.get('/api/v3/user').reply(403, { message: 'Resource not accessible by integration' });
    api.get('/api/v3/repos/acme/pipelines/issues/7/comments').query(true).reply(200, []);
    api.post('/api/v3/repos/acme/pipelines/issues/7/comments').reply((_uri, body) => {
      sent.push((body as { readonly body: string }).body);
      const html_url = 'https://ghe.test/acme/pipelines/pull/7#issuecomment-1';
      return [201, { id: 1, node_id: 'x', body: sent[0], html_url, user: { login: 'bot', type: 'Bot' } }];
    });

    const told = await runIn(project, githubJob)('plan.json', '--verbose');

    expect(told).toEqual({
      exitCode: 0,
      stdout: 'commented: https://ghe.test/acme/pipelines/pull/7#issuecomment-1\n',
      stderr: '',
    });
    expect(sent[0]).toContain('source/orders');
    expect(markOf(sent[0] ?? '')).toMatchObject({ project: '.', environment: 'production', run: [1234, 2] });
  });
});

test('in a job of GitLab CI nothing has to be said, and a newer pipeline has the last word', async () => {
  await withProject(async (project) => {
    const newer =
      'plan\n\n<!-- airplan:comment {"project":".","environment":"production","run":[1235,1],"timeMs":1} -->';
    const api = nock('https://gitlab.test', { reqheaders: { 'private-token': 'glpat-zqCANARYqz' } });
    api.get('/api/v4/user').reply(200, { id: 5 });
    api
      .get('/api/v4/projects/42/merge_requests/9/notes')
      .query(true)
      .reply(200, [{ id: 3, body: newer, author: { id: 5 } }]);

    const told = await runIn(project, gitlabJob)('plan.json');

    const page = 'https://gitlab.test/acme/pipelines/-/merge_requests/9#note_3';
    expect(told).toEqual({
      exitCode: 0,
      stdout: `a newer run has commented already, nothing was posted: ${page}\n`,
      stderr: '',
    });
  });
});

test('a dry run prints what show prints, and needs neither host nor token; nothing is asked', async () => {
  await withProject(async (project) => {
    const dry = await runIn(project, {})('plan.json', '--dry-run');

    expect(dry).toEqual(await project.run(['show', 'plan.json', '--format', 'markdown', '--budget', 'github']));
  });
});

test('why there is no plan is a comment as well: exit 3', async () => {
  await withProject(async (project) => {
    project.write('pipelines/sources/ecommerce.yaml', 'kind: source\nbroken: true\n');

    const { exitCode, stdout, stderr } = await runIn(project, {})('--dry-run');

    expect(exitCode).toBe(3);
    expect(stdout).toContain('## No plan');
    expect(stderr).toContain('error:');
  });
});

const { GITHUB_TOKEN: _none, ...withoutToken } = githubJob;
const onPush = { ...githubJob, GITHUB_REF: 'refs/heads/main' };

test.each<[what: string, variables: Variables, argv: readonly string[], words: string, hint: string]>([
  ['no CI', {}, [], 'this is no run of GitHub Actions or GitLab CI', '--dry-run'],
  ['no token', withoutToken, [], 'GITHUB_TOKEN and GH_TOKEN are not set', 'github.token'],
  ['another variable', githubJob, ['--token-variable', 'MINE'], 'MINE is not set', 'github.token'],
  ['no merge request', { ...gitlabJob, CI_MERGE_REQUEST_IID: '' }, [], 'not the run of a pull or merge', '--number'],
  ['no pull request', onPush, [], 'not the run of a pull or merge', '--number'],
  ['a bad repository', githubJob, ['--repository', '../x'], 'there is no repository "../x"', 'owner/name'],
  ['a bad address', githubJob, ['--api-url', 'ftp://x'], '"ftp://x" is no address', '--api-url'],
  ['a flag for planning', githubJob, ['--prune'], '--prune would make another plan', 'leave it out'],
])('%s: exit 3, with a hint', async (_what, variables, argv, words, hint) => {
  await withProject(async (project) => {
    const { exitCode, stdout, stderr } = await runIn(project, variables)('plan.json', ...argv);

    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('zqCANARYqz');
  });
});

test('a run that the event of a pull request has started finds its number there', async () => {
  await withProject(async (project) => {
    const event = path.join(project.folder, 'event.json');
    writeFileSync(event, JSON.stringify({ workflow_run: { pull_requests: [{ number: 12 }] } }));
    nock('https://ghe.test').get('/api/v3/user').reply(200, { login: 'me' });
    nock('https://ghe.test')
      .get(/issues\/12\/comments/)
      .reply(404, { message: 'Not Found' });

    const { exitCode, stderr } = await runIn(project, { ...onPush, GITHUB_EVENT_PATH: event })('plan.json');

    expect(exitCode).toBe(9);
    expect(stderr).toContain('error: GitHub refuses to list comments: Not Found (404)\n');
  });
});
