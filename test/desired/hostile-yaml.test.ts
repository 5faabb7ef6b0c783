import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { aProject, aSourceFile, findings, findingsOf, load } from './project-in-memory.ts';

const aConfiguration = (configuration: string) =>
  `kind: source\ndefinition: x\nconfiguration:\n${configuration.replace(/^/gm, '  ')}\n`;

async function configurationOf(configuration: string) {
  const { desired, issues } = await load({ ...aProject, 'pipelines/added.yaml': aConfiguration(configuration) });
  // That no connection uses the added source is beside the point.
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  return desired?.sources.find(({ key }) => key === 'source/added')?.configuration;
}

describe('what would hurt a careless reader', () => {
  test('aliases that unfold to billions of values', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
    );
    const file = aConfiguration(['a0: &a0 [lol, lol]', ...levels].join('\n'));

    expect(await findingsOf(file)).toContain('(too-many-aliases)');
  });

  test('an alias inside of its own anchor', async () => {
    expect(await findingsOf(aConfiguration('a: &a [*a]'))).toContain('(too-many-aliases)');
  });

  test.each([
    ['brackets', '['.repeat(10_000)],
    ['closed brackets', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['braces', '{a: '.repeat(10_000)],
    ['dashes', `${'- '.repeat(10_000)}a`],
    ['question marks', '? '.repeat(10_000)],
  ])('ten thousand levels of %s', async (_name, text) => {
    expect(await findingsOf(text)).toContain('(too-deep)');
  });

  test('a hundred levels of nesting by aliases', async () => {
    const chain = Array.from({ length: 200 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}]`);

    expect(await findingsOf(aConfiguration(['a0: &a0 [x]', ...chain].join('\n')))).toContain('(too-many-aliases)');
  });

  test.each([
    ['streams without a name', `kind: catalog\nstreams:\n${'  - {fields: {}, primaryKey: {}}\n'.repeat(12_000)}`],
    ['keys given twice', `kind: source\n${'a: 1\n'.repeat(150_000)}`],
    ['documents', `${aSourceFile}---\n`.repeat(2_000)],
    ['references', aConfiguration(`a: ${'${var:b}'.repeat(100_000)}`)],
  ])('very many %s', async (_name, text) => {
    expect(await findingsOf(text)).toMatch(/\d+ errors? in 1 file$/);
  });

  test('tags that other readers carry out', async () => {
    expect(await findingsOf(aConfiguration('code: !!js/function "function () {}"'))).toMatchInlineSnapshot(`
      "error: tags are not supported here
        pipelines/added.yaml:4:9 (yaml-tag)
        4 |   code: !!js/function "function () {}"
          |         ^^^^^^^^^^^^^
        hint: remove the word that starts with "!"; write \${env:NAME} or \${file:PATH}
              to bring a value in

      1 error in 1 file"
    `);
  });

  test('merge keys, which would hide where a value comes from', async () => {
    expect(await findingsOf(aConfiguration('a: &a {x: 1}\nb: {<<: *a}'))).toMatchInlineSnapshot(`
      "error: merge keys ("<<") are not supported
        pipelines/added.yaml:5:7 (merge-key)
        5 |   b: {<<: *a}
          |       ^^
        hint: write the keys out

      1 error in 1 file"
    `);
  });

  test('an alias without an anchor', async () => {
    expect(await findingsOf(aConfiguration('a: *nowhere'))).toMatchInlineSnapshot(`
      "error: alias "*nowhere" has no anchor
        pipelines/added.yaml:4:6 (unknown-alias)
        4 |   a: *nowhere
          |      ^^^^^^^^
        hint: an anchor stands before its aliases: &nowhere

      1 error in 1 file"
    `);
  });

  test('keys that are no text', async () => {
    expect(await findingsOf(aConfiguration('? [a, b]\n: 1'))).toContain('(key-not-text)');
  });

  test.each(['1e999', '-.inf', '.nan', '9007199254740993'])('the number %s', async (number) => {
    expect(await findingsOf(aConfiguration(`n: ${number}`))).toContain('(number-out-of-range)');
  });
});

describe('what looks strange and is plain data', () => {
  test('keys that JavaScript objects have by themselves', async () => {
    const configuration = await configurationOf('__proto__: {a: 1}\nconstructor: 2\ntoString: 3');

    expect(Object.entries(configuration ?? {})).toEqual([
      ['__proto__', { a: 1 }],
      ['constructor', 2],
      ['toString', 3],
    ]);
    expect(Object.hasOwn({} as JsonObject, 'a')).toBe(false);
  });

  test('resources and variables of such names', async () => {
    const text = `${aSourceFile.replace('db.example.com', '"${var:toString}"')}key: constructor\n`;

    expect(await findings({ ...aProject, 'pipelines/a.yaml': text })).toContain('(missing-variable)');
  });

  test('a line that asks for YAML 1.1 does not turn yes into true', async () => {
    const file = `%YAML 1.1\n---\n${aConfiguration('answer: yes')}`;
    const { desired } = await load({ ...aProject, 'pipelines/added.yaml': file });

    expect(desired?.sources[0]?.configuration).toEqual({ answer: 'yes' });
  });

  test('a byte order mark and Windows line ends', async () => {
    const file = `\ufeff${aSourceFile.replaceAll('\n', '\r\n')}`;

    expect((await load({ ...aProject, 'pipelines/shop.yaml': file })).issues).toEqual([]);
  });

  test('aliases within reason', async () => {
    expect(await configurationOf('a: &a {x: 1}\nb: *a\nc: &b [*a]\nd: &a 2\ne: [*a, *b]')).toEqual({
      a: { x: 1 },
      b: { x: 1 },
      c: [{ x: 1 }],
      d: 2,
      e: [2, [{ x: 1 }]],
    });
  });
});

describe('for any text', () => {
  const alphabet = fc.constantFrom(
    ...['kind: ', 'source', 'a', ': ', '- ', '\n', '  ', '\t', '[', ']', '{', '}', '"', "'", '&a ', '*a', '!!', '? '],
    ...['|', '>', '%', '#', '---', '...', '${env:', '${var:host}', '$${', '<<', '\r', '\u0007', 'ü', '😀', '__proto__'],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(alphabet, { maxLength: 60 }).map((words) => words.join('')),
  );

  test('findings come out, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await findingsOf(text);
        await findingsOf(aConfiguration(text));
        await findings({ ...aProject, 'airplan.yaml': text });
      }),
      { numRuns: 1000 },
    );
  });

  test('any bytes are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await findingsOf(bytes);
      }),
    );
  });
});
