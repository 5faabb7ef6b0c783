import type { Explanation, Plan, PlanExplanations } from '../model/plan.ts';
import { columnsOf, visible } from '../util/visible.ts';
import { pathText } from './fields.ts';
import type { Palette } from './palette.ts';
import { renderValue } from './values.ts';

/** More of one resource nobody reads. */
const mostValues = 20;
/** The widest that a column gets; what is longer pushes the next one to the right. */
const widestColumn = 44;

/**
 * What looks different in a plan and is not: by resource, the two values and the rule; then what the rules say.
 *
 * @returns nothing when nobody asked
 */
export function renderExplanations({ explanations }: Plan, palette: Palette): readonly string[] {
  if (explanations === undefined) return [];
  const { resources, rules } = explanations;
  if (resources.length === 0) return [palette.dim('Nothing looks different that is not.')];
  const legend = aligned(Object.entries(rules).map(([id, sentence]) => [palette.cyan(id), sentence]));
  return [
    [
      palette.bold('Equal, though they look different'),
      ...resources.flatMap((one) => renderResource(one, palette)),
    ].join('\n'),
    [palette.bold('By these rules'), ...legend, palette.dim('  More of each: airplan explain RULE')].join('\n'),
  ];
}

function renderResource({ key, values }: PlanExplanations['resources'][number], palette: Palette): readonly string[] {
  const rows = values
    .slice(0, mostValues)
    .map((value) => [pathOf(value), `${bothValues(value)}  ${palette.cyan(value.rule)}`] as const);
  const more = values.length - rows.length;
  return [
    `  ${visible(key)}`,
    ...aligned(rows).map((line) => `    ${line}`),
    ...(more > 0 ? [palette.dim(`      and ${more} more`)] : []),
  ];
}

function pathOf({ path, others = 0 }: Explanation): string {
  const more = others === 0 ? '' : ` and ${others} more ${others === 1 ? 'stream' : 'streams'}`;
  return `${pathText(path)}${more}`;
}

function bothValues({ live, desired }: Explanation): string {
  return `${renderValue(live)} ≡ ${renderValue(desired)}`;
}

function aligned(rows: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const width = rows.reduce((widest, [left]) => Math.min(widestColumn, Math.max(widest, columnsOf(left))), 0);
  return rows.map(([left, right]) => `  ${left}${' '.repeat(Math.max(0, width - columnsOf(left)))}  ${right}`);
}
