import { expect, test } from 'vitest';
import { aProject, aProjectFile, aSourceFile, findings, findingsOf } from './project-in-memory.ts';

test('a key that does not exist: points at the key and suggests one', async () => {
  const file = `${aProject['pipelines/shop-to-lake.yaml']}shedule: manual\n`;

  expect(await findings({ ...aProject, 'pipelines/shop-to-lake.yaml': file })).toMatchInlineSnapshot(`
    "error: connection has no key "shedule"
      pipelines/shop-to-lake.yaml:6:1 (unknown-key)
      6 | shedule: manual
        | ^^^^^^^
      hint: did you mean "schedule"?

    1 error in 1 file"
  `);
});

test('a misspelled key that has to be there is one finding, not two', async () => {
  expect(await findingsOf('kind: catalog\nstream:\n  - name: orders\n')).toMatchInlineSnapshot(`
    "error: catalog has no key "stream"
      pipelines/added.yaml:2:1 (unknown-key)
      2 | stream:
        | ^^^^^^
      hint: did you mean "streams"?

    1 error in 1 file"
  `);
});

test('values of the wrong type', async () => {
  const file = 'kind: connection\nname: 12\nsource: shop\ndestination: lake\ntags: bronze\nstreams: orders\n';

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: "name" must be text, but is a number
      pipelines/added.yaml:2:7 (wrong-type)
      2 | name: 12
        |       ^^
      hint: put the value in quotes

    error: "tags" must be a list, but is text
      pipelines/added.yaml:5:7 (wrong-type)
      5 | tags: bronze
        |       ^^^^^^
      hint: write a list: one "- " line for each item

    error: "streams" must be a list, but is text
      pipelines/added.yaml:6:10 (wrong-type)
      6 | streams: orders
        |          ^^^^^^
      hint: write a list: one "- " line for each item

    3 errors in 1 file"
  `);
});

test('a key without a value', async () => {
  expect(await findingsOf('kind: source\nname: Other\ndefinition:\nconfiguration: {}\n')).toMatchInlineSnapshot(`
    "error: "definition" has no value; it must be text
      pipelines/added.yaml:3:1 (wrong-type)
      3 | definition:
        | ^^^^^^^^^^

    1 error in 1 file"
  `);
});

test('a value that the API does not know', async () => {
  expect(
    await findingsOf('kind: catalog\nstreams:\n  - {name: orders, syncMode: incremntal}\n'),
  ).toMatchInlineSnapshot(`
    "error: "syncMode" cannot be "incremntal"
      pipelines/added.yaml:3:30 (unknown-value)
      3 |   - {name: orders, syncMode: incremntal}
        |                              ^^^^^^^^^^
      hint: did you mean "incremental"?

    1 error in 1 file"
  `);
});

test('a reference that names another key', async () => {
  const file = aProject['pipelines/shop-to-lake.yaml'];

  expect(
    await findings({ ...aProject, 'pipelines/shop-to-lake.yaml': String(file).replace('shop', 'shp') }),
  ).toMatchInlineSnapshot(`
    "error: connection "shop-to-lake" reads from source "shp", which no file declares
      pipelines/shop-to-lake.yaml:2:9 (unresolved-key)
      2 | source: shp
        |         ^^^
      hint: did you mean "shop"?

    1 error in 1 file"
  `);
});

test('a reference to what no file declares', async () => {
  const file = 'kind: connection\nname: Other\nsource: shop\ndestination: warehouse\ncatalog: everything\n';

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: connection "added" writes to destination "warehouse", which no file declares
      pipelines/added.yaml:4:14 (unresolved-key)
      4 | destination: warehouse
        |              ^^^^^^^^^
      hint: destinations: lake

    error: connection "added" takes its streams from catalog "everything", which no file declares
      pipelines/added.yaml:5:10 (unresolved-key)
      5 | catalog: everything
        |          ^^^^^^^^^^
      hint: there are no catalogs

    2 errors in 1 file"
  `);
});

