import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { demoVariables } from '../../src/cli/demo-story.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { withProject, withProjectAndSandbox } from '../support/run-cli.ts';

const rotated = { environmentVariable: (name: string) => `${demoVariables[name]}-rotated` };

function secretsOf({ store }: Sandbox): readonly string[] {
  return store.secrets.list().map(({ value }) => String(value));
}

test('a secret that only changed where it comes from is sent when that is asked for, and is no change otherwise', async () => {
  await withProjectAndSandbox(async ({ run }, sandbox) => {
    await run(['apply', '--yes']);

    const without = await run(['apply', '--yes'], rotated);
    expect(without.stdout).toContain('No changes');
    expect(secretsOf(sandbox).filter((value) => value.endsWith('-rotated'))).toEqual([]);

    const plan = await run(['plan', '--rotate-secrets', 'source/ecommerce'], rotated);
    expect(plan.stdout).toContain('its secrets are sent again (rotated)');
    expect(plan.stdout).toContain('configuration.password  (secret) → (secret)');
    expect(plan.stdout).toContain('1 to update');

    const applied = await run(['apply', '--yes', '--rotate-secrets', 'source/ecommerce'], rotated);
    expect(applied).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('no changes are left') });
    expect(secretsOf(sandbox).filter((value) => value.endsWith('-rotated'))).toHaveLength(1);
  });
});

test('without a selector all secrets are sent, those of a saved plan included', async () => {
  await withProjectAndSandbox(async ({ run, folder }, sandbox) => {
    await run(['apply', '--yes']);
    await run(['plan', '--rotate-secrets', '--out', 'plan.json'], rotated);
    expect(readFileSync(path.join(folder, 'plan.json'), 'utf8')).not.toContain('-rotated');

    expect(await run(['apply', 'plan.json'], rotated)).toMatchObject({ exitCode: 0 });
    expect(secretsOf(sandbox).filter((value) => value.endsWith('-rotated'))).toHaveLength(5);
  });
});

test.each([
  ['connection/crm-to-staging', 'selects neither a source nor a destination'],
  ['nothing', 'no resource of the files matches "nothing"'],
])('--rotate-secrets %s is refused: exit 3', async (selector, words) => {
  await withProjectAndSandbox(async ({ run }) => {
    expect(await run(['plan', '--rotate-secrets', selector])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining(words),
    });
  });
});

test('a selector that is empty is no wish for all', () =>
  withProject(async ({ run }) => {
    const { exitCode, stderr } = await run(['plan', '--rotate-secrets=']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('--rotate-secrets is empty');
  }));
