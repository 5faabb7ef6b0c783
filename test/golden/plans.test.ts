import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { actorSituations } from './actor-situations.ts';
import { connectionSituations } from './connection-situations.ts';
import { projectSituations } from './project-situations.ts';
import { transcribe } from './stage.ts';
import { streamSituations } from './stream-situations.ts';

const situations = { ...projectSituations, ...actorSituations, ...connectionSituations, ...streamSituations };
const folder = path.join(import.meta.dirname, 'plans');

test.each(Object.entries(situations))('%s reads as it was reviewed', async (name, situation) => {
  const transcript = await transcribe(situation);

  await expect(transcript).toMatchFileSnapshot(path.join(folder, `${name}.txt`));
});

test('every transcript belongs to a situation', () => {
  const names = Object.keys(situations).map((name) => `${name}.txt`);

  expect(readdirSync(folder).filter((file) => !names.includes(file))).toEqual([]);
});
