import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergePatch } from '../../src/desired/merge-patch.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { aProject, type Contents, findings, load } from './project-in-memory.ts';

/** The project with one environment whose patch is `lines`. */
function patched(lines: string, others: Contents = {}): Contents {
  const patch = lines.replace(/^/gm, '      ');
  return {
    ...aProject,
    'airplan.yaml': `version: 1\nenvironments:\n  test:\n    server: sandbox\n    workspace: default\n    variables: {port: 5433}\n    patch:\n${patch}\n`,
    ...others,
  };
}

const aShop = `kind: source
definition: airbyte/source-postgres
configuration:
  host: db.example.com
  port: 5432
  schemas: [public, audit]
  ssl_mode: {mode: prefer}
`;

async function shopOf(patch: string, environment: Readonly<Record<string, string>> = {}) {
  const { desired, issues } = await load(patched(patch, { 'pipelines/shop.yaml': aShop }), environment);
  expect(issues).toEqual([]);
  return desired?.sources[0];
}

describe('a patch', () => {
  test('is merged into the mappings of a resource', async () => {
    const source = await shopOf('source/shop: {name: Shop, configuration: {port: 5433, ssl_mode: {ca: none}}}');

    expect(source).toMatchObject({
      name: 'Shop',
      configuration: { host: 'db.example.com', port: 5433, ssl_mode: { mode: 'prefer', ca: 'none' } },
    });
  });

  test('replaces lists, and mappings by what is none', async () => {
    const source = await shopOf('source/shop: {configuration: {schemas: [shop], ssl_mode: off}}');

    expect(source?.configuration).toMatchObject({ schemas: ['shop'], ssl_mode: 'off' });
  });

  test('removes a key by null', async () => {
    const source = await shopOf('source/shop: {configuration: {ssl_mode: null, schemas: }}');

    expect(source?.configuration).toEqual({ host: 'db.example.com', port: 5432 });
  });

  test('has references like every other value', async () => {
    const patch = 'source/shop: {configuration: {port: "${var:port}", host: "${env:HOST}"}}';
    const source = await shopOf(patch, { HOST: 'db.internal' });

    expect(source?.configuration.port).toBe(5433);
    expect(JSON.stringify(source?.configuration)).toContain('${env:HOST}');
  });

  test('takes __proto__ for a key like any other', async () => {
    const source = await shopOf('source/shop: {configuration: {"__proto__": {polluted: true}}}');

    expect(Object.keys(source?.configuration ?? {})).toContain('__proto__');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('changes catalogs and connections, and fills in what a document lacks', async () => {
    const { desired, issues } = await load(
      patched('catalog/shop: {streams: [{name: items}]}\nconnection/shop-to-lake: {catalog: shop, prefix: test_}', {
        'pipelines/catalogs/shop.yaml': 'kind: catalog\nstreams: [{name: orders}]\n',
        'pipelines/shop-to-lake.yaml': 'kind: connection\nsource: shop\ndestination: lake\n',
      }),
    );

    expect(issues).toEqual([]);
    expect(desired?.connections[0]).toMatchObject({ settings: { prefix: 'test_' }, streams: [{ name: 'items' }] });
  });

  test('is of its environment only', async () => {
    const contents: Contents = {
      ...patched('source/shop: {name: Test}'),
      'pipelines/shop.yaml': aShop,
    };
    const two = {
      ...contents,
      'airplan.yaml': `${contents['airplan.yaml']}  other: {server: sandbox, workspace: default}\n`,
    };

    expect((await load(two, {}, 'test')).desired?.sources[0]?.name).toBe('Test');
    expect((await load(two, {}, 'other')).desired?.sources[0]?.name).toBe('shop');
  });

  test('leads findings about its values to itself, and all others to the file of the resource', async () => {
    const project = patched('source/shop:\n  configuration: {host: "${var:hots}"}\n  definition: 5\n  nmae: Shop', {
      'pipelines/shop.yaml': 'kind: source\ndefinition: any\nconfiguration: {user: "${var:usr}"}\nkye: other\n',
    });

    expect(await findings(project)).toMatchInlineSnapshot(`
      "error: "definition" must be text, but is a number
        airplan.yaml:10:21 (wrong-type)
        10 |         definition: 5
           |                     ^
        hint: put the value in quotes

      error: source has no key "nmae"
        airplan.yaml:11:9 (unknown-key)
        11 |         nmae: Shop
           |         ^^^^
        hint: known keys: kind, key, name, id, renamedFrom, protect, remove, reason,
              definition, version, configuration

      error: source has no key "kye"
        pipelines/shop.yaml:4:1 (unknown-key)
        4 | kye: other
          | ^^^
        hint: known keys: kind, key, name, id, renamedFrom, protect, remove, reason,
              definition, version, configuration

      3 errors in 2 files"
    `);
  });

  test('with a variable that is not there is where the finding points', async () => {
    const project = patched('source/shop: {configuration: {host: "${var:hots}"}}', {
      'pipelines/shop.yaml': 'kind: source\ndefinition: any\nconfiguration: {user: "${var:usr}"}\n',
    });

    expect(await findings(project)).toMatchInlineSnapshot(`
      "error: environment "test" has no variable "hots"
        airplan.yaml:8:43 (missing-variable)
        8 |       source/shop: {configuration: {host: "\${var:hots}"}}
          |                                           ^^^^^^^^^^^^^
        hint: variables: port

      error: environment "test" has no variable "usr"
        pipelines/shop.yaml:3:23 (missing-variable)
        3 | configuration: {user: "\${var:usr}"}
          |                       ^^^^^^^^^^^^
        hint: variables: port

      2 errors in 2 files"
    `);
  });

  test('that removes what has to be there is what the finding points at', async () => {
    const project = patched('source/shop: {definition: null}\nconnection/shop-to-lake: {streams: null}');

    expect(await findings(project)).toMatchInlineSnapshot(`
      "error: source lacks the key "definition"
        airplan.yaml:8:21 (missing-key)
        8 |       source/shop: {definition: null}
          |                     ^^^^^^^^^^
        hint: add "definition": the connector: its docker repository, its exact name,
              its id, or the key of a \`definition\` of the files

      error: connection "shop-to-lake" does not say which streams to sync
        airplan.yaml:9:33 (missing-key)
        9 |       connection/shop-to-lake: {streams: null}
          |                                 ^^^^^^^
        hint: add "catalog" with the key of a catalog, or "streams" with a list

      2 errors in 1 file"
    `);
  });

  test('that makes two forms of one is what the finding points at', async () => {
    const project = patched('connection/shop-to-lake:\n  schedule: {cron: "0 0 3 * * ?"}', {
      'pipelines/shop-to-lake.yaml':
        'kind: connection\nsource: shop\ndestination: lake\nstreams: [{name: orders}]\nschedule: {units: 6, timeUnit: hours}\n',
    });

    expect(await findings(project)).toMatchInlineSnapshot(`
      "error: "schedule" does not have one of its forms
        airplan.yaml:9:19 (wrong-type)
        9 |         schedule: {cron: "0 0 3 * * ?"}
          |                   ^^^^^^^^^^^^^^^^^^^^^
        hint: write one of: manual, {units, timeUnit}, {cron, timeZone}

      1 error in 1 file"
    `);
  });
});

test.each([
  ['null', '', '"source/shop" has no value; it must be a mapping of keys to values'],
  ['source/shop: null', '8:20', '"source/shop" has no value'],
  ['source/shop: [1]', '8:20', '"source/shop" must be a mapping of keys to values, but is a list'],
  ['source/shpo: {name: Shop}', '8:7', 'the patch is for "source/shpo", which no file declares'],
  ['shop: {name: Shop}', '8:7', 'write kind and key, "source/shop"'],
  ['sources/shop: {name: Shop}', '8:7', 'there is no kind "sources"'],
  ['"source/__proto__": {name: Shop}', '8:7', 'which no file declares'],
  ['"__proto__": {name: Shop}', '8:7', 'which no file declares'],
  ['source/shop: {kind: destination}', '8:21', '"kind" of source/shop cannot be patched'],
  ['source/shop: {key: other}', '8:21', '"key" of source/shop cannot be patched'],
  ['source/shop: {configuration: {hosst: null}}', '8:37', 'did you mean "host"?'],
  ['source/shop: {configuration: null}', '8:21', 'lacks the key "configuration"'],
  ['source/shop: {}\nsource/shop: {}', '9:7', 'is given twice'],
])('%s is told at its place', async (patch, place, says) => {
  const found = await findings(patched(patch));

  if (place !== '') {
    expect(found).toContain(`airplan.yaml:${place}`);
    expect(found).toContain(says);
  }
  expect(found).toContain('hint:');
});

test('a patch for what a broken file may declare is no finding of its own', async () => {
  const found = await findings(patched('source/broken: {name: Shop}', { 'pipelines/broken.yaml': 'kind: "\n' }));

  expect(found).not.toContain('no file declares');
});

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.string(), fc.constant(null), fc.array(fc.integer()), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), tie('value'), { maxKeys: 4 }),
})).object;

const objects = json as fc.Arbitrary<JsonObject>;

/** The algorithm of RFC 7396, word by word. */
function rfc7396(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, rfc7396(result.get(name), value));
  }
  return Object.fromEntries(result);
}

test('merging is that of RFC 7396, and every value is where the marks say', () => {
  fc.assert(
    fc.property(objects, objects, (document, patch) => {
      const merged = mergePatch(document, patch);

      expect(merged.value).toEqual(rfc7396(document, patch));
      expect(mergePatch(merged.value, patch).value).toEqual(merged.value);
      expect(mergePatch(document, {}).value).toEqual(document);
    }),
    { numRuns: 1000 },
  );
});
