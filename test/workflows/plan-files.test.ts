import { expect, test } from 'vitest';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import { encodeSavedPlan } from '../../src/plan/saved-plan.ts';
import { renderPlanJson } from '../../src/render/plan.ts';
import { parsePlanFile } from '../../src/workflows/saved-plan.ts';
import { aPlan } from '../builders.ts';

const saved = encodeSavedPlan({ plan: aPlan(), preconditions: {}, request: {} });

test('a byte order mark, which some shells put in front, is no part of a plan', () => {
  expect(parsePlanFile(`\ufeff${saved}`, 'plan.json').plan).toEqual(aPlan());
});

test.each([
  ['what is printed for programs', renderPlanJson(aPlan()), 'is a plan as "--format json" prints it'],
  ['the plan of another tool', '{"format_version": "1.2", "planned_values": {}}', 'is no saved plan'],
  ['half of a plan', saved.slice(0, saved.length / 2), 'is no JSON, or only a part of it'],
  ['a list', '[]', 'is no saved plan'],
])('no saved plan: %s', (_what, text, words) => {
  const parse = () => parsePlanFile(text, 'plan.json');

  expect(parse).toThrow(InvalidFilesError);
  expect(parse).toThrow(`"plan.json" ${words}`);
});