test('variables that are missing, in the environment and in airplan.yaml', async () => {
  const file = 'kind: source\ndefinition: x\nconfiguration:\n  host: ${var:hst}\n  password: ${env:SHOP_PASSWORD}\n';

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: environment "test" has no variable "hst"
      pipelines/added.yaml:4:9 (missing-variable)
      4 |   host: \${var:hst}
        |         ^^^^^^^^^^
      hint: did you mean "host"?

    error: environment variable "SHOP_PASSWORD" is not set
      pipelines/added.yaml:5:13 (missing-environment-variable)
      5 |   password: \${env:SHOP_PASSWORD}
        |             ^^^^^^^^^^^^^^^^^^^^
      hint: set it where airplan runs

    2 errors in 1 file"
  `);
});

test('a key that YAML has twice', async () => {
  const file = 'kind: source\ndefinition: x\nconfiguration:\n  host: a\n  port: 1\n  host: b\n';

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: key "host" is given twice, first on line 4
      pipelines/added.yaml:6:3 (duplicate-yaml-key)
      6 |   host: b
        |   ^^^^
      hint: keep one of the two

    1 error in 1 file"
  `);
});

test('a tab that indents', async () => {
  expect(await findingsOf('kind: source\ndefinition: x\nconfiguration:\n\thost: a\n')).toMatchInlineSnapshot(`
    "error: a tab is used to indent, which YAML does not allow
      pipelines/added.yaml:4:1 (tab-indentation)
      4 |     host: a
        | ^^^^
      hint: indent with spaces, two for each level

    1 error in 1 file"
  `);
});

test('a file that is empty, and one with comments only', async () => {
  expect(
    await findings({ ...aProject, 'pipelines/a.yaml': '', 'pipelines/b.yaml': '# nothing yet\n' }),
  ).toMatchInlineSnapshot(`
    "error: "pipelines/a.yaml" is empty
      pipelines/a.yaml:1:1 (empty-file)
      hint: describe a resource in it, or delete the file

    error: "pipelines/b.yaml" is empty
      pipelines/b.yaml:1:1 (empty-file)
      hint: describe a resource in it, or delete the file

    2 errors in 2 files"
  `);
});

test('a file that is binary', async () => {
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);

  expect(await findingsOf(bytes)).toMatchInlineSnapshot(`
    "error: "pipelines/added.yaml" is binary, not text
      pipelines/added.yaml:1:1 (not-text)
      hint: move it out of the folder or rename it

    1 error in 1 file"
  `);
});

test('a file in UTF-16', async () => {
  const bytes = new Uint8Array(Buffer.from(aSourceFile, 'utf16le'));

  expect(await findingsOf(bytes)).toMatchInlineSnapshot(`
    "error: "pipelines/added.yaml" is written in UTF-16
      pipelines/added.yaml:1:1 (not-text)
      hint: save the file as UTF-8

    1 error in 1 file"
  `);
});

test('a file in Latin-1', async () => {
  expect(await findingsOf(new Uint8Array(Buffer.from('kind: source # für\n', 'latin1')))).toMatchInlineSnapshot(`
    "error: "pipelines/added.yaml" is not valid UTF-8
      pipelines/added.yaml:1:1 (not-text)
      hint: save the file as UTF-8

    1 error in 1 file"
  `);
});

test('a file of more than 10 MB', async () => {
  expect(await findingsOf(new Uint8Array(10 * 1024 * 1024 + 1).fill(0x20))).toMatchInlineSnapshot(`
    "error: "pipelines/added.yaml" is larger than 10 MB
      pipelines/added.yaml:1:1 (file-too-large)
      hint: split it into several files

    1 error in 1 file"
  `);
});

test('a folder of pipelines that is not there', async () => {
  expect(await findings({ 'airplan.yaml': `${aProjectFile}pipelines: piplines\n` })).toMatchInlineSnapshot(`
    "error: there is no folder "piplines"
      airplan.yaml:7:12 (pipelines-missing)
      7 | pipelines: piplines
        |            ^^^^^^^^
      hint: create it, or name another folder with "pipelines" in airplan.yaml

    1 error in 1 file"
  `);
});

