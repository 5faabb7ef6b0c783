import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { sharedFolder, skipWithoutShared } from '../support/contract.ts';
import { checkLaw } from '../support/law.ts';
import { listMutants, type Mutant } from '../support/mutants.ts';
import { findBroken } from '../support/specification-oracle.ts';
import { hasUnstorableSecret, replaceSecrets, secretPlaces } from '../support/specification-secrets.ts';
import {
  newestConnectors,
  otherConnectors,
  type SpecifiedConnector,
  writeOtherConnectors,
} from '../support/specifications.ts';
import { specifiedConfigurations } from '../support/specified-configurations.ts';
import { secretMarker } from '../support/written-value.ts';
import { type Answer, mask, type World, withSandbox } from './world.ts';

const skip = skipWithoutShared('configurations of real specifications');
const runs = 3;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airplan-specifications-'));
  await writeOtherConnectors(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const seen = {
  configurations: 0,
  secrets: 0,
  updated: 0,
  mutants: 0,
  refused: new Map<string, number>(),
  unstorable: 0,
};
afterAll(() => {
  // biome-ignore lint/suspicious/noConsole: how many of the mutants were refused says how much was tried
  if (!skip) console.log('generated from real specifications:', seen);
});

test.skipIf(skip)('there are 42 real specifications and 11 cases for secrets', () => {
  expect(newestConnectors.length + otherConnectors.length).toBe(42 + 11);
});

const realFolder = join(sharedFolder, 'specs');
// Not one suite for each folder: without the test data they would be empty, which is an error.
const connectors = [
  ...newestConnectors.map((connector) => ({ ...connector, getFolder: () => realFolder })),
  ...otherConnectors.map((connector) => ({ ...connector, getFolder: () => folder })),
];

test.skipIf(skip).each(connectors)(
  '$name: what it accepts is read back masked at its secrets and can be sent so, what it refuses is a 422',
  { timeout: 300_000 },
  ({ getFolder, ...connector }) =>
    withSandbox({ specsFolder: getFolder() }, (world) =>
      checkLaw(trials(connector), (trial) => expectFaithful(world, connector, trial), runs),
    ),
);

interface Trial {
  readonly configuration: JsonObject;
  readonly mutants: readonly Mutant[];
}

function trials({ specification }: SpecifiedConnector): fc.Arbitrary<Trial> {
  return specifiedConfigurations(specification).chain((configuration) => {
    const all = listMutants(configuration, specification);
    return fc.record({
      configuration: fc.constant(configuration),
      mutants: fc
        .shuffledSubarray([...all], { minLength: all.length })
        .map((shuffled) => chooseMutants(shuffled, specification)),
    });
  });
}

/** Five that the specification refuses, each for another reason as far as there are any, and one that it accepts. */
function chooseMutants(mutants: readonly Mutant[], specification: JsonObject): readonly Mutant[] {
  const reasons = mutants.map((mutant): [Mutant, string | undefined] => [
    mutant,
    findBroken(specification, mutant.configuration),
  ]);
  const refused = reasons.filter(([, reason]) => reason !== undefined);
  const byReason = new Map(refused.map(([mutant, reason]) => [reason, mutant]));
  const chosen = new Set([...byReason.values(), ...refused.map(([mutant]) => mutant)]);
  const accepted = reasons.filter(([, reason]) => reason === undefined).map(([mutant]) => mutant);
  return [...[...chosen].slice(0, 5), ...accepted.slice(0, 1)];
}

async function expectFaithful(world: World, connector: SpecifiedConnector, trial: Trial): Promise<void> {
  const refused = trial.mutants.filter(({ configuration }) => findBroken(connector.specification, configuration));
  expect(refused).toHaveLength(5);
  seen.configurations += 1;
  const id = await expectStored(world, connector, trial.configuration);
  await expectKept(world, connector, id, trial.configuration);
  for (const mutant of trial.mutants) await expectJudged(world, connector, mutant);
}

async function expectJudged(world: World, connector: SpecifiedConnector, mutant: Mutant): Promise<void> {
  const { kind, specification } = connector;
  const { change, configuration } = mutant;
  const reason = findBroken(specification, configuration);
  seen.mutants += 1;
  if (reason === undefined && !hasUnstorableSecret(configuration, secretPlaces(specification))) {
    await expectStored(world, connector, configuration);
    return;
  }
  const before = world.sandbox.store.actors[kind].size;
  const answer = await create(world, connector, configuration);
  expect([change, answer.status]).toEqual([change, reason === undefined ? 500 : 422]);
  expect(answer.text).not.toContain(secretMarker);
  expect(world.sandbox.store.actors[kind].size).toBe(before);
  if (reason === undefined) seen.unstorable += 1;
  else expectExplained(answer, specification, reason);
}

function expectExplained({ body }: Answer, specification: JsonObject, reason: string): void {
  expect(body.message).toMatch(/^The provided configuration does not fulfill the specification\. Errors: \$.*: ./);
  expect(body.message.slice(body.message.indexOf('\nSchema: \n') + 10)).toBe(
    JSON.stringify(specification, undefined, 2),
  );
  seen.refused.set(reason, (seen.refused.get(reason) ?? 0) + 1);
}

/** Creates it, and gives its id. */
async function expectStored(world: World, connector: SpecifiedConnector, configuration: Json): Promise<string> {
  const { kind, specification } = connector;
  const created = await create(world, connector, configuration);
  expect([created.status, created.text]).toEqual([200, expect.any(String)]);
  const read = await world.post(`${kind}s/get`, { [`${kind}Id`]: created.body[`${kind}Id`] });
  const expected = replaceSecrets(configuration, secretPlaces(specification), mask);
  for (const { body, text } of [created, read]) {
    expect(body.connectionConfiguration).toEqual(expected);
    expect(text).not.toContain(secretMarker);
  }
  seen.secrets += read.text.split(JSON.stringify(mask)).length - 1;
  return created.body[`${kind}Id`];
}

/** An update with what was read, masks and all, keeps the secrets outside of lists, where a mask may stand at all. */
async function expectKept(world: World, connector: SpecifiedConnector, id: string, configuration: Json) {
  const { kind, specification } = connector;
  const connectionConfiguration = replaceSecrets(configuration, secretPlaces(specification), mask);
  const isAccepted = findBroken(specification, connectionConfiguration) === undefined;
  const answer = await world.post(`${kind}s/update`, { [`${kind}Id`]: id, name: 'again', connectionConfiguration });
  expect([answer.status, answer.text]).toEqual([isAccepted ? 200 : 422, expect.not.stringContaining(secretMarker)]);
  const { actors, secrets } = world.sandbox.store;
  const kept = JSON.parse(JSON.stringify(actors[kind].find(id)?.configuration), (_name, value) =>
    typeof value?._secret === 'string' ? secrets.find(value._secret)?.value : value,
  );
  // There a branch is the secret itself, and the server looks into branches for properties only.
  if (connector.name !== 'array2.json') expect(markedSecrets(kept)).toEqual(markedSecrets(configuration));
  if (isAccepted) seen.updated += 1;
}

/** By the path to each, sorted; not those in lists. */
function markedSecrets(value: Json, path = '$'): readonly string[] {
  if (typeof value === 'string') return value.includes(secretMarker) ? [`${path}=${value}`] : [];
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .flatMap(([name, inner]) => markedSecrets(inner, `${path}.${name}`))
    .sort();
}

function create(world: World, { kind, definitionId }: SpecifiedConnector, configuration: Json): Promise<Answer> {
  return world.post(`${kind}s/create`, {
    workspaceId: world.workspaceId,
    [`${kind}DefinitionId`]: definitionId,
    name: 'generated',
    connectionConfiguration: configuration,
  });
}
