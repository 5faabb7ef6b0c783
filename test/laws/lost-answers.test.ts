import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AirplanError } from '../../src/errors.ts';
import type { Fault, Intercept } from '../../src/sandbox/faults.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import type { SandboxStore } from '../../src/sandbox/store.ts';
import { testLawOfServers } from '../support/law.ts';
import { writeProject } from '../support/project-text.ts';
import { randomProjectOn } from '../support/random-project.ts';
import { apply, type ProjectInMemory, plan, withSandbox, writes } from '../support/workflow.ts';
import { aProject, aProjectWithConnector } from './a-project.ts';

const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>({ type: 'reset-before' }, { type: 'reset-after' }, { type: 'truncated' }, { type: 'html' }),
  fc.constantFrom(400, 409, 429, 500, 502, 503).map((status): Fault => ({ type: 'status', status })),
  fc.constantFrom(500, 502, 504).map((status): Fault => ({ type: 'status-after', status })),
);

/** Once in the life of a server, one request of one path goes wrong. */
const mishap = fc.record({
  path: fc.constantFrom(
    'source_definitions/create_custom',
    'source_definitions/update',
    'sources/create',
    'destinations/create',
    'connections/create',
    'tags/create',
    'sources/update',
    'destinations/update',
    'connections/update',
    'connections/list',
    'sources/list',
    'sources/discover_schema',
  ),
  nth: fc.integer({ min: 1, max: 3 }),
  fault: faults,
});

const worldOn = (profiles: readonly SandboxProfile[]) =>
  fc.record({ project: randomProjectOn(profiles), mishaps: fc.array(mishap, { minLength: 1, maxLength: 5 }) });

function intercepting(mishaps: readonly { path: string; nth: number; fault: Fault }[]): Intercept {
  return ({ path }, nth) => mishaps.find((it) => path.endsWith(`/${it.path}`) && it.nth === nth)?.fault;
}

/** Applies until it works, as a user would after reading what went wrong. */
async function applyUntilDone(project: ProjectInMemory, url: string, tries: number): Promise<string | undefined> {
  for (let left = tries; left > 0; left -= 1) {
    const result = await tryToApply(project, url);
    if (result === 'applied' || result === 'nothing-to-do') return result;
  }
  return undefined;
}

async function tryToApply(project: ProjectInMemory, url: string): Promise<string> {
  try {
    return (await apply(project, url)).result;
  } catch (error) {
    if (error instanceof AirplanError && error.code !== 'internal') return error.code;
    throw error;
  }
}

/** What a store holds of each kind, definition and name, with tags; sorted. */
function identities({ actors, connections, tags }: SandboxStore): readonly string[] {
  const living = [...actors.source.list(), ...actors.destination.list()].filter((it) => it.configuration !== null);
  const current = connections.list().filter(({ status }) => status !== 'deprecated');
  return [
    ...living.map(({ kind, definitionId, name }) => JSON.stringify([kind, definitionId, name])),
    ...current.map(({ name }) => JSON.stringify(['connection', name])),
    ...tags.list().map(({ name }) => JSON.stringify(['tag', name])),
  ].sort();
}

testLawOfServers(
  'after any lost answer applying again converges, and nothing is there twice',
  worldOn,
  async ({ project: { profile, documents }, mishaps }) => {
    const project = writeProject(documents);
    const trouble = intercepting(mishaps);
    let isCalm = false;
    const intercept: Intercept = (request, nth) => (isCalm ? undefined : trouble(request, nth));
    await withSandbox({ profile, intercept }, async ({ url, store }) => {
      expect(await applyUntilDone(project, url, mishaps.length + 1)).toBeDefined();
      isCalm = true;
      expect((await plan(project, url)).changes).toEqual([]);

      const found = identities(store);
      expect(found).toEqual([...new Set(found)]);
      expect(store.connections.list()).toHaveLength(documents.filter(({ kind }) => kind === 'connection').length);
    });
  },
);

const creations = [
  ['source_definitions/create_custom', aProjectWithConnector],
  ['sources/create', aProject],
  ['destinations/create', aProject],
  ['connections/create', aProject],
] as const;

const lost: readonly (readonly [string, Fault])[] = [
  ['a connection that breaks afterwards', { type: 'reset-after' }],
  ['a 500 that lies', { type: 'status-after', status: 500 }],
  ['a gateway that gave up waiting', { type: 'status-after', status: 504 }],
  ['an answer that breaks off', { type: 'truncated' }],
];

test.each(lost)('a create is not sent again after %s', async (_name, fault) => {
  for (const [path, project] of creations) {
    const intercept = intercepting([{ path, nth: 1, fault }]);
    await withSandbox({ intercept }, async ({ url, requests }) => {
      expect(await apply(project, url)).toMatchObject({ result: 'applied' });
      expect(writes(requests).filter((written) => written.endsWith(path))).toHaveLength(1);
    });
  }
});

const unmade: readonly (readonly [string, Fault])[] = [
  ['a connection that breaks before', { type: 'reset-before' }],
  ['a 500 that tells the truth', { type: 'status', status: 500 }],
  ['the page of a proxy', { type: 'html' }],
];

test.each(unmade)('a create is sent once more after %s', async (_name, fault) => {
  for (const [path, project] of creations) {
    const intercept = intercepting([{ path, nth: 1, fault }]);
    await withSandbox({ intercept }, async ({ url, requests }) => {
      expect(await apply(project, url)).toMatchObject({ result: 'applied' });
      expect(writes(requests).filter((written) => written.endsWith(path))).toHaveLength(2);
    });
  }
});

test('a create that is refused is not sent again, and what needs it is skipped', async () => {
  const fault: Fault = { type: 'status', status: 422 };
  await withSandbox(
    { intercept: intercepting([{ path: 'sources/create', nth: 1, fault }]) },
    async ({ url, requests }) => {
      const { outcomes } = await reportOf(url);

      expect(outcomes.map(({ change, result }) => [change.key, result])).toEqual([
        ['source/shop', 'failed'],
        ['destination/lake', 'applied'],
        ['connection/shop-to-lake', 'skipped'],
      ]);
      expect(writes(requests)).toEqual(['/api/v1/sources/create', '/api/v1/destinations/create']);
    },
  );
});

async function reportOf(url: string) {
  const result = await apply(aProject, url);
  return 'report' in result ? result.report : { outcomes: [] };
}

test('the same apply twice writes nothing the second time', async () => {
  await withSandbox({}, async ({ url, requests }) => {
    await apply(aProject, url);
    const written = writes(requests).length;

    expect(await apply(aProject, url)).toMatchObject({ result: 'nothing-to-do' });
    expect(writes(requests)).toHaveLength(written);
  });
});