test('a folder without airplan.yaml', async () => {
  expect(await findings({})).toMatchInlineSnapshot(`
    "error: there is no "airplan.yaml" here
      (project-missing)
      hint: run airplan in the project's folder, or name it with --project DIR

    1 error"
  `);
});

test('a document that does not say what it is, and kinds that there are not', async () => {
  const file = 'name: shop\n---\nkind: sorce\n---\nkind: definition\n---\n- kind: source\n';

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: this document does not say what it describes
      pipelines/added.yaml:1:1 (missing-key)
      1 | name: shop
        | ^^^^^^^^^^
      hint: add "kind:", one of: definition, source, destination, catalog,
            connection

    error: there is no kind "sorce"
      pipelines/added.yaml:3:7 (unknown-kind)
      3 | kind: sorce
        |       ^^^^^
      hint: did you mean "source"?

    error: definition lacks the key "for"
      pipelines/added.yaml:5:1 (missing-key)
      5 | kind: definition
        | ^^^^^^^^^^^^^^^^
      hint: add "for": what runs on this connector

    error: a resource must be a mapping of keys to values
      pipelines/added.yaml:7:1 (wrong-type)
      7 | - kind: source
        | ^^^^^^^^^^^^^^
      hint: start with "kind:", one of: definition, source, destination, catalog,
            connection

    4 errors in 1 file"
  `);
});

test('YAML that cannot be read', async () => {
  const contents = { 'pipelines/a.yaml': 'kind: source: x\n', 'pipelines/b.yaml': 'kind: "source\n' };

  expect(await findings({ ...aProject, ...contents })).toMatchInlineSnapshot(`
    "error: a second "key: value" starts on a line that has one already
      pipelines/a.yaml:1:7 (yaml-syntax)
      1 | kind: source: x
        |       ^
      hint: put the text in quotes if it contains ": ", or check the indentation of
            the next line

    error: a quote is opened, but not closed
      pipelines/b.yaml:1:13 (yaml-syntax)
      1 | kind: "source
        |             ^

    2 errors in 2 files"
  `);
});

test('a reference that YAML takes for a mapping', async () => {
  expect(await findingsOf('kind: source\ndefinition: x\nconfiguration: {a: ${env:B}}\n')).toMatchInlineSnapshot(`
    "error: a reference between braces or brackets has to stand in quotes
      pipelines/added.yaml:3:21 (yaml-syntax)
      3 | configuration: {a: \${env:B}}
        |                     ^
      hint: write "\${env:NAME}", quotes included

    1 error in 1 file"
  `);
});

test('a schedule of two forms, one of none, and one that is nearly right', async () => {
  const connection = (schedule: string) =>
    `kind: connection\nname: n${schedule.length}\nsource: shop\ndestination: lake\nstreams: [{name: a}]\nschedule: ${schedule}\n`;
  const contents = {
    'pipelines/a.yaml': connection('{units: 6, cron: 0 0 3 * * ?}'),
    'pipelines/b.yaml': connection('daily'),
    'pipelines/c.yaml': connection('{units: 6, timeUnit: hour}'),
  };

  expect(await findings({ ...aProject, ...contents })).toMatchInlineSnapshot(`
    "error: "schedule" does not have one of its forms
      pipelines/a.yaml:6:11 (wrong-type)
      6 | schedule: {units: 6, cron: 0 0 3 * * ?}
        |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: write one of: manual, {units, timeUnit}, {cron, timeZone}

    error: "schedule" does not have one of its forms
      pipelines/b.yaml:6:11 (wrong-type)
      6 | schedule: daily
        |           ^^^^^
      hint: write one of: manual, {units, timeUnit}, {cron, timeZone}

    error: "timeUnit" cannot be "hour"
      pipelines/c.yaml:6:32 (unknown-value)
      6 | schedule: {units: 6, timeUnit: hour}
        |                                ^^^^
      hint: did you mean "hours"?

    3 errors in 3 files"
  `);
});

test('two resources of one key, and two of one name', async () => {
  const contents = {
    'pipelines/a/shop.yaml': aSourceFile,
    'pipelines/b.yaml': `${aSourceFile}key: other\nname: shop\n`,
  };

  expect(await findings({ ...aProject, ...contents })).toMatchInlineSnapshot(`
    "error: two sources of the same definition have the name "shop", the first in pipelines/a/shop.yaml:1
      pipelines/b.yaml:5:7 (duplicate-name)
      5 | name: shop
        |       ^^^^
      hint: give one of them another "name:"; airplan finds them on the server by it

    error: source "shop" is declared twice, first in pipelines/a/shop.yaml:1
      pipelines/shop.yaml:1:1 (duplicate-key)
      1 | kind: source
        | ^^^^^^^^^^^^
      hint: give one of them another "key:"; without it the name of the file is the
            key

    2 errors in 2 files"
  `);
});

test('two connections of one name', async () => {
  const file = `${aProject['pipelines/shop-to-lake.yaml']}name: shop-to-lake\n`;

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: two connections have the name "shop-to-lake", the first in pipelines/added.yaml:6
      pipelines/shop-to-lake.yaml:1:1 (duplicate-name)
      1 | kind: connection
        | ^^^^^^^^^^^^^^^^
      hint: give one of them another "name:"; airplan finds them on the server by it

    1 error in 1 file"
  `);
});

