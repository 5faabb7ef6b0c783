import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { columnsOf } from '../../src/util/visible.ts';
import { actorSituations } from './actor-situations.ts';
import { connectionSituations } from './connection-situations.ts';
import { definitionSituations } from './definition-situations.ts';
import { projectSituations } from './project-situations.ts';
import { transcribe } from './stage.ts';
import { streamSituations } from './stream-situations.ts';

const situations = {
  ...projectSituations,
  ...definitionSituations,
  ...actorSituations,
  ...connectionSituations,
  ...streamSituations,
};
const folder = path.join(import.meta.dirname, 'plans');
const reviewFolder = path.join(import.meta.dirname, 'reviews');
const endings: Readonly<Record<string, string>> = { markdown: 'md', html: 'html', sarif: 'json', junit: 'xml' };

test.each(Object.entries(situations))('%s reads as it was reviewed', async (name, situation) => {
  const { text, reviews } = await transcribe(situation);

  await expect(text).toMatchFileSnapshot(path.join(folder, `${name}.txt`));
  for (const [format, review] of Object.entries(reviews)) {
    await expect(review).toMatchFileSnapshot(path.join(reviewFolder, format, `${name}.${endings[format] ?? 'txt'}`));
  }
});

test('every transcript belongs to a situation', () => {
  const names = Object.keys(situations).map((name) => `${name}.txt`);

  expect(readdirSync(folder).filter((file) => !names.includes(file))).toEqual([]);
  const reviews = readdirSync(reviewFolder, { recursive: true, encoding: 'utf8' }).filter((file) => /\./.test(file));
  const reviewed = reviews.map((file) => path.basename(file, path.extname(file)));
  expect(reviewed.filter((name) => !Object.hasOwn(situations, name))).toEqual([]);
});

/** What stays on one line however long: the summary, messages that people search for, quoted files, long names. */
const mayBeLong = /^(Plan|error|warning): |^ +\d+ \|| {2}[+~±-] \S+ {2}"/;

test('no line is wider than a terminal unless it cannot be cut', () => {
  const lines = readdirSync(folder).flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n'));
  const wide = lines.filter((line) => columnsOf(line) > 80 && line.trim().includes(' '));

  expect(wide.filter((line) => !mayBeLong.test(line))).toEqual([]);
});
