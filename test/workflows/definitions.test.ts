import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { applyWorkspace } from '../../src/workflows/apply.ts';
import { applySavedPlan } from '../../src/workflows/apply-saved.ts';
import type { PlanRequest } from '../../src/workflows/plan.ts';
import { planWorkspace } from '../../src/workflows/plan-causes.ts';
import { parsePlanFile, toPlanFile } from '../../src/workflows/saved-plan.ts';
import { aProjectFile, type Contents } from '../desired/project-in-memory.ts';
import { agreeing, apply, type ProjectInMemory, plan, portsFor, withSandbox } from '../support/workflow.ts';

const everything: PlanRequest = { select: [], exclude: [] };
const guarded = { allowed: [], overridesLimits: true };

const image = `kind: definition
for: source
dockerRepository: acme/source-shop
dockerImageTag: 1.2.0
documentationUrl: https://docs.example.com/acme
`;
const source = 'kind: source\ndefinition: shop\nconfiguration: {url: "https://x.example.com", token: "${env:TOKEN}"}\n';
const manifest = (...names: readonly string[]) => `type: DeclarativeSource
spec:
  type: Spec
  connection_specification:
    type: object
    additionalProperties: false
    required: [${names.join(', ')}]
    properties: {${names.map((name) => `${name}: {type: string}`).join(', ')}}
`;

function projectOf(contents: Contents): ProjectInMemory {
  return { contents: { 'airplan.yaml': aProjectFile, ...contents }, variables: { TOKEN: 'tokentokentoken' } };
}

const shop = (changes: Contents = {}) =>
  projectOf({ 'pipelines/shop.yaml': image, 'pipelines/store.yaml': source, ...changes });

async function save(project: ProjectInMemory, { url }: Sandbox, request = everything): Promise<string> {
  return toPlanFile(await planWorkspace(portsFor(project, url), request), request);
}

function applySaved(text: string, project: ProjectInMemory, { url }: Sandbox) {
  const saved = parsePlanFile(text, 'plan.json');
  return applySavedPlan(portsFor(project, url), saved, { file: 'plan.json', ...guarded }, agreeing);
}

test('a saved plan that was cut short behind its connector goes on where it stopped', () =>
  withSandbox({}, async (sandbox) => {
    const text = await save(shop(), sandbox);
    expect(text).not.toContain('tokentokentoken');
    const onlyConnector = { ...everything, select: ['definition/shop'], ...guarded };
    await applyWorkspace(portsFor(shop(), sandbox.url), onlyConnector, agreeing);

    const { result, plan: left } = await applySaved(text, shop(), sandbox);

    expect(result).toBe('applied');
    expect(left.changes.map(({ action, key }) => `${action} ${key}`)).toEqual(['create source/store']);
    expect((await applySaved(text, shop(), sandbox)).plan.notes).toEqual([
      'the saved plan is carried out already: nothing is left of it',
    ]);
  }));

test('a saved plan of a connector is stale once the image runs another tag, or the file asks for one', () =>
  withSandbox({}, async (sandbox) => {
    await apply(shop(), sandbox.url);
    const newer = shop({ 'pipelines/shop.yaml': image.replace('1.2.0', '1.3.0') });
    const text = await save(newer, sandbox);
    const newest = shop({ 'pipelines/shop.yaml': image.replace('1.2.0', '1.4.0') });

    await expect(applySaved(text, newest, sandbox)).rejects.toThrow(
      'definition/shop: the files changed dockerImageTag',
    );
    await apply(newest, sandbox.url);
    await expect(applySaved(text, newer, sandbox)).rejects.toThrow('someone changed dockerImageTag on the server');
  }));

