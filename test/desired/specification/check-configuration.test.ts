import { Ajv } from 'ajv';
import { describe, expect, test, vi } from 'vitest';
import { renderIssues } from '../../../src/render/issues.ts';
import { plainPalette } from '../../../src/render/palette.ts';
import { builtInConnectors } from '../../../src/sandbox/registry/registry.ts';
import { validateFiles } from '../../../src/workflows/load.ts';
import { aProjectFile, type Contents, portsOf } from '../project-in-memory.ts';

const specs: Contents = Object.fromEntries(
  builtInConnectors.map((connector) => [
    `.airplan/specs/${connector.dockerRepository.replace('/', '__')}.json`,
    JSON.stringify(connector),
  ]),
);

/** A source on the sandbox's Postgres connector, complete but for what is added. */
function aSource(lines: string): string {
  return `kind: source
definition: airbyte/source-postgres
configuration:
  host: db.example.com
  port: 5432
  database: shop
  username: reader
${lines.replace(/^/gm, '  ')}
`;
}

async function validate(files: Contents, variables: Readonly<Record<string, string>> = {}) {
  return validateFiles(portsOf({ 'airplan.yaml': aProjectFile, ...specs, ...files }, variables));
}

/** What `validate` would print of one source. */
async function findingsOf(file: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  return renderIssues((await validate({ 'pipelines/shop.yaml': file }, variables)).issues, plainPalette);
}

/** Rule, severity and line of each finding. */
async function rulesOf(file: string, variables: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { issues } = await validate({ 'pipelines/shop.yaml': file }, variables);
  return issues.map(({ rule, severity, place }) => `${severity} ${rule} ${place?.line}`);
}

test('a variable that is not set can be taken as unknown: nothing is said of its value, what else is wrong is found', async () => {
  const file = `kind: source
definition: airbyte/source-postgres
configuration:
  host: \${env:DB_HOST}
  port: \${env:DB_PORT}
  database: \${var:base}
  username: reader
  ssl_mode: {mode: "\${env:DB_MODE}"}
  tunnel_method: {tunnel_method: NO_TUNNELS}
`;
  const project = aProjectFile
    .replace('variables: {', 'variables: {base: "${env:DB_NAME}", ')
    .replace('server: sandbox', 'server: "${env:SCHEME}://${env:DB_HOST}"');
  const ports = portsOf({ ...specs, 'airplan.yaml': project, 'pipelines/shop.yaml': file });
  const { issues } = await validateFiles({ ...ports, unsetVariable: () => 'stand-in' });

  expect(issues.filter(({ severity }) => severity === 'error').map(({ rule, place }) => [rule, place?.line])).toEqual([
    ['unknown-value', 9],
  ]);
  expect((await validateFiles(ports)).issues.map(({ rule }) => rule)).toContain('missing-environment-variable');
});

describe('a form', () => {
  test('with a tag that does not exist names those that there are', async () => {
    expect(await findingsOf(aSource('ssl_mode: {mode: prefered}'))).toMatchInlineSnapshot(`
      "error: "mode" cannot be "prefered"
        pipelines/shop.yaml:8:20 (unknown-value)
        8 |   ssl_mode: {mode: prefered}
          |                    ^^^^^^^^
        hint: did you mean "prefer"? there are: disable, allow, prefer, require,
              verify-ca, verify-full

      1 error in 1 file"
    `);
  });

  test('without its tag', async () => {
    expect(await findingsOf(aSource('replication_method:\n  plugin: pgoutput'))).toMatchInlineSnapshot(`
      "error: "replication_method" lacks the key "method", which says what it is
        pipelines/shop.yaml:8:3 (missing-key)
        8 |   replication_method:
          |   ^^^^^^^^^^^^^^^^^^
        hint: add "method", one of: Standard, Xmin, CDC

      1 error in 1 file"
    `);
  });

  test('whose tag is misspelled is one finding', async () => {
    expect(await findingsOf(aSource('replication_method: {methud: Standard}'))).toMatchInlineSnapshot(`
      "error: "replication_method" has no key "methud" that the connector knows
        pipelines/shop.yaml:8:24 (unknown-property)
        8 |   replication_method: {methud: …
          |                        ^^^^^^
        hint: did you mean "method"?

      1 error in 1 file"
    `);
  });

  test('that is no mapping', async () => {
    expect(await findingsOf(aSource('ssl_mode: disable'))).toMatchInlineSnapshot(`
      "error: "ssl_mode" must be a mapping of keys to values, but is text
        pipelines/shop.yaml:8:13 (wrong-type)
        8 |   ssl_mode: disable
          |             ^^^^^^^
        hint: write "mode" below it, one of: disable, allow, prefer, require,
              verify-ca, verify-full

      1 error in 1 file"
    `);
  });

  test('is checked as the one that its tag names', async () => {
    const tunnel =
      'tunnel_method: {tunnel_method: SSH_PASSWORD_AUTH, tunnel_host: a, tunnel_port: 99999, tunnel_user: u}';

    expect(await findingsOf(aSource(tunnel))).toMatchInlineSnapshot(`
      "error: "tunnel_method" lacks the key "tunnel_user_password"
        pipelines/shop.yaml:8:3 (missing-key)
        8 |   tunnel_method: {tunnel_method: SSH_PASSWORD_AUTH, tunnel_host: a, …
          |   ^^^^^^^^^^^^^
        hint: add "tunnel_user_password": The password of the account on the SSH
              server

      error: "tunnel_port" must be at most 65536
        pipelines/shop.yaml:8:82 (out-of-range)
        8 | …H_PASSWORD_AUTH, tunnel_host: a, tunnel_port: 99999, tunnel_user: u}
          |                                                ^^^^^

      2 errors in 1 file"
    `);
  });
});

