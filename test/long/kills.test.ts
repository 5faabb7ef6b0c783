import { afterAll, expect, test } from 'vitest';
import { removeProgram } from '../support/child-sandbox.ts';
import { killSandboxes } from '../support/kills.ts';

afterAll(removeProgram);

test('five hundred kills, and every time the store loads with all that was answered', async () => {
  const report = await killSandboxes(500, 2);
  process.stdout.write(`${report.kills} kills, ${report.answers} answers before them\n`);

  expect(report).toMatchObject({ kills: 500, faults: [], leftovers: [] });
});
