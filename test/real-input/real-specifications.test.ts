import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SandboxAuth } from '../../src/sandbox/auth.ts';
import { sandboxProfiles } from '../../src/sandbox/profile.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { editActorInUi, editConnectionInUi } from '../../src/sandbox/ui-edits.ts';
import { type CheckedExchange, loadContractProxy, sharedFolder, skipWithoutShared } from '../support/contract.ts';
import { apply, type ProjectInMemory, plan, requestsDuring, withSandbox, writes } from '../support/workflow.ts';
import { variables, workedExample } from './worked-example.ts';

const skip = skipWithoutShared('the worked example on real specifications and catalogs');

const specsFolder = join(sharedFolder, 'specs');
const catalogsFolder = join(sharedFolder, 'catalogs');

interface Login {
  readonly name: string;
  readonly auth: SandboxAuth;
  /** As `airplan.yaml` states it. */
  readonly environment: string;
}

const logins: readonly Login[] = [
  { name: 'nobody', auth: { mode: 'none' }, environment: '' },
  {
    name: 'an application with a token',
    auth: {
      mode: 'token',
      clientId: variables.AIRBYTE_CLIENT_ID ?? '',
      clientSecret: variables.AIRBYTE_CLIENT_SECRET ?? '',
      isAdmin: false,
    },
    environment: '    auth: {clientId: "${env:AIRBYTE_CLIENT_ID}", clientSecret: "${env:AIRBYTE_CLIENT_SECRET}"}\n',
  },
];

const cases = sandboxProfiles.flatMap((profile) => logins.map((login) => ({ profile, ...login, login: login.name })));

/** A sandbox on real input, spoken to through the checker of the published contract. */
async function withCheckedSandbox(
  options: SandboxOptions,
  use: (url: string, sandbox: Sandbox) => Promise<void>,
): Promise<readonly CheckedExchange[]> {
  const startProxy = await loadContractProxy();
  return withSandbox({ specsFolder, catalogsFolder, ...options }, async (sandbox) => {
    const proxy = await startProxy({ target: sandbox.url });
    try {
      await use(proxy.url, sandbox);
      return proxy.lines;
    } finally {
      await proxy.close();
    }
  });
}

function expectWithinContract(lines: readonly CheckedExchange[]): void {
  expect(lines.filter(({ ok }) => !ok)).toEqual([]);
  // The contract is that of 2.0: what older servers say besides it is their affair, what is asked is ours.
  const undeclared = lines.flatMap((line) => line.undeclared);
  expect(undeclared.filter((place) => !place.startsWith('response'))).toEqual([]);
  expect(lines.length).toBeGreaterThan(20);
}

async function expectConverged(project: ProjectInMemory, url: string, sandbox: Sandbox): Promise<void> {
  expect((await plan(project, url)).changes).toEqual([]);
  const again = await requestsDuring(sandbox, () => apply(project, url));
  expect(again.result.result).toBe('nothing-to-do');
  expect(writes(again.requests)).toEqual([]);
}

test.skipIf(skip).each(cases)(
  'the worked example plans, applies and re-plans empty on $profile for $login',
  async ({ profile, auth, environment }) => {
    const project = workedExample(environment);
    const lines = await withCheckedSandbox({ profile, auth }, async (url, sandbox) => {
      expect((await plan(project, url)).summary).toMatchObject({ create: 6, unchanged: 0, unmanaged: 0 });
      expect(await apply(project, url)).toMatchObject({ result: 'applied', after: { changes: [] } });
      await expectConverged(project, url, sandbox);
    });
    expectWithinContract(lines);
  },
);

