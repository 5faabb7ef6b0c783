import { expect, test } from 'vitest';
import { AirplanError } from '../../src/errors.ts';
import type { Fault, Intercept } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { applyWorkspace } from '../../src/workflows/apply.ts';
import { agreeing, apply, type ProjectInMemory, plan, portsFor, withSandbox, writes } from '../support/workflow.ts';
import { aProject } from './a-project.ts';

const shop = String(aProject.contents['pipelines/shop.yaml']);
const lake = String(aProject.contents['pipelines/lake.yaml']);

function having(contents: ProjectInMemory['contents']): ProjectInMemory {
  return { ...aProject, contents: { ...aProject.contents, ...contents } };
}

const onMysql = having({
  'pipelines/shop.yaml': shop
    .replace('airbyte/source-postgres', 'airbyte/source-mysql')
    .replace('username: reader', 'username: reader, replication_method: {method: STANDARD}'),
});
const onPostgres = having({
  'pipelines/lake.yaml': lake
    .replace('airbyte/destination-local-json', 'airbyte/destination-postgres')
    .replace('{destination_path: /lake}', '{host: db, port: 5432, database: lake, schema: public, username: writer}'),
});
const removed = having(
  Object.fromEntries(
    Object.entries(aProject.contents).flatMap(([file, text]) =>
      file === 'airplan.yaml' || (file.endsWith('lake.yaml') && !file.endsWith('to-lake.yaml'))
        ? []
        : [[file, `${text}remove: true\n`]],
    ),
  ),
);

const changes: readonly (readonly [string, ProjectInMemory])[] = [
  ['a source whose connector changed', onMysql],
  ['a destination whose connector changed', onPostgres],
  ['a source and its connection that are removed', removed],
];

/** What is live of each kind: names, in order. */
function living({ store }: Sandbox): object {
  const actors = [...store.actors.source.list(), ...store.actors.destination.list()];
  return {
    actors: actors
      .filter(({ configuration }) => configuration !== null)
      .map(({ name }) => name)
      .sort(),
    connections: store.connections
      .list()
      .filter(({ status }) => status !== 'deprecated')
      .map(({ name }) => name),
  };
}

/** Every write from the `nth` on is lost, as for someone whose machine is killed there. */
function killedAt(nth: number, isArmed: () => boolean, fault: Fault): Intercept {
  let seen = 0;
  return (request) => {
    if (!isArmed() || writes([{ ...request, status: 200 }]).length === 0) return undefined;
    seen += 1;
    return seen >= nth ? (seen === nth ? fault : { type: 'reset-before' }) : undefined;
  };
}

test.each(changes)('a plan converges whatever request its apply was killed at: %s', async (_what, project) => {
  const whole = await withSandbox({}, async (sandbox) => {
    await apply(aProject, sandbox.url);
    const before = writes(sandbox.requests).length;
    expect(await apply(project, sandbox.url)).toMatchObject({ result: 'applied' });
    return { state: living(sandbox), writes: writes(sandbox.requests).length - before };
  });
  for (let nth = 1; nth <= whole.writes; nth += 1) {
    for (const fault of [{ type: 'reset-before' }, { type: 'reset-after' }] as const) {
      let isArmed = false;
      await withSandbox({ intercept: killedAt(nth, () => isArmed, fault) }, async (sandbox) => {
        await apply(aProject, sandbox.url);
        isArmed = true;
        await applyOrFail(project, sandbox.url);
        isArmed = false;
        await apply(project, sandbox.url);

        expect(living(sandbox), `write ${nth}, ${fault.type}`).toEqual(whole.state);
        expect((await plan(project, sandbox.url)).changes).toEqual([]);
      });
    }
  }
});

async function applyOrFail(project: ProjectInMemory, url: string): Promise<void> {
  try {
    await apply(project, url);
  } catch (error) {
    if (!(error instanceof AirplanError)) throw error;
  }
}

test('after a kill behind the deletion what is left is a creation, which needs no flag', async () => {
  let isArmed = false;
  await withSandbox({ intercept: killedAt(2, () => isArmed, { type: 'reset-before' }) }, async ({ url }) => {
    await apply(aProject, url);
    isArmed = true;
    await applyOrFail(onMysql, url);
    isArmed = false;
    const request = { select: [], exclude: [], allowed: [], overridesLimits: false };

    expect((await plan(onMysql, url)).summary).toMatchObject({ create: 2, replace: 0, delete: 0 });
    expect(await applyWorkspace(portsFor(onMysql, url), request, agreeing)).toMatchObject({ result: 'applied' });
  });
});
