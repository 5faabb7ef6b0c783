import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withCurrentTables } from './readme-tables.ts';

const repository = path.join(import.meta.dirname, '../..');
const readme = readFileSync(path.join(repository, 'README.md'), 'utf8');

test('the tables of the README are those of the code and the schemas', () => {
  expect(readme, 'the README is behind the code: npm run docs').toBe(withCurrentTables(readme));
});

test('the keys of every schema are in the README', () => {
  const files = readdirSync(path.join(repository, 'schemas')).filter((file) => file !== 'resource.schema.json');
  const subjects = [...readme.matchAll(/<!-- keys: (.+?), written/g)].flatMap(([, subject]) => subject?.split(' and '));

  expect(files.filter((file) => !subjects.includes(file))).toEqual([]);
});

test('links within the README lead to its headings, and the contents name every chapter', () => {
  const prose = readme.replaceAll(/^```.*?^```/gms, '');
  const anchors = [...prose.matchAll(/^##+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  const linked = [...prose.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  const chapters = [...prose.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

  expect(linked.filter((anchor) => !anchors.includes(String(anchor)))).toEqual([]);
  expect(chapters.filter((anchor) => anchor !== 'licence' && !linked.includes(anchor))).toEqual([]);
});

/** As GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
