import { expect, test } from 'vitest';
import { ruleBook } from '../../src/workflows/rule-book.ts';
import { withProject, withProjectAndSandbox } from '../support/run-cli.ts';

const explain = (...argv: readonly string[]) => withProject(({ run }) => run(['explain', ...argv]));

test('a rule is told as its sentence, its story, its reason and an example', async () => {
  const { stdout, exitCode } = await explain('idle-cursor');

  expect(exitCode).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "idle-cursor  How airplan compares
    A cursor counts only while its stream is read incrementally.

    A catalog may set one cursorField for all its streams, and somebody may turn a
    single one to full_refresh. The cursor is compared again when the stream is
    incremental again.

    Why: A full refresh uses none; servers give it back, empty it or make it null as
    they like.

      live: full_refresh, cursorField null
      file: syncMode: full_refresh, cursorField: updated_at
    "
  `);
});

test('without a rule all are listed, table by table', async () => {
  const { stdout } = await explain();

  for (const { title, rules } of ruleBook) {
    expect(stdout).toContain(title);
    for (const id of Object.keys(rules)) expect(stdout).toContain(`  ${id} `);
  }
});

test('as JSON, one rule or all', async () => {
  const one = JSON.parse((await explain('missing-cursor', '--format', 'json')).stdout);
  const all = JSON.parse((await explain('--format', 'json')).stdout);

  expect(one).toMatchObject({ formatVersion: '1.0', id: 'missing-cursor', story: expect.any(String) });
  expect(all.rules.map(({ id }: { id: string }) => id)).toEqual(ruleBook.flatMap(({ rules }) => Object.keys(rules)));
  expect(all.rules[0]).not.toHaveProperty('apply');
});

test('an unknown rule ends with 3 and the one that was meant', async () => {
  const { exitCode, stderr } = await explain('mask-secret');

  expect(exitCode).toBe(3);
  expect(stderr).toContain('did you mean "masked-secret"?');
});

test('plan --explain ends with what looks different and is not, secrets hidden', async () => {
  await withProjectAndSandbox(async ({ run }) => {
    await run(['apply', '--yes']);
    const [plain, explained, json] = [
      await run(['plan']),
      await run(['plan', '--explain']),
      await run(['plan', '--explain', '--format', 'json']),
    ];

    expect(plain.stdout).not.toContain('Equal');
    expect(explained.stdout.split('\n').slice(3)).toMatchInlineSnapshot(`
      [
        "Equal, though they look different (server ≡ file)",
        "  source/crm-api",
        "      masked-secret  configuration.authentication.api_key  ********** ≡ (secret)",
        "  source/ecommerce",
        "      masked-secret  configuration.password  ********** ≡ (secret)",
        "  destination/bronze",
        "      masked-secret  configuration.access_key_id  ********** ≡ (secret)",
        "      masked-secret  configuration.secret_access_key  ********** ≡ (secret)",
        "  destination/staging",
        "      masked-secret  configuration.password  ********** ≡ (secret)",
        "",
        "By these rules",
        "  masked-secret  A server's mask is never a difference.",
        "  More of each: airplan explain RULE",
        "",
      ]
    `);
    expect(JSON.parse(json.stdout).explanations).toMatchObject({
      rules: { 'masked-secret': expect.any(String) },
      resources: [{ key: 'source/crm-api', values: [{ rule: 'masked-secret', live: '**********' }] }, {}, {}, {}],
    });
  });
});
