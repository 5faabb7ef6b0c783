import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Connector } from '../../src/model/connector.ts';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import type { ActorKind } from '../../src/model/resource.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderSkeleton } from '../../src/render/skeleton.ts';
import { compileSchema } from '../../src/util/json-schema.ts';
import { visible } from '../../src/util/visible.ts';
import { validateFiles } from '../../src/workflows/load.ts';
import { aProjectFile, portsOf } from '../desired/project-in-memory.ts';
import { readSharedJson, skipWithoutShared } from '../support/contract.ts';

const aConnector: Connector = {
  kind: 'source',
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Shop: "API"',
  dockerRepository: 'acme/source-shop',
  dockerImageTag: '1.2.3',
  supportLevel: 'community',
  isCustom: false,
};

const text = (specification: JsonObject, connector: Partial<Connector> = {}): string => {
  const whole = { ...aConnector, ...connector };
  return renderSkeleton({ connector: whole, definition: whole.dockerRepository, specification });
};

test('a skeleton has what is required first, secrets as references and the rest commented out', () => {
  expect(
    text({
      type: 'object',
      required: ['key', 'since', 'mode'],
      properties: {
        limit: { type: 'integer', title: 'Limit', default: 10, order: 0 },
        key: { type: 'string', airbyte_secret: true, order: 2 },
        since: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The <b>first</b>\nday', order: 1 },
        mode: {
          type: 'object',
          oneOf: [
            { title: 'All', required: ['type'], properties: { type: { const: 'all' } } },
            {
              title: 'Some',
              required: ['type', 'ids'],
              properties: { type: { const: 'some' }, ids: { type: 'array', minItems: 1, items: { type: 'string' } } },
            },
          ],
        },
      },
    }),
  ).toMatchInlineSnapshot(`
    "# A source on Shop: "API" 1.2.3.
    # Required settings come first; take away the # of any other to set it.
    # Values are defaults or examples; "change-me" where the connector has none.
    kind: source
    name: "Shop: \\"API\\""
    definition: acme/source-shop
    configuration:
      # The first day
      since: "2024-01-01"
      key: "\${env:SOURCE_SHOP_KEY}"
      # One of:
      #   type: all (All)
      #   type: some (Some), needs ids
      mode:
        type: all
      # Limit
      #limit: 10"
  `);
});

test('a connector without settings gives a file with none', () => {
  expect(parse(text({}))).toEqual({
    kind: 'source',
    name: 'Shop: "API"',
    definition: 'acme/source-shop',
    configuration: {},
  });
});

test('what a specification says reaches neither the terminal nor the file as something else than text', () => {
  const shown = text(
    {
      required: ['yes', '\u001b[2J', 'a: b', '__proto__', 'emoji 🚀'],
      properties: {
        yes: { description: `\u001b]0;title\u0007 ${'very long '.repeat(40)}` },
        '\u001b[2J': { const: '\u202eon\u009b1m' },
        'a: b': { default: '${env:HOME} $${ ${NAMESPACE}' },
        'emoji 🚀': { examples: ['null'], title: '🚀'.repeat(300) },
      },
    },
    { name: 'no' },
  );

  expect(shown.split('\n').filter((line) => visible(line) !== line)).toEqual([]);
  expect(parse(shown)).toEqual({
    kind: 'source',
    name: 'no',
    definition: 'acme/source-shop',
    configuration: {
      yes: 'change-me',
      '\u001b[2J': '\u202eon\u009b1m',
      'a: b': '$${env:HOME} $$${ ${NAMESPACE}',
      ['__proto__']: 'change-me',
      'emoji 🚀': 'null',
    },
  });
});

test('a specification that never ends in depth is left to the reader', () => {
  let node: JsonObject = { type: 'string' };
  for (let depth = 0; depth < 2000; depth += 1) {
    node = { type: 'object', required: ['in'], properties: { in: node } };
  }
  expect(text(node).length).toBeLessThan(5000);
});

const specifications = [...readSharedJson('specs')].map(([file, content]) => {
  const { kind, connectionSpecification } = content as { kind: ActorKind; connectionSpecification: JsonObject };
  const dockerRepository = file.replace('__', '/').replace(/(@.*)?\.json$/, '');
  return { file, content, kind, dockerRepository, name: dockerRepository, specification: connectionSpecification };
});

const theReal = 'skeletons of real connectors';

test.skipIf(skipWithoutShared(theReal))(
  'the skeletons of all 42 real connectors are valid, secrets aside',
  async () => {
    expect(specifications).toHaveLength(42);
    for (const isOld of [false, true]) {
      const chosen = specifications.filter(({ file }) => file.includes('@') === isOld);
      const { issues } = await validateFiles(
        portsOf({
          'airplan.yaml': aProjectFile,
          ...Object.fromEntries(
            chosen.flatMap(({ file, content, specification, ...connector }) => [
              [`.airplan/specs/${file}`, JSON.stringify(content)],
              [`pipelines/${file}.yaml`, text(specification, connector)],
            ]),
          ),
        }),
      );
      const faults = issues.filter(
        ({ rule, severity }) => severity === 'error' && rule !== 'missing-environment-variable',
      );
      expect(renderIssues(faults, plainPalette)).toBe('');
    }
  },
);

test.skipIf(skipWithoutShared(theReal)).each(specifications)(
  'what the skeleton of $file comments out is valid as well, and its comments fit',
  ({ specification, ...connector }) => {
    const shown = text(specification, connector);
    const validate = compileSchema(withoutSecretRules(specification));

    expect(validate(parse(withoutCommentMarks(shown)).configuration)).toEqual([]);
    const comments = shown.split('\n').filter((line) => /^[ #]*#(?: {2})* [^ #]/.test(line));
    expect(comments.filter((line) => line.length > 80)).toEqual([]);
  },
);

/** Settings stand behind `#` and an even number of spaces, comments behind an odd one. */
function withoutCommentMarks(shown: string): string {
  const next = shown.replaceAll(/ \{\} # .*/g, '').replaceAll(/^((?: {2})+)#((?: {2})*[^ \n])/gm, '$1$2');
  return next === shown ? shown : withoutCommentMarks(next);
}

/** A reference stands for a value that nobody knows yet. */
function withoutSecretRules(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value), (_key, it) =>
    isJsonObject(it) && it.airbyte_secret === true ? { title: it.title ?? '' } : it,
  );
}
