import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { load } from './project-in-memory.ts';

const root = new URL('../../', import.meta.url);
const readText = (file: string) => readFileSync(new URL(file, root), 'utf8');

const files = readdirSync(new URL('pipelines/', root), { recursive: true, encoding: 'utf8' })
  .map((file) => `pipelines/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.yaml'));

const contents = Object.fromEntries(['airplan.yaml', ...files].map((file) => [file, readText(file)]));

const variables = Object.fromEntries(
  readText('.env.example')
    .split('\n')
    .flatMap((line) => (/^[A-Z]/.test(line) ? [line.split('=', 2) as [string, string]] : [])),
);

test.each(['sandbox', 'production'])('the example is valid in %s with the variables of .env.example', async (name) => {
  const { desired, issues } = await load(contents, variables, name);

  expect(renderIssues(issues, plainPalette)).toBe('');
  expect(desired?.sources.map((source) => source.name)).toEqual(['CRM API', 'PostgreSQL - Ecommerce']);
  expect(desired?.destinations.map((destination) => destination.name)).toEqual([
    'MinIO - Bronze Layer',
    'PostgreSQL - Staging',
  ]);
  expect(desired?.connections.map((connection) => connection.name)).toEqual([
    'CRM API → Staging',
    'PostgreSQL → MinIO',
  ]);
});

test.each([...files, 'airplan.yaml'])('%s names its schema for editors', (file) => {
  const [, schema] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(contents[file] ?? '') ?? [];

  expect(readText(new URL(schema ?? '', new URL(file, root)).pathname)).toContain('"$schema"');
});
