import { expect } from 'vitest';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { validateFiles } from '../../src/workflows/load.ts';
import { testLawOfServers } from '../support/law.ts';
import { writeProject } from '../support/project-text.ts';
import { randomProjectOn } from '../support/random-project.ts';
import { apply, plan, portsFor, requestsDuring, withSandbox, writes } from '../support/workflow.ts';

testLawOfServers(
  'apply then plan is empty, and applying again writes nothing',
  randomProjectOn,
  async ({ profile, documents }) => {
    const project = writeProject(documents);
    await withSandbox({ profile }, async (sandbox) => {
      const applied = await apply(project, sandbox.url);
      expect(applied).toMatchObject({ result: 'applied', after: { changes: [], newTags: [] } });

      const again = await requestsDuring(sandbox, () => apply(project, sandbox.url));
      expect(again.result.result).toBe('nothing-to-do');
      expect(writes(again.requests)).toEqual([]);
    });
  },
  { push: 30, long: 500 },
);

testLawOfServers('validate asks no server, and plan only reads', randomProjectOn, async ({ profile, documents }) => {
  const project = writeProject(documents);
  await withSandbox({ profile }, async (sandbox) => {
    const { issues } = await validateFiles(portsFor(project, sandbox.url));
    // Random schedules may fire more than once an hour, which is a warning.
    const errors = issues.filter(({ severity }) => severity === 'error');
    expect(renderIssues(errors, plainPalette)).toBe('');
    expect(sandbox.requests).toEqual([]);

    const { summary } = await plan(project, sandbox.url);
    expect(summary.create).toBe(documents.filter(({ kind }) => kind !== 'catalog').length);
    expect(writes(sandbox.requests)).toEqual([]);
  });
});
