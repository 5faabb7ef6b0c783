import { expect } from 'vitest';
import type { ApplyResult } from '../../src/workflows/apply.ts';
import { testLawOfServers } from '../support/law.ts';
import { writeProject } from '../support/project-text.ts';
import { randomProjectOn } from '../support/random-project.ts';
import { apply, plan, withSandbox } from '../support/workflow.ts';

/** A source that is set up anew may offer other fields, which is found out only after what uses them was planned. */
function changesSource(result: ApplyResult): boolean {
  return result.plan.changes.some(({ key, action }) => key.startsWith('source/') && action === 'update');
}

/** A connection that moves would lose the key of a mapper that its file does not declare any more. */
function wouldLoseKey(result: ApplyResult): boolean {
  if (result.result !== 'incomplete') return false;
  const failed = result.report.outcomes.filter((outcome) => outcome.result === 'failed');
  return failed.every(({ change, error }) => change.action === 'replace' && error.code === 'refused');
}

/** A source that is set up anew may bring a cursor of its own, which fields that were selected before leave out. */
function leavesOutCursor(result: ApplyResult): boolean {
  if (result.result !== 'incomplete' || !changesSource(result)) return false;
  return result.issues.length > 0 && result.issues.every(({ rule }) => rule === 'unselected-field');
}

testLawOfServers('whatever is edited in the files, one apply carries it out', randomProjectOn, async (world) => {
  const { profile, documents, later } = world;
  await withSandbox({ profile }, async ({ url, store }) => {
    await apply(writeProject(documents), url);
    const result = await apply(writeProject(later), url);
    if (wouldLoseKey(result) || leavesOutCursor(result)) return;
    if (result.result === 'differs' && changesSource(result)) {
      expect(await apply(writeProject(later), url)).toMatchObject({ result: 'applied' });
    } else {
      expect(['applied', 'nothing-to-do']).toContain(result.result);
    }

    expect((await plan(writeProject(later), url)).changes).toEqual([]);
    expect(store.actors.source.list()).toHaveLength(documents.filter(({ kind }) => kind === 'source').length);
  });
});
