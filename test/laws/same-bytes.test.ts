import fc from 'fast-check';
import { expect } from 'vitest';
import { plainPalette } from '../../src/render/palette.ts';
import { renderPlan, renderPlanJson } from '../../src/render/plan.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createShuffle } from '../../src/sandbox/shuffle.ts';
import { copyStore } from '../support/copy-store.ts';
import { testLawOfServers } from '../support/law.ts';
import { possibleFlips } from '../support/live-flips.ts';
import { shuffled, writeProject } from '../support/project-text.ts';
import { randomProjectOn } from '../support/random-project.ts';
import { withSmallPages } from '../support/small-pages.ts';
import { apply, type ProjectInMemory, plan, withSandbox } from '../support/workflow.ts';

/** Orders of each world: 335 worlds on three profiles are more than 5,000 of them. */
const permutations = 5;

const worldOn = (profiles: readonly SandboxProfile[]) =>
  fc.record({
    project: randomProjectOn(profiles),
    /** How much of it is live already, and what was changed there by hand. */
    state: fc.constantFrom('empty', 'applied', 'edited'),
    edits: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
    /** Each makes another order. */
    seeds: fc.array(fc.integer(), { minLength: permutations, maxLength: permutations }),
    pageSize: fc.integer({ min: 1, max: 2 }),
  });

type World = ReturnType<typeof worldOn> extends fc.Arbitrary<infer It> ? It : never;

async function bytes(project: ProjectInMemory, url: string): Promise<string> {
  const planned = await plan(project, url);
  return `${renderPlanJson(planned)}\n${renderPlan(planned, plainPalette)}`;
}

/** A sandbox that holds the same, and hands it out in another order. */
function withAnotherOrder(
  sandbox: Sandbox,
  { project: { profile }, pageSize }: Pick<World, 'project' | 'pageSize'>,
  seed: number,
  use: (url: string) => Promise<void>,
): Promise<void> {
  return withSandbox({ profile, seed }, async (other) => {
    copyStore(sandbox.store, other.store, createShuffle(seed));
    await withSmallPages(other.url, pageSize, use);
  });
}

testLawOfServers(
  'files, keys, streams and answers in another order give the same plan, byte for byte',
  worldOn,
  async (it) => {
    const {
      project: { profile, documents },
      state,
      edits,
      seeds,
    } = it;
    const project = writeProject(documents);
    await withSandbox({ profile }, async (sandbox) => {
      if (state !== 'empty') await apply(project, sandbox.url);
      if (state === 'edited') {
        for (const edit of edits) {
          const { ids } = await plan(project, sandbox.url);
          const flips = possibleFlips({ profile, documents, ids, store: sandbox.store });
          flips[edit % flips.length]?.apply();
        }
      }
      const expected = await bytes(project, sandbox.url);
      for (const seed of seeds) {
        await withAnotherOrder(sandbox, it, seed, async (url) => {
          expect(await bytes(writeProject(documents, shuffled(seed)), url)).toBe(expected);
        });
      }
    });
  },
  { push: 15, long: 335 },
);
