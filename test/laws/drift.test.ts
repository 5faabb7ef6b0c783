import fc from 'fast-check';
import { expect } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { testLawOfServers } from '../support/law.ts';
import { type Flip, pinned, possibleFlips } from '../support/live-flips.ts';
import { writeProject } from '../support/project-text.ts';
import { type RandomProject, randomProjectOn } from '../support/random-project.ts';
import { snapshot } from '../support/snapshot.ts';
import { apply, type ProjectInMemory, plan, withSandbox } from '../support/workflow.ts';

const driftingWorldOn = (profiles: readonly SandboxProfile[]) =>
  fc.record({ world: randomProjectOn(profiles), isPinned: fc.boolean(), chosen: fc.nat() });
type DriftingWorld = ReturnType<typeof driftingWorldOn> extends fc.Arbitrary<infer World> ? World : never;

interface Drifting {
  readonly sandbox: Sandbox;
  readonly project: ProjectInMemory;
  /** One edit to what is live, not yet done. */
  readonly flip: Flip;
}

/** Applies a random project, and picks an edit to do behind its back. */
async function withDrift(
  { world, isPinned, chosen }: DriftingWorld,
  isWanted: (flip: Flip) => boolean,
  use: (drifting: Drifting) => Promise<void>,
): Promise<void> {
  await withSandbox({ profile: world.profile }, async (sandbox) => {
    await apply(writeProject(world.documents), sandbox.url);
    const { ids } = await plan(writeProject(world.documents), sandbox.url);
    const documents: RandomProject['documents'] = isPinned ? pinned(world.documents, ids) : world.documents;
    const flips = possibleFlips({ ...world, documents, ids, store: sandbox.store }).filter(isWanted);
    const flip = flips[chosen % flips.length];
    if (flip === undefined) return;
    await use({ sandbox, project: writeProject(documents), flip });
  });
}

function shown({ changes }: Plan) {
  return changes.map(({ action, key, fields }) => ({ action, key, paths: fields.map(({ path }) => path) }));
}

testLawOfServers(
  'one managed field changed behind its back is one path in the plan, and apply repairs it',
  driftingWorldOn,
  (world) =>
    withDrift(
      world,
      ({ path }) => path !== undefined,
      async ({ sandbox, project, flip }) => {
        const before = snapshot(sandbox.store);
        flip.apply();
        expect(shown(await plan(project, sandbox.url))).toEqual([
          { action: 'update', key: flip.key, paths: [flip.path] },
        ]);

        expect(await apply(project, sandbox.url)).toMatchObject({ result: 'applied' });
        expect(snapshot(sandbox.store)).toEqual(before);
      },
    ),
);

testLawOfServers('what the files do not say may change behind their back without a word', driftingWorldOn, (world) =>
  withDrift(
    world,
    ({ path }) => path === undefined,
    async ({ sandbox, project, flip }) => {
      flip.apply();
      expect(shown(await plan(project, sandbox.url))).toEqual([]);
    },
  ),
);