describe('a form whose tag may be left out', () => {
  const forms = [
    { title: 'OAuth', required: ['access_token'], properties: { option: { const: 'oauth' }, access_token: {} } },
    { title: 'Token', required: ['personal_token'], properties: { option: { const: 'token' }, personal_token: {} } },
  ];
  const specification = { properties: { credentials: { type: 'object', oneOf: forms } } };
  const stored = {
    kind: 'source',
    definitionId: 'x',
    dockerRepository: 'acme/x',
    connectionSpecification: specification,
  };
  const rules = async (credentials: string) => {
    const file = `kind: source\ndefinition: acme/x\nconfiguration:\n  credentials: ${credentials}\n`;
    const files = { 'pipelines/x.yaml': file, '.airplan/specs/x.json': JSON.stringify(stored) };
    return (await validate(files)).issues.map(({ severity, rule, hint }) => `${severity} ${rule}: ${hint}`);
  };

  test('is found by its names', async () => {
    expect(await rules('{personal_token: x}')).toEqual([]);
  });

  test('but has a misspelled name is one error', async () => {
    expect(await rules('{personal_tokn: x}')).toEqual(['error unknown-property: did you mean "personal_token"?']);
  });

  test('and which could be any names those that there are', async () => {
    const missing = 'error missing-key: add "option", one of: oauth, token';

    expect(await rules('{}')).toEqual([missing]);
    expect(await rules('{personal_token: x, access_token: y}')).toEqual([missing]);
  });

  test('counts as the one that its tag names, whatever else it holds', async () => {
    expect(await rules('{option: token, access_token: y}')).toEqual(['error missing-key: add "personal_token"']);
  });
});

describe('a property', () => {
  test('that is misspelled, though it has to be there, is one error', async () => {
    expect(await findingsOf(aSource('').replace('  host:', '  hots:'))).toMatchInlineSnapshot(`
      "error: the configuration has no key "hots" that the connector knows
        pipelines/shop.yaml:4:3 (unknown-property)
        4 |   hots: …
          |   ^^^^
        hint: did you mean "host"?

      1 error in 1 file"
    `);
  });

  test('that is misspelled and optional is a warning: servers keep it', async () => {
    expect(await findingsOf(aSource('schema: [public]'))).toMatchInlineSnapshot(`
      "warning: the configuration has no key "schema" that the connector knows
        pipelines/shop.yaml:8:3 (unknown-property)
        8 |   schema: …
          |   ^^^^^^
        hint: did you mean "schemas"?

      1 warning in 1 file"
    `);
  });

  test('that no specification declares, and that resembles none, is left alone', async () => {
    expect(await findingsOf(aSource('extra: 1\nschemas: [public]\nschema: x'))).toBe('');
  });

  test('of a wrong type that comes out of a reference says which', async () => {
    const file = aSource('').replace('5432', '${env:PORT}');

    expect(await findingsOf(file, { PORT: 'hunter22' })).toMatchInlineSnapshot(`
      "error: "port" must be a whole number, but is text
        pipelines/shop.yaml:5:9 (wrong-type)
        5 |   port: \${env:PORT}
          |         ^^^^^^^^^^^
        hint: the value comes out of \${env:PORT}

      1 error in 1 file"
    `);
    expect(await findingsOf(file, { PORT: '5432' })).toBe('');
  });

  test('in braces of other tools, where a number is asked for', async () => {
    expect(await findingsOf(aSource('').replace('5432', '${PORT}'))).toContain('hint: write ${env:PORT}');
  });

  test('whose reference cannot be resolved is one finding', async () => {
    expect(await rulesOf(aSource('password: ${env:NO}').replace('5432', '${env:NO}'))).toEqual([
      'error missing-environment-variable 5',
      'error missing-environment-variable 8',
    ]);
  });
});