test('a manifest that asks for more and the source that says it are one change', () =>
  withSandbox({}, async (sandbox) => {
    const crm = (names: readonly string[], configuration: string) =>
      projectOf({
        'pipelines/crm.yaml': 'kind: definition\nname: REST API\nfor: source\nmanifest: crm.manifest.yaml\n',
        'pipelines/crm.manifest.yaml': manifest(...names),
        'pipelines/store.yaml': `kind: source\ndefinition: crm\nconfiguration: ${configuration}\n`,
      });
    expect((await apply(crm(['url'], '{url: a}'), sandbox.url)).result).toBe('applied');

    await expect(plan(crm(['url', 'region'], '{url: a}'), sandbox.url)).rejects.toMatchObject({
      issues: [{ rule: 'missing-key' }],
    });
    const both = crm(['url', 'region'], '{url: a, region: eu}');
    expect((await plan(both, sandbox.url)).changes.map(({ key, dependsOn }) => [key, dependsOn])).toEqual([
      ['definition/crm', []],
      ['source/store', ['definition/crm']],
    ]);
    expect((await apply(both, sandbox.url)).result).toBe('applied');
  }));

test('a source on a manifest to come is checked at once, its secrets as the manifest names them', () =>
  withSandbox({}, async (sandbox) => {
    const crm = (configuration: string) =>
      projectOf({
        'pipelines/crm.yaml': 'kind: definition\nname: CRM\nfor: source\nmanifest: crm.manifest.yaml\n',
        'pipelines/crm.manifest.yaml': manifest('url', 'token').replace(/(?<=token: .*)}}/, ', airbyte_secret: true}}'),
        'pipelines/store.yaml': `kind: source\ndefinition: crm\nconfiguration: ${configuration}\n`,
      });
    const whole = crm('{url: a, token: "${env:TOKEN}"}');

    await expect(plan(crm('{url: a}'), sandbox.url)).rejects.toMatchObject({ issues: [{ rule: 'missing-key' }] });
    await expect(plan(crm('{url: a, token: "${env:TOKEN}", no: c}'), sandbox.url)).rejects.toMatchObject({
      issues: [{ rule: 'unknown-key' }],
    });
    const { changes } = await plan(whole, sandbox.url);
    expect(changes.map(({ action, key, dependsOn, notes }) => [action, key, dependsOn, notes])).toEqual([
      ['create', 'definition/crm', [], []],
      ['create', 'source/store', ['definition/crm'], []],
    ]);
    expect(JSON.stringify(changes)).not.toContain('tokentokentoken');

    const text = await save(whole, sandbox);
    const onlyConnector = { ...everything, select: ['definition/crm'], ...guarded };
    await applyWorkspace(portsFor(whole, sandbox.url), onlyConnector, agreeing);
    const { result, plan: left } = await applySaved(text, whole, sandbox);
    expect([result, left.changes.map(({ key }) => key)]).toEqual(['applied', ['source/store']]);
    expect((await plan(whole, sandbox.url)).changes).toEqual([]);
    expect((await applySaved(text, whole, sandbox)).plan.notes).toEqual([
      'the saved plan is carried out already: nothing is left of it',
    ]);
  }));

test('members of a manifest in another order are no change', () =>
  withSandbox({}, async ({ url }) => {
    const crm = (text: string) =>
      projectOf({
        'pipelines/crm.yaml': 'kind: definition\nname: REST API\nfor: source\nmanifest: crm.manifest.yaml\n',
        'pipelines/crm.manifest.yaml': text,
      });
    const [type = '', ...spec] = manifest('url').split(/^(?=spec)/m);
    await apply(crm(`${type}${spec.join('')}`), url);

    expect((await plan(crm(`# moved\n${spec.join('')}${type}`), url)).changes).toEqual([]);
  }));

const removed = (text: string) => `${text}remove: true\n`;

