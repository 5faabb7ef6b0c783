import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { formatText } from '../../../src/desired/format/format-text.ts';
import { readAnyYaml } from '../../../src/desired/yaml-file.ts';

/** The text after formatting, which formatting again has to leave alone. */
function formatted(lines: readonly string[], file = 'pipelines/a.yaml'): string {
  const once = formatText(file, `${lines.join('\n')}\n`);
  expect(formatText(file, once)).toBe(once);
  return once;
}

describe('formatText', () => {
  test('brings keys into the order of the reference, and their comments with them', () => {
    const text = formatted([
      'configuration: # managed whole',
      '    port: 5432',
      '    host: h',
      '# how the server names it',
      'definition:   airbyte/source-postgres',
      'name: Orders',
      'kind: source',
    ]);
    expect(text).toBe(
      [
        'kind: source',
        'name: Orders',
        '# how the server names it',
        'definition: airbyte/source-postgres',
        'configuration:',
        '  # managed whole',
        '  port: 5432',
        '  host: h',
        '',
      ].join('\n'),
    );
  });

  test('keeps on top what stands on top: the line for editors is about the file', () => {
    const text = formatted([
      '# yaml-language-server: $schema=../schemas/source.schema.json',
      'name: Orders',
      '',
      'kind: source',
    ]);
    expect(text).toBe('# yaml-language-server: $schema=../schemas/source.schema.json\nkind: source\n\nname: Orders\n');
  });

  test('orders what lies inside of lists and of several forms', () => {
    const text = formatted([
      'streams:',
      '- mappers:',
      '  - mapperConfiguration: {method: MD5, targetField: mail, fieldNameSuffix: _h}',
      '    type: hashing',
      '  syncMode: incremental',
      '  name: customers',
      'kind: catalog',
    ]);
    expect(text).toBe(
      [
        'kind: catalog',
        'streams:',
        '  - name: customers',
        '    syncMode: incremental',
        '    mappers:',
        '      - type: hashing',
        '        mapperConfiguration: { targetField: mail, method: MD5, fieldNameSuffix: _h }',
        '',
      ].join('\n'),
    );
  });

  test('orders environments by nothing, and what they hold by the reference', () => {
    const text = formatted(
      [
        'environments:',
        '  staging: {workspace: a, server: b}',
        '  production: {workspace: c, server: d}',
        'version: 1',
      ],
      'airplan.yaml',
    );
    expect(text).toBe(
      'version: 1\nenvironments:\n  staging: { server: b, workspace: a }\n  production: { server: d, workspace: c }\n',
    );
  });

  test('keeps quotes, numbers as they are written, blocks, blank lines and the last comment', () => {
    const text = [
      'kind: source',
      'name: "Orders"',
      '',
      "version: '3.10'",
      'configuration:',
      '  ratio: 1.0',
      '  sql: |',
      '    select 1',
      '    from t',
      '',
      '# the end',
      '',
    ].join('\n');
    expect(formatText('a.yaml', text)).toBe(text);
  });

  test('writes brackets as Prettier does, and those that are too long in lines', () => {
    const long = Array.from({ length: 12 }, (_, index) => `a_long_name_${index}`);
    const text = formatted(['kind: connection', 'tags: [ a,b ,"c d" ]', `except: [${long.join(',')}]`]);
    expect(text).toBe(
      ['kind: connection', 'except:', ...long.map((name) => `  - ${name}`), 'tags: [a, b, "c d"]', ''].join('\n'),
    );
  });

  test('does not move keys past an anchor that they need', () => {
    const text = 'name: &n Orders\nrenamedFrom: *n\nkind: source\n';
    expect(formatText('a.yaml', text)).toBe(text);
  });

  test('keeps several documents apart, and Windows line ends out', () => {
    expect(formatText('a.yaml', 'name: a\r\nkind: source\r\n---\r\nkind: source\r\nname: b\r\n')).toBe(
      'kind: source\nname: a\n---\nkind: source\nname: b\n',
    );
  });

  test('says the same afterwards, whatever the values, and is at rest the second time', () => {
    const parameters = { numRuns: 60, seed: Date.now() % 2 ** 31 };
    process.stdout.write(`seed ${parameters.seed}: formatting keeps values\n`);
    const keys = fc.constantFrom('kind', 'name', 'definition', 'configuration', 'streams', 'tags', 'x y', '<', '日本');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.constantFrom('source', 'connection', ' [ a ] ', '# no comment', '- x', 'a\nb\n\n c', 'true', '010'),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(keys, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const styles = fc.constantFrom('flow', 'block', 'any') as fc.Arbitrary<'flow' | 'block' | 'any'>;
    fc.assert(
      fc.property(fc.dictionary(keys, value, { minKeys: 1 }), styles, (document, collectionStyle) => {
        const text = stringify(document, { collectionStyle, version: '1.2', aliasDuplicateObjects: false });
        const read = readAnyYaml('a.yaml', text);
        fc.pre(read.issues.length === 0);
        const once = formatText('a.yaml', text);
        expect(readAnyYaml('a.yaml', once)).toEqual(read);
        expect(formatText('a.yaml', once)).toBe(once);
      }),
      parameters,
    );
  });
});