describe('a secret', () => {
  test('that the file spells out is an error, and is not shown', async () => {
    const text = await findingsOf(aSource('password: "hunter2" # as ever'));

    expect(text).toMatchInlineSnapshot(`
      "error: "password" is a secret, and the file spells it out
        pipelines/shop.yaml:8:13 (literal-secret)
        8 |   password: (secret) # as ever
          |             ^^^^^^^^
        hint: write a reference such as \${env:PASSWORD}

      1 error in 1 file"
    `);
  });

  test('is not shown by a finding beside it, nor by the second line of it', async () => {
    const inline = 'kind: source\ndefinition: airbyte/source-postgres\nconfiguration: ';
    const members = '{host: h, port: x, database: d, username: u, password: "ab\\u0063", ssl_mode: prefer}\n';
    const wrapped = members.replace('"ab\\u0063"', '"first line\n    second line"');

    expect(await findingsOf(inline + members)).not.toMatch(/abc|ab\\u/);
    expect(await findingsOf(inline + wrapped)).not.toMatch(/first line|second line/);
  });

  test('spelled out by a variable of the project', async () => {
    const contents = {
      'pipelines/shop.yaml': aSource('password: ${var:host}'),
    };

    expect((await validate(contents)).issues.map(({ message }) => message)).toEqual([
      '"password" is a secret, and variable "host" of airplan.yaml spells it out',
    ]);
  });

  test('that is empty is none', async () => {
    expect(await findingsOf(aSource('password: ""'))).toBe('');
  });

  test('that is the default of a reference is spelled out as well, whether the variable is set or not', async () => {
    const file = aSource('password: ${env:PASSWORD:-hunter2}');

    for (const variables of [{}, { PASSWORD: 'of-the-environment' }]) {
      const text = await findingsOf(file, variables);
      expect(text).toContain('error: "password" is a secret, and the default of its reference spells it out');
      expect(text).toContain('hint: take the default out, and set the variable');
      expect(text).not.toContain('hunter2');
    }
  });

  test('that is the default of a variable is spelled out as well', async () => {
    const contents = {
      'airplan.yaml': aProjectFile.replace('host: db.example.com', 'host: "${env:DB_PASSWORD:-hunter2}"'),
      'pipelines/shop.yaml': aSource('password: ${var:host}'),
    };

    for (const variables of [{}, { DB_PASSWORD: 'of-the-environment' }]) {
      expect((await validate(contents, variables)).issues.map(({ message }) => message)).toEqual([
        '"password" is a secret, and the default of variable "host" of airplan.yaml spells it out',
      ]);
    }
  });

  test('whose default is empty is none, and a default elsewhere is no secret', async () => {
    expect(await findingsOf(aSource('password: ${env:PASSWORD:-}'))).toBe('');
    expect(await findingsOf(aSource('jdbc_url_params: ${env:PARAMETERS:-a=b}'))).toBe('');
  });

  test('that is a default can be waived', async () => {
    const lines = 'password: ${env:PASSWORD:-hunter2} # airplan-ignore literal-secret: thrown away at night';
    expect(await rulesOf(aSource(lines))).toEqual([]);
  });

  test('of a reference is fine', async () => {
    expect(await findingsOf(aSource('password: ${env:PASSWORD}'), { PASSWORD: 'hunter2' })).toBe('');
  });
});