test.skipIf(skip).each(cases)(
  'what is edited by hand is found and repaired on $profile for $login',
  async ({ profile, auth, environment }) => {
    const project = workedExample(environment);
    const lines = await withCheckedSandbox({ profile, auth }, async (url, sandbox) => {
      await apply(project, url);
      await editEverything(project, url, sandbox);
      expect((await plan(project, url)).changes.map(({ key, fields }) => [key, ...paths(fields)])).toEqual([
        ['source/crm-api', 'configuration.method'],
        ['source/ecommerce', 'configuration.port'],
        ['destination/bronze', 'configuration.format.compression_codec'],
        ['destination/staging', 'configuration.schema'],
        ['connection/crm-to-staging', 'tags'],
        ['connection/ecommerce-to-bronze', 'status'],
      ]);
      expect(await apply(project, url)).toMatchObject({ result: 'applied', after: { changes: [] } });
      await expectConverged(project, url, sandbox);
    });
    expectWithinContract(lines);
  },
);

async function editEverything(project: ProjectInMemory, url: string, { store }: Sandbox): Promise<void> {
  const { ids } = await plan(project, url);
  const idOf = (key: string): string => new Map(Object.entries(ids)).get(key) ?? '';
  await editActorInUi(store, 'source', idOf('source/ecommerce'), { configuration: { port: 5433 } });
  await editActorInUi(store, 'source', idOf('source/crm-api'), { configuration: { method: 'POST' } });
  const format = { format_type: 'Parquet', compression_codec: 'GZIP' };
  await editActorInUi(store, 'destination', idOf('destination/bronze'), { configuration: { format } });
  await editActorInUi(store, 'destination', idOf('destination/staging'), { configuration: { schema: 'public' } });
  await editConnectionInUi(store, idOf('connection/ecommerce-to-bronze'), { status: 'inactive' });
  await editConnectionInUi(store, idOf('connection/crm-to-staging'), { tagIds: [] });
}

function paths(fields: readonly { readonly path: readonly string[] }[]): readonly string[] {
  return fields.map(({ path }) => path.join('.'));
}

/** The sandbox finds the catalog of a file for the source of its name. */
const onCatalogs = {
  'pipelines/sources/faker.yaml': `kind: source
name: faker.configured
definition: airbyte/source-faker
configuration: {count: 1000}
`,
  'pipelines/sources/pokeapi.yaml': `kind: source
name: pokeapi.configured
definition: airbyte/source-pokeapi
configuration: {pokemon_name: bulbasaur}
`,
  'pipelines/connections/faker.yaml': `kind: connection
source: faker
destination: staging
streams:
  - {name: "p*", destinationSyncMode: append}
  - {name: purchases, syncMode: incremental, destinationSyncMode: append}
  - {name: users, syncMode: incremental, destinationSyncMode: append, fields: {exclude: [telephone, gender]}}
`,
  'pipelines/connections/pokeapi.yaml': `kind: connection
source: pokeapi
destination: bronze
prefix: poke_
defaults: {destinationSyncMode: overwrite}
streams:
  - {name: "*"}
  - {name: pokemon, destinationSyncMode: append, fields: {include: [id, name, types]}}
`,
};

test.skipIf(skip).each(sandboxProfiles)(
  'real catalogs are selected from and re-planned empty on %s',
  async (profile) => {
    const project = workedExample('', onCatalogs);
    const lines = await withCheckedSandbox({ profile }, async (url, sandbox) => {
      expect(await apply(project, url)).toMatchObject({ result: 'applied', after: { changes: [] } });
      expect(selected(sandbox)).toMatchObject({
        faker: { products: undefined, purchases: undefined, users: expect.not.arrayContaining(['telephone']) },
        pokeapi: { other: undefined, other2: undefined, pokemon: ['id', 'name', 'types'] },
      });
      await expectConverged(project, url, sandbox);
    });
    expectWithinContract(lines);
  },
);

/** Which fields of which stream each connection syncs; all where it does not choose. */
function selected({ store }: Sandbox) {
  return Object.fromEntries(
    store.connections
      .list()
      .map(({ name, catalog }) => [
        name,
        Object.fromEntries(
          catalog.streams.map(({ stream, isFieldSelectionEnabled, jsonSchema }) => [
            stream.name,
            isFieldSelectionEnabled ? Object.keys(jsonSchema.properties ?? {}).sort() : undefined,
          ]),
        ),
      ]),
  );
}
