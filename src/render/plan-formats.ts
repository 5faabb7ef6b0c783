import type { Plan } from '../model/plan.ts';
import type { Palette } from './palette.ts';
import { renderPlan, renderPlanJson } from './plan.ts';

export const planFormatNames = ['text', 'json'] as const;
export type PlanFormat = (typeof planFormatNames)[number];

/** Every form in which a plan can be printed, made just now or saved before. */
export const planFormats: { readonly [Format in PlanFormat]: (plan: Plan, palette: Palette) => string } = {
  text: renderPlan,
  json: renderPlanJson,
};
