import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type CliProject, withProject, withProjectAndSandbox } from '../support/run-cli.ts';
import { writes } from '../support/workflow.ts';

const folder = '.airplan/specs';
const postgres = `${folder}/airbyte__source-postgres.json`;

const textOf = (project: CliProject, file: string): string => readFileSync(path.join(project.folder, file), 'utf8');
const listed = (project: CliProject): readonly string[] => readdirSync(path.join(project.folder, folder)).sort();

test('specs pull keeps the specification of each connector in use, and asks for no secret of theirs', async () => {
  await withProjectAndSandbox(async (project, { requests }) => {
    const { exitCode, stdout, stderr } = await project.run(['specs', 'pull'], { environmentVariable: () => undefined });

    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatchInlineSnapshot(`
      "  + .airplan/specs/airbyte__destination-postgres.json  Postgres 3.0.0
        + .airplan/specs/airbyte__destination-s3.json        S3 1.9.0
        + .airplan/specs/airbyte__source-postgres.json       Postgres 3.7.0
        + .airplan/specs/airplan__source-rest-api.json       REST API 0.1.0
      Specifications in .airplan/specs: 4 new
      "
    `);
    expect(listed(project)).toEqual([
      'airbyte__destination-postgres.json',
      'airbyte__destination-s3.json',
      'airbyte__source-postgres.json',
      'airplan__source-rest-api.json',
    ]);
    expect(Object.keys(JSON.parse(textOf(project, `${folder}/airbyte__destination-s3.json`)))).toEqual([
      'name',
      'dockerRepository',
      'dockerImageTag',
      'kind',
      'definitionId',
      'writtenBy',
      'supportedDestinationSyncModes',
      'connectionSpecification',
    ]);
    expect(writes(requests)).toEqual([]);
  });
});

test('specs pull tells what is another than before, and writes nothing else', async () => {
  await withProjectAndSandbox(async (project) => {
    await project.run(['specs', 'pull']);
    const before = textOf(project, postgres);
    const { mtimeMs } = statSync(path.join(project.folder, `${folder}/airplan__source-rest-api.json`));
    project.write(postgres, before.replace('"3.', '"2.').replace('"maximum": 65536', '"maximum": 1'));
    project.write(`${folder}/airbyte__source-old.json`, before.replace('source-postgres', 'source-old'));
    project.write(`${folder}/mine.json`, before.replace('airplan specs pull', 'me'));
    project.write(`${folder}/airbyte__destination-s3.json`, '{}');

    expect((await project.run(['specs', 'pull'])).stdout).toMatchInlineSnapshot(`
      "  ! .airplan/specs/airbyte__destination-s3.json   stays as it is: airplan did not write it
        - .airplan/specs/airbyte__source-old.json       no file uses this connector any more
        ~ .airplan/specs/airbyte__source-postgres.json  Postgres 3.7.0: tag 2.7.0 → 3.7.0, schema
      Specifications in .airplan/specs: 1 changed, 2 unchanged, 1 removed
      "
    `);
    expect(textOf(project, postgres)).toBe(before);
    expect(textOf(project, `${folder}/airbyte__destination-s3.json`)).toBe('{}');
    expect(listed(project)).toContain('mine.json');
    expect(listed(project)).not.toContain('airbyte__source-old.json');
    expect(statSync(path.join(project.folder, `${folder}/airplan__source-rest-api.json`)).mtimeMs).toBe(mtimeMs);
  });
});

test('with specifications at hand, validate checks configurations and has no note', async () => {
  await withProjectAndSandbox(async (project) => {
    await project.run(['specs', 'pull']);
    const valid = await project.run(['validate']);
    const file = 'pipelines/sources/ecommerce.yaml';
    project.write(file, textOf(project, file).replace('port: 5432', 'port: "5432"'));
    const broken = await project.run(['validate']);

    expect(valid.stdout).toBe('Valid: 2 sources, 2 destinations, 2 connections; environment sandbox\n');
    expect(broken.exitCode).toBe(3);
    expect(broken.stdout).toContain(`"port" must be a whole number, but is text\n  ${file}:7:9`);
  });
});

test('a specification that the server has changed since does not stand in the way of a plan', async () => {
  await withProjectAndSandbox(async (project) => {
    await project.run(['specs', 'pull']);
    project.write(postgres, textOf(project, postgres).replace('"host",', '"host",\n "region",'));

    expect((await project.run(['validate'])).exitCode).toBe(3);
    expect((await project.run(['plan'])).exitCode).toBe(0);
  });
});

test('a sandbox takes the specifications that were kept', async () => {
  await withProjectAndSandbox(async (project) => {
    await project.run(['specs', 'pull']);
    await withProjectAndSandbox(
      async (other) => {
        expect((await other.run(['apply', '--yes'])).exitCode).toBe(0);
        await other.run(['specs', 'pull']);
        for (const file of listed(project)) {
          expect(textOf(other, `${folder}/${file}`)).toBe(textOf(project, `${folder}/${file}`));
        }
      },
      { specsFolder: path.join(project.folder, folder) },
    );
  });
});

test('a warning goes to standard error, so that a plan as data stays one', async () => {
  await withProjectAndSandbox(async (project) => {
    const file = 'pipelines/sources/ecommerce.yaml';
    project.write(file, textOf(project, file).replace('  database:', '  schema: [a]\n  database:'));
    const plan = await project.run(['plan', '--format', 'json']);
    const apply = await project.run(['apply', '--yes']);

    expect(JSON.parse(plan.stdout)).toMatchObject({ summary: { create: 6 } });
    expect(plan.stderr).toContain('did you mean "schemas"?');
    expect(apply.stderr).toContain('did you mean "schemas"?');
  });
});

test.each([
  [['specs'], 'write airplan specs <action>'],
  [['specs', 'push'], 'error: action cannot be "push"\n  hint: one of: pull'],
])('%s ends with 3 and says what there is', async (argv, words) => {
  await withProject(async ({ run, folder: root }) => {
    const { exitCode, stderr } = await run(argv);

    expect(exitCode).toBe(3);
    expect(stderr).toContain(words);
    expect(existsSync(path.join(root, folder))).toBe(false);
  });
});