test('a stream that is listed twice', async () => {
  const file =
    'kind: catalog\ndefaults: {namespace: public}\nstreams:\n  - name: a\n  - {name: a, namespace: public}\n';

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: stream "public.a" is listed twice, first on line 4
      pipelines/added.yaml:5:12 (duplicate-stream)
      5 |   - {name: a, namespace: public}
        |            ^
      hint: keep one of the two

    1 error in 1 file"
  `);
});

test('a connection with a catalog and streams of its own, and one with neither', async () => {
  const file = 'kind: connection\nsource: shop\ndestination: lake\n';
  const contents = {
    'pipelines/a.yaml': `${file}catalog: all\nstreams: [{name: a}]\n`,
    'pipelines/all.yaml': 'kind: catalog\nstreams: [{name: a}]\n',
    'pipelines/b.yaml': file,
  };

  expect(await findings({ ...aProject, ...contents })).toMatchInlineSnapshot(`
    "error: connection "a" has "catalog" and "streams", which exclude each other
      pipelines/a.yaml:5:1 (conflicting-keys)
      5 | streams: [{name: a}]
        | ^^^^^^^
      hint: move the streams into the catalog, or remove "catalog"

    error: connection "b" does not say which streams to sync
      pipelines/b.yaml:1:1 (missing-key)
      1 | kind: connection
        | ^^^^^^^^^^^^^^^^
      hint: add "catalog" with the key of a catalog, or "streams" with a list

    2 errors in 2 files"
  `);
});

test('an id, a key and a number that cannot be', async () => {
  const file =
    'kind: source\nkey: my shop\nid: "7"\nname: ""\ndefinition: x\nconfiguration: {port: 12345678901234567890}\n';

  expect(await findingsOf(file)).toMatchInlineSnapshot(`
    "error: "key" has characters that it cannot have
      pipelines/added.yaml:2:6 (wrong-format)
      2 | key: my shop
        |      ^^^^^^^
      hint: use letters, digits, ".", "_" and "-"

    error: "id" is not a UUID
      pipelines/added.yaml:3:5 (wrong-format)
      3 | id: "7"
        |     ^^^

    error: "name" must not be empty
      pipelines/added.yaml:4:7 (empty-value)
      4 | name: ""
        |       ^^

    error: this number cannot be kept exactly
      pipelines/added.yaml:6:23 (number-out-of-range)
      6 | configuration: {port: 12345678901234567890}
        |                       ^^^^^^^^^^^^^^^^^^^^
      hint: put it in quotes if it is meant as text

    4 errors in 1 file"
  `);
});
