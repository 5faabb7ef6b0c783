import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const source = path.join(import.meta.dirname, '../src');

/** Which folder may import which; `errors.ts` is open to all. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  // Runs in browsers, bundled into one script that "render" has as text.
  page: [],
  model: [],
  util: [],
  diff: ['model', 'util'],
  plan: ['model', 'diff', 'util'],
  render: ['model', 'util'],
  desired: ['model', 'util'],
  airbyte: ['model', 'util'],
  hosts: ['model', 'airbyte', 'util'],
  live: ['model', 'airbyte', 'util'],
  apply: ['model', 'airbyte', 'util'],
  workflows: ['model', 'diff', 'plan', 'render', 'desired', 'airbyte', 'hosts', 'live', 'apply', 'util'],
  sandbox: ['airbyte', 'model', 'util'],
  cli: ['workflows', 'render', 'sandbox', 'model', 'util', 'desired'],
};

/** What a folder may take of another one, where it is not all of it. */
const onlyThese: Readonly<Record<string, readonly string[]>> = {
  'sandbox -> airbyte': ['airbyte/wire.ts'],
  'hosts -> airbyte': ['airbyte/transport.ts', 'airbyte/api-error.ts'],
  'sandbox -> model': ['model/json.ts'],
  'cli -> desired': ['desired/files.ts'],
};

const pureFolders = ['model', 'util', 'diff', 'plan', 'render', 'desired'];

/** A library is used from one folder only. */
const homes: Readonly<Record<string, string>> = {
  '@clack/prompts': 'cli',
  '@dagrejs/dagre': 'render',
  '@panzoom/panzoom': 'page',
  croner: 'util',
  got: 'airbyte',
  ajv: 'util',
  'ajv-formats': 'util',
  'cli-table3': 'render',
  'deep-diff': 'diff',
  entities: 'render',
  'fastest-levenshtein': 'util',
  'p-limit': 'util',
  pg: 'sandbox',
  picocolors: 'render',
  'string-width': 'util',
  yaml: 'desired',
  yargs: 'cli',
  ora: 'cli',
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isLazy: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports: readonly Import[] = files.flatMap((from) =>
  [
    ...readFileSync(path.join(source, from), 'utf8').matchAll(
      /^(?:import|export)\b[^;]*?from '([^']+)'|import\('([^']+)'\)/gms,
    ),
  ].map(([, eager, lazy]) => {
    const target = eager ?? lazy ?? '';
    const to = target.startsWith('.') ? path.join(path.dirname(from), target) : target;
    return { from, to, isLazy: eager === undefined };
  }),
);
const folderOf = (file: string) => file.split('/')[0] ?? '';
const isInside = ({ to }: Import) => files.includes(to);

test('finds the imports at all', () => {
  expect(imports.length).toBeGreaterThan(300);
});

test('folders import in one direction', () => {
  const wrong = imports.filter(isInside).filter(({ from, to }) => {
    if (!from.includes('/') || to === 'errors.ts' || folderOf(from) === folderOf(to)) return false;
    const allowed = mayImport[folderOf(from)] ?? [];
    const narrow = onlyThese[`${folderOf(from)} -> ${folderOf(to)}`];
    return !allowed.includes(folderOf(to)) || (narrow !== undefined && !narrow.includes(to));
  });

  expect(wrong).toEqual([]);
});

test('no file takes part in an import cycle, lazy imports included', () => {
  const targets = new Map(files.map((file) => [file, imports.filter((one) => one.from === file && isInside(one))]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (trail.includes(file) || done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);

  expect(cycles).toEqual([]);
});

test('the middle is pure: no node modules, no process, no console, no fetch', () => {
  const impure = files
    .filter((file) => pureFolders.includes(folderOf(file)))
    .filter((file) =>
      /from 'node:|\bprocess\.|\bconsole\.|\bfetch\(/.test(readFileSync(path.join(source, file), 'utf8')),
    );

  expect(impure).toEqual([]);
});

test('only the command line touches the process', () => {
  const touching = files
    .filter((file) => folderOf(file) !== 'cli')
    .filter((file) => /\b(process|console)\./.test(readFileSync(path.join(source, file), 'utf8')));

  expect(touching).toEqual([]);
});

test('each library lives in one folder', () => {
  const libraries = imports.filter(
    ({ to }) => /^[a-z@]/.test(to) && !to.startsWith('node:') && homes[to] !== undefined,
  );

  expect(libraries.filter(({ from, to }) => folderOf(from) !== homes[to])).toEqual([]);
  expect([...new Set(libraries.map(({ to }) => to))].sort()).toEqual(Object.keys(homes).sort());
});

test('what runs in browsers is imported by nobody, and pages are loaded only for who asks for one', () => {
  const heavy = ['render/html/html.ts', 'render/html/graph-page.ts', 'render/graph/svg.ts'];
  const eager = imports.filter(
    ({ from, to, isLazy }) => heavy.includes(to) && !isLazy && !/^render\/(html|graph)\//.test(from),
  );

  expect(imports.filter(({ from, to }) => to.startsWith('page/') && folderOf(from) !== 'page')).toEqual([]);
  expect(eager).toEqual([]);
});

test('folders have no index file and there is no default export', () => {
  expect(files.filter((file) => /\/index\.ts$/.test(file))).toEqual([]);
  expect(files.filter((file) => /^export default/m.test(readFileSync(path.join(source, file), 'utf8')))).toEqual([]);
});

test('nothing names a machine, a registry or a session', () => {
  const manifest = readFileSync(path.join(source, '../package-lock.json'), 'utf8');

  expect(manifest).not.toContain('"resolved"');
  expect(manifest).not.toMatch(/https?:\/\/[^"]*registry/);
});