describe('a waiver', () => {
  test.each([
    ['on the line', 'password: hunter2 # airplan-ignore literal-secret: thrown away at night'],
    ['above it', '# airplan-ignore literal-secret: thrown away at night\npassword: hunter2'],
    ['above it, with others', '# airplan-ignore literal-secret: at night\n# why not\n\npassword: hunter2'],
  ])('%s lets a finding pass', async (_where, lines) => {
    expect(await rulesOf(aSource(lines))).toEqual([]);
  });

  test('lets any warning pass, but of errors only a literal secret', async () => {
    expect(await rulesOf(aSource('schema: [a] # airplan-ignore unknown-property: the connector is patched'))).toEqual(
      [],
    );
    expect(await rulesOf(aSource('ssl_mode: disable # airplan-ignore wrong-type: no'))).toEqual([
      'error wrong-type 8',
      'warning unused-waiver 8',
    ]);
  });

  test('without a reason is a finding', async () => {
    expect(await findingsOf(aSource('password: hunter2 # airplan-ignore literal-secret'))).toMatchInlineSnapshot(`
      "error: this waiver of "literal-secret" gives no reason
        pipelines/shop.yaml:8:22 (waiver-without-reason)
        8 |   password: (secret) # airplan-ignore literal-secret
          |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: write "# airplan-ignore literal-secret: why it is all right here"

      1 error in 1 file"
    `);
    expect(await rulesOf(aSource('# airplan-ignore'))).toEqual(['error waiver-without-reason 8']);
  });

  test('that nothing needs is a warning', async () => {
    expect(await rulesOf(aSource('# airplan-ignore literal-secret: no more\npassword: ""'))).toEqual([
      'warning unused-waiver 8',
    ]);
  });

  test('of what could not be looked for is no warning', async () => {
    const file = aSource('password: x # airplan-ignore literal-secret: yes').replace('source-postgres', 'unknown');

    expect(await rulesOf(file)).toEqual([]);
  });

  test('inside of a text is none', async () => {
    expect(await rulesOf(aSource('jdbc_url_params: |\n  # airplan-ignore x\nextra: "# airplan-ignore y"'))).toEqual([]);
  });
});

describe('the specifications of a project', () => {
  test.each(['decd338e-5647-4c0b-adf4-da0e75f5a750', 'airbyte/source-postgres', 'Postgres'])(
    'are found by %s',
    async (definition) => {
      const file = aSource('ssl_mode: disable').replace('airbyte/source-postgres', definition);

      expect(await rulesOf(file)).toEqual(['error wrong-type 8']);
    },
  );

  test('that are missing are noted, once', async () => {
    const file = aSource('ssl_mode: disable');
    const files = { 'airplan.yaml': aProjectFile, 'pipelines/shop.yaml': file, 'pipelines/b.yaml': file };
    const without = await validateFiles(portsOf(files));
    const others = await validateFiles(
      portsOf({ ...files, '.airplan/specs/x.json': specs['.airplan/specs/airbyte__source-mysql.json'] ?? '' }),
    );

    expect([without.issues, others.issues]).toEqual([[], []]);
    expect(without.notes).toEqual([
      'configurations were not checked: "airplan specs pull" reads the specifications from the server',
    ]);
    expect(others.notes).toEqual([
      'configurations of airbyte/source-postgres were not checked: "airplan specs pull" reads the specifications from the server',
    ]);
  });

  test('that are none are errors', async () => {
    const { issues } = await validate({ 'pipelines/shop.yaml': aSource(''), '.airplan/specs/x.json': '{' });

    expect(issues.map(({ message }) => message)).toEqual(['".airplan/specs/x.json" is no connector specification']);
  });

  test('that no validator can read refuse nothing', async () => {
    const odd = { kind: 'source', definitionId: 'odd', dockerRepository: 'acme/odd' };
    const specification = { type: 'object', properties: { host: { pattern: '(' } } };
    const stored = JSON.stringify({ ...odd, connectionSpecification: specification });
    const file = 'kind: source\ndefinition: acme/odd\nconfiguration: {host: 1}\n';
    const { issues } = await validate({ 'pipelines/odd.yaml': file, '.airplan/specs/odd.json': stored });

    expect(issues).toEqual([]);
  });

  test('are compiled once for 500 sources', async () => {
    const compile = vi.spyOn(Ajv.prototype, 'compile');
    const sources = Array.from({ length: 500 }, (_, index) => [`pipelines/s${index}.yaml`, aSource(`extra: ${index}`)]);
    const stored = specs['.airplan/specs/airbyte__source-postgres.json'];
    const { issues } = await validate({ ...Object.fromEntries(sources), '.airplan/specs/z.json': stored ?? '' });

    expect(issues).toEqual([]);
    expect(compile.mock.calls.filter(([schema]) => JSON.stringify(schema).includes('ssl_mode'))).toHaveLength(1);
    compile.mockRestore();
  });
});
