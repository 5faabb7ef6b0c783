import { expect, test } from 'vitest';
import { type CliProject, withProjectAndSandbox } from '../support/run-cli.ts';

const file = 'pipelines/sources/shop.yaml';

/** What `validate` says, and how `apply` ends, of a source with this line in its configuration. */
async function checked(project: CliProject, line: string, password?: string) {
  const more = { environmentVariable: (name: string) => (name === 'DB_PASSWORD' ? password : 'made-up-value') };
  project.write(
    file,
    `kind: source # airplan-ignore unused-source: alone\ndefinition: airbyte/source-postgres\nconfiguration:\n  host: h\n  port: 5432\n  database: d\n  username: u\n  ${line}\n`,
  );
  await project.run(['specs', 'pull'], more);
  const validate = await project.run(['validate'], more);
  const apply = await project.run(['apply', '--yes', '--select', 'source/shop'], more);
  return { validate, apply };
}

test('complaint: literal `${VAR}` sent as a password', async () => {
  await withProjectAndSandbox(async (project, { store }) => {
    const { validate, apply } = await checked(project, 'password: ${DB_PASSWORD}', 'hunter2');

    expect(validate.stdout).toMatchInlineSnapshot(`
      "error: "password" would be sent as the text \${DB_PASSWORD}
        pipelines/sources/shop.yaml:8:13 (not-a-reference)
        8 |   password: \${DB_PASSWORD}
          |             ^^^^^^^^^^^^^^
        hint: write \${env:DB_PASSWORD}

      1 error in 1 file
      "
    `);
    expect([validate.exitCode, apply.exitCode]).toEqual([3, 3]);
    expect(store.actors.source.list()).toEqual([]);
  });
});

test('complaint: quotes of an env file sent as part of it', async () => {
  await withProjectAndSandbox(async (project) => {
    const { validate, apply } = await checked(project, 'password: ${env:DB_PASSWORD}', '"hunter2"');

    expect(validate.stdout).toMatchInlineSnapshot(`
      "warning: "password" begins and ends with a quote, which is sent as a part of the secret
        pipelines/sources/shop.yaml:8:13 (quoted-secret)
        8 |   password: \${env:DB_PASSWORD}
          |             ^^^^^^^^^^^^^^^^^^
        hint: take the quotes out of the value if they are not meant: some tools keep
              those of an env file

      1 warning in 1 file
      Valid: 3 sources, 2 destinations, 2 connections; environment sandbox
      "
    `);
    expect(apply.stderr).toContain('quoted-secret');
    expect([validate.exitCode, apply.exitCode]).toEqual([0, 0]);
    expect(validate.stdout + apply.stdout + apply.stderr).not.toContain('hunter2');
  });
});

test('complaint: masked secret sent back as the secret', async () => {
  await withProjectAndSandbox(async (project, { store }) => {
    const { validate, apply } = await checked(project, "password: '**********'");

    expect(validate.stdout).toMatchInlineSnapshot(`
      "error: "password" is the mask that servers show in place of a secret
        pipelines/sources/shop.yaml:8:13 (mask-as-secret)
        8 |   password: '**********'
          |             ^^^^^^^^^^^^
        hint: write a reference such as \${env:NAME}; servers never tell the secret
              behind it

      1 error in 1 file
      "
    `);
    expect([validate.exitCode, apply.exitCode]).toEqual([3, 3]);
    expect(store.actors.source.list()).toEqual([]);
  });
});

test('complaint: masked secret sent back as the secret, out of the environment', async () => {
  await withProjectAndSandbox(async (project) => {
    const { validate, apply } = await checked(project, 'password: ${env:DB_PASSWORD}', '**********');

    expect(validate.stdout).toContain('(mask-as-secret)');
    expect(apply.exitCode).toBe(3);
  });
});