test('a connector is deleted after what ran on it, and never before', () =>
  withSandbox({}, async ({ url, store }) => {
    await apply(shop(), url);
    const gone = shop({ 'pipelines/shop.yaml': removed(image), 'pipelines/store.yaml': removed(source) });

    const { changes } = await plan(gone, url);
    expect(changes.map(({ key, dependsOn }) => [key, dependsOn])).toEqual([
      ['source/store', []],
      ['definition/shop', ['source/store']],
    ]);
    expect((await apply(gone, url)).result).toBe('applied');
    expect(store.definitions.list().filter(({ origin, isDeleted }) => origin === 'custom' && !isDeleted)).toEqual([]);
  }));

test('a connector goes while its source moves to another one', () =>
  withSandbox({}, async ({ url }) => {
    await apply(shop(), url);
    const moved = shop({
      'pipelines/shop.yaml': removed(image),
      'pipelines/store.yaml': source.replace('definition: shop', 'definition: shop2'),
      'pipelines/shop2.yaml': image.replace('acme/source-shop', 'acme/source-shop2'),
    });

    const { changes } = await plan(moved, url);
    expect(changes.map(({ action, key, dependsOn }) => [action, key, dependsOn])).toEqual([
      ['create', 'definition/shop2', []],
      ['replace', 'source/store', ['definition/shop2']],
      ['delete', 'definition/shop', ['source/store']],
    ]);
    expect((await apply(moved, url)).result).toBe('applied');
  }));

test('a connector that is used by what no file names, or is not selected, stays', () =>
  withSandbox({}, async ({ url }) => {
    await apply(shop(), url);
    const unnamed = projectOf({ 'pipelines/shop.yaml': removed(image) });
    const both = shop({ 'pipelines/shop.yaml': removed(image), 'pipelines/store.yaml': removed(source) });
    const select = ['definition/shop'];

    for (const [project, request] of [
      [unnamed, everything],
      [both, { ...everything, select }],
    ] as const) {
      await expect(planWorkspace(portsFor(project, url), request)).rejects.toMatchObject({
        issues: [{ rule: 'connector-in-use', place: { file: 'pipelines/shop.yaml' } }],
      });
    }
    const { plan: pruning } = await planWorkspace(portsFor(unnamed, url), { ...everything, prune: true });
    expect(pruning.changes.map(({ action, kind }) => `${action} ${kind}`)).toEqual([
      'delete source',
      'delete definition',
    ]);
  }));

test('a protected connector is not deleted, whatever the flags; what no file names is not pruned', () =>
  withSandbox({}, async ({ url }) => {
    const alone = (text: string) => projectOf({ 'pipelines/shop.yaml': text });
    await apply(alone(image), url);

    await expect(apply(alone(`${removed(image)}protect: true\n`), url)).rejects.toThrow('definition/shop is protected');
    const prune = { ...everything, prune: true, showUnmanaged: true };
    const { plan: empty } = await planWorkspace(
      portsFor(projectOf({ 'pipelines/a.yaml': source.replace('shop', 'REST API') }), url),
      prune,
    );
    expect([empty.summary.delete, empty.unmanaged]).toEqual([0, []]);
  }));

test('a removed connector is found without its manifest, and its file can go afterwards', () =>
  withSandbox({}, async ({ url }) => {
    const crm = projectOf({
      'pipelines/crm.yaml':
        'kind: definition\nname: REST API\nfor: source\nmanifest: gone.manifest.yaml\nremove: true\n',
    });

    expect((await apply(crm, url)).result).toBe('applied');
    expect((await plan(crm, url)).notes).toEqual(['definition/crm is gone; its file can be deleted']);
  }));

test('what runs on a connector that is neither there nor selected cannot be planned', () =>
  withSandbox({}, async ({ url }) => {
    const request = { ...everything, select: ['source/store'] };
    await expect(planWorkspace(portsFor(shop(), url), request)).rejects.toMatchObject({
      issues: [{ rule: 'unselected-dependency', hint: 'add --select definition/shop' }],
    });
    const { plan: whole } = await planWorkspace(portsFor(shop(), url), { ...everything, select: ['+source/store'] });
    expect(whole.summary.create).toBe(2);
  }));
