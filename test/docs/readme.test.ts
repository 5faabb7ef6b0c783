import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withCurrentTables } from './readme-tables.ts';

test('the tables of the README are those of the code', () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8');

  expect(readme, 'the README is behind the code: npm run docs').toBe(withCurrentTables(readme));
});
