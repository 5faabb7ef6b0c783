import { expect, test } from 'vitest';
import { isConfiguration, Secret } from '../../src/model/configuration.ts';
import { aProject, aProjectFile, load } from './project-in-memory.ts';

const variables = { PASSWORD: 'made-up', EMPTY: '' };

/** The value of `value:` in a source's configuration, after references are resolved; secrets as label and value. */
async function resolved(value: string, files: Readonly<Record<string, string>> = {}) {
  const source = `kind: source\ndefinition: x\nconfiguration:\n  value: ${value}\n`;
  const { desired, issues } = await load({ ...aProject, ...files, 'pipelines/added.yaml': source }, variables);
  const found = desired?.sources.find(({ key }) => key === 'source/added')?.configuration.value;
  // That no connection uses the added source is beside the point.
  const faults = issues.filter(({ severity }) => severity === 'error');
  const shown = found instanceof Secret ? { label: found.label, value: found.reveal() } : found;
  return faults.length > 0 ? faults.map(({ rule }) => rule) : shown;
}

test.each([
  ['text without references stays', 'plain', 'plain'],
  ['a variable is plain text', 'http://${var:host}:${var:port}/', 'http://db.example.com:5432/'],
  ['one whole variable keeps its type: number', '${var:port}', 5432],
  ['one whole variable keeps its type: boolean', '${var:tls}', true],
  ['what the environment gives is secret', '${env:PASSWORD}', { label: '${env:PASSWORD}', value: 'made-up' }],
  [
    'and so is text around it',
    'user:${env:PASSWORD}@${var:host}',
    { label: 'user:${env:PASSWORD}@${var:host}', value: 'user:made-up@db.example.com' },
  ],
  ['a default stands in for what is not set', '${env:NOT_SET:-a:-b}', { label: '${env:NOT_SET:-a:-b}', value: 'a:-b' }],
  ['or for what is empty', '${env:EMPTY:-none}', { label: '${env:EMPTY:-none}', value: 'none' }],
  ['a default may be empty', 'x${env:NOT_SET:-}', { label: 'x${env:NOT_SET:-}', value: 'x' }],
  ['two dollars escape', '$${env:PASSWORD}', '${env:PASSWORD}'],
  ['other braces belong to connectors', '${NAMESPACE}_${STREAM_NAME}', '${NAMESPACE}_${STREAM_NAME}'],
  ['lists are looked into', '[a, "${var:host}"]', ['a', 'db.example.com']],
])('%s', async (_name, written, expected) => {
  expect(await resolved(written)).toEqual(expected);
});

test.each([
  ['a variable of the environment that is not set', '${env:NOT_SET}', 'missing-environment-variable'],
  ['one that is empty', '${env:EMPTY}', 'missing-environment-variable'],
  ['a variable that the environment does not have', '${var:nowhere}', 'missing-variable'],
  ['a file that is not there', '${file:nowhere.pem}', 'missing-file'],
  ['a file outside of the project', '${file:../secret.pem}', 'file-outside'],
  ['a reference that is not closed', '${env:PASSWORD', 'broken-reference'],
  ['a reference without a name', '${env:}', 'broken-reference'],
  ['a reference in a reference', '${env:A:-${env:B}}', 'broken-reference'],
])('%s is a finding', async (_name, written, rule) => {
  expect(await resolved(written)).toEqual([rule]);
});

test('all that cannot be resolved is found in one run', async () => {
  expect(await resolved('${env:A}${env:B}')).toEqual(['missing-environment-variable', 'missing-environment-variable']);
});

test('a file gives its text without the last line break', async () => {
  expect(await resolved('${file:keys/shop.pem}', { 'keys/shop.pem': 'one\ntwo\n' })).toEqual({
    label: '${file:keys/shop.pem}',
    value: 'one\ntwo',
  });
});

test('an absolute path is read as it stands', async () => {
  expect(await resolved('${file:/run/secrets/shop}', { '/run/secrets/shop': 'made-up' })).toMatchObject({
    value: 'made-up',
  });
});

test('a binary file is a finding', async () => {
  expect(await resolved('${file:shop.p12}', { 'shop.p12': 'a\u0000b' })).toEqual(['not-text']);
});

test('a variable that holds a secret gives a secret', async () => {
  const project = aProjectFile.replace('host: db.example.com', 'host: "${env:PASSWORD}.example.com"');

  expect(await resolved('${var:host}', { 'airplan.yaml': project })).toEqual({
    label: '${var:host}',
    value: 'made-up.example.com',
  });
});

test('a reference outside of a configuration is a finding: it would be sent as text', async () => {
  const source =
    'kind: source\nname: ${var:host}\ndefinition: x\nreason: no ${env:X}\nconfiguration: {a: "${var:host}"}\n';
  const { issues } = await load({ ...aProject, 'pipelines/added.yaml': source });

  expect(issues.filter(({ rule }) => rule === 'misplaced-reference')).toMatchObject([
    { severity: 'error', message: '"name" would keep this reference as text', place: { line: 2, column: 7 } },
  ]);
});

test.each([
  ['${vars:host}', '${var:host}'],
  ['${ENV:HOST}', '${env:HOST}'],
  ['${ env:HOST }', '${env:HOST}'],
  ['${environment:HOST}', '${env:HOST}'],
  ['a ${fil:host}', '${file:host}'],
])('%s reads like a reference and is none', async (text, meant) => {
  const source = `kind: source\ndefinition: x\nconfiguration: {a: "${text}"}\n`;
  const { issues } = await load({ ...aProject, 'pipelines/added.yaml': source });

  expect(issues.filter(({ rule }) => rule !== 'unused-source')).toMatchObject([
    { rule: 'unknown-reference', severity: 'warning', hint: `did you mean ${meant}?`, place: { line: 3 } },
  ]);
});

test.each(['${NAMESPACE}/${STREAM_NAME}', '$${vars:x}', '${date:yyyy}', '${EPOCH}', '${secret:x}'])(
  "%s is the connector's own",
  async (text) => {
    const source = `kind: source\ndefinition: x\nconfiguration: {a: "${text}"}\n`;

    const { issues } = await load({ ...aProject, 'pipelines/added.yaml': source });

    expect(issues.map(({ rule }) => rule)).toEqual(['unused-source']);
  },
);

test('no secret can be read from what is printed', async () => {
  const source = 'kind: source\ndefinition: x\nconfiguration: {value: "${env:PASSWORD}"}\n';
  const { desired } = await load({ ...aProject, 'pipelines/added.yaml': source }, variables);

  expect(JSON.stringify(desired)).not.toContain('made-up');
  expect(desired?.sources.every(({ configuration }) => isConfiguration(configuration))).toBe(true);
});
