import { beforeAll, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService, type LanguageService } from 'yaml-language-server';

import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import { writeEditorSchemas } from '../../src/workflows/editor-schemas.ts';
import { writeModelines } from '../../src/workflows/modelines.ts';
import { aProject, portsOf } from '../desired/project-in-memory.ts';

const postgres = {
  name: 'Postgres',
  kind: 'source',
  dockerRepository: 'airbyte/source-postgres',
  dockerImageTag: '3.6.1',
  definitionId: 'decd338e-5647-4c0b-adf4-da0e75f5a750',
  writtenBy: 'airplan specs pull',
  connectionSpecification: {
    type: 'object',
    required: ['host', 'port'],
    additionalProperties: false,
    definitions: { port: { type: 'integer', minimum: 1, maximum: 65535, description: 'The port of the database.' } },
    properties: {
      host: { type: 'string', description: 'The name of the machine.' },
      port: { $ref: '#/definitions/port' },
      tunnel: {
        oneOf: [
          { title: 'No tunnel', required: ['way'], properties: { way: { type: 'string', const: 'NO_TUNNEL' } } },
          {
            title: 'Key',
            required: ['way', 'user'],
            properties: { way: { type: 'string', const: 'KEY' }, user: { type: 'string' } },
          },
        ],
      },
      started: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
    },
  },
};

const acme = `kind: definition
for: source
dockerRepository: acme/source-shop
dockerImageTag: 1.0.0
documentationUrl: https://example.com
`;
const project = {
  ...aProject,
  'pipelines/acme.yaml': acme,
  '.airplan/specs/airbyte__source-postgres.json': JSON.stringify(postgres),
};

/** A disk, and what is written onto it. */
function aDisk(contents: Readonly<Record<string, string | Uint8Array>>) {
  const written = new Map<string, string>();
  const writer = {
    write: async (file: string, text: string) => void written.set(file, text),
    remove: async (file: string) => void written.delete(file),
  };
  return { ports: portsOf(contents), written, writer };
}

async function writtenSchema(contents: Readonly<Record<string, string | Uint8Array>>): Promise<JsonObject> {
  const { ports, written, writer } = aDisk(contents);
  const { resourceSchema } = await writeEditorSchemas(ports, writer);
  const schema: unknown = JSON.parse(written.get(resourceSchema) ?? '');
  if (!isJsonObject(schema)) throw new Error('no schema was written');
  return schema;
}

describe('in an editor', () => {
  let editor: LanguageService;
  // The language server remembers a file by its name and version.
  let openedFiles = 0;

  beforeAll(async () => {
    const schema = await writtenSchema(project);
    const nothing = () => undefined;
    editor = getLanguageService({
      schemaRequestService: () => Promise.reject(new Error('everything is in one file')),
      workspaceContext: { resolveRelativePath: (path) => path },
      telemetry: { send: nothing, sendError: nothing, sendTrack: nothing },
    } as Parameters<typeof getLanguageService>[0]);
    editor.configure({
      validate: true,
      completion: true,
      hover: true,
      schemas: [{ uri: 'file:///resource.schema.json', fileMatch: ['*.yaml'], schema: schema as never }],
    });
  });

  /** A file, and where the bar stands in it. */
  function opened(text: string) {
    const offset = text.indexOf('|');
    openedFiles += 1;
    const document = TextDocument.create(`file:///${openedFiles}.yaml`, 'yaml', 1, text.replace('|', ''));
    return { document, position: document.positionAt(Math.max(offset, 0)) };
  }

  async function completed(text: string): Promise<readonly string[]> {
    const { document, position } = opened(text);
    return (await editor.doComplete(document, position, false)).items.map(({ label }) => label);
  }

  async function told(text: string): Promise<readonly string[]> {
    const { document } = opened(text);
    const found = await editor.doValidation(document, false);
    return found.map(({ message, range }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`);
  }

  const source = 'kind: source\ndefinition: airbyte/source-postgres\nconfiguration:\n';

  test('completes what the connector can be told', async () => {
    expect(await completed(`${source}  |`)).toEqual(expect.arrayContaining(['host', 'port', 'tunnel']));
  });

  test('completes the keys of other resources, and connectors', async () => {
    expect(await completed('kind: connection\nsource: |')).toContain('shop');
    expect(await completed('kind: connection\ndestination: |')).toContain('lake');
    expect(await completed('kind: source\ndefinition: |')).toContain('airbyte/source-postgres');
    expect(await completed('kind: source\ndefinition: |')).toContain('acme');
    expect(await completed('kind: destination\ndefinition: |')).not.toContain('acme');
  });

  test('says on hover what the specification says', async () => {
    const { document, position } = opened(`${source}  host: h\n  po|rt: 5432\n`);
    expect(JSON.stringify(await editor.doHover(document, position))).toContain('The port of the database.');
  });

  test('takes what is right, references in every place included', async () => {
    const right = '  host: h\n  port: ${env:PORT}\n  started: ${var:since}\n  tunnel: {way: KEY, user: ${env:WHO}}\n';
    expect(await told(`${source}${right.replace('${env:WHO}', '"${env:WHO}"')}`)).toEqual([]);
  });

  test.each([
    ['a word in place of a number', `${source}  host: h\n  port: many\n`, '5:9'],
    ['a misspelt property', `${source}  hots: h\n  host: h\n  port: 1\n`, '4:3'],
    ['a key that is no source', 'kind: connection\nsource: shopp\ndestination: lake\nstreams: [{name: a}]\n', '2:9'],
    ['a form that does not exist', `${source}  host: h\n  port: 1\n  tunnel: {way: SSH}\n`, '6:17'],
  ])('marks %s at its place', async (_what, text, place) => {
    const found = await told(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${place} `));
  });
});

test('names what editors know, and writes the same twice', async () => {
  const { ports, written, writer } = aDisk(project);
  const { connectors } = await writeEditorSchemas(ports, writer);
  expect(connectors).toEqual(['airbyte/source-postgres']);
  const first = new Map(written);
  await writeEditorSchemas(ports, writer);
  expect(written).toEqual(first);
});

test('a key that nothing bears yet is left open, and files with findings are no hindrance', async () => {
  const schema = await writtenSchema({ 'airplan.yaml': aProject['airplan.yaml'] ?? '', 'pipelines/a.yaml': 'kind: [' });
  expect(JSON.stringify(schema)).not.toContain('"enum":[]');
});

test('puts one line on top of each file, relative to it, in the place of an older one', async () => {
  const old = '# yaml-language-server: $schema=elsewhere.json\nkind: source\n';
  const { ports, written, writer } = aDisk({ ...project, 'pipelines/deep/old.yaml': old });
  const schemas = { projectSchema: 'x/p.json', resourceSchema: 'x/r.json', connectors: [], pipelines: 'pipelines' };
  const { changed } = await writeModelines(ports.files, writer, schemas);
  expect(changed).toEqual([...written.keys()]);
  expect(written.get('pipelines/deep/old.yaml')).toBe('# yaml-language-server: $schema=../../x/r.json\nkind: source\n');
  expect(written.get('airplan.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\/x\/p\.json\nversion: 1\n/);
  const again = aDisk({ ...project, ...Object.fromEntries(written) });
  expect((await writeModelines(again.ports.files, again.writer, schemas)).changed).toEqual([]);
});
