import { expect, test } from 'vitest';
import { versionNotes } from '../../src/plan/pinned-versions.ts';
import { aDefinition, aDesiredSource } from '../builders.ts';

const definition = aDefinition({ dockerImageTag: '3.6.2' });

test('tells which version runs where the file says another one, and how to change it', () => {
  const desired = aDesiredSource({ version: '3.6.1' });

  expect(versionNotes([{ desired, definition }], new Map())).toEqual([
    'source/source runs airbyte/source-postgres 3.6.2, its file says 3.6.1: change the version (Settings → Sources in Airbyte) or the file (pinned-version)',
  ]);
});

test('a version that one source has of its own counts, not that of its connector', () => {
  const desired = aDesiredSource({ version: '3.6.2' });
  const overrides = new Map([[desired.key, '3.5.0']]);

  expect(versionNotes([{ desired, definition }], overrides)[0]).toContain('runs airbyte/source-postgres 3.5.0');
  expect(versionNotes([{ desired, definition }], new Map())).toEqual([]);
});

test('says nothing where the file names no version', () => {
  expect(versionNotes([{ desired: aDesiredSource(), definition }], new Map())).toEqual([]);
});
