import type { Explanation, Plan, PlanExplanations } from '../model/plan.ts';
import { visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import { pathText } from './fields.ts';
import type { Palette } from './palette.ts';
import { renderValue } from './values.ts';

/** More of one resource nobody reads. */
const mostValues = 20;
/** How much of a value is shown, in characters: its rule is what matters. */
const longestValue = 44;

/**
 * What looks different in a plan and is not: by resource, the two values and the rule; then what the rules say.
 *
 * @returns nothing when nobody asked
 */
export function renderExplanations({ explanations }: Plan, palette: Palette): readonly string[] {
  if (explanations === undefined) return [];
  const { resources, rules } = explanations;
  if (resources.length === 0) return [palette.dim('Nothing looks different that is not.')];
  const legend = aligned(Object.entries(rules), '  ', palette);
  return [
    [
      `${palette.bold('Equal, though they look different')} ${palette.dim('(server ≡ file)')}`,
      ...resources.flatMap((one) => renderResource(one, palette)),
    ].join('\n'),
    [palette.bold('By these rules'), ...legend, palette.dim('  More of each: airplan explain RULE')].join('\n'),
  ];
}

function renderResource({ key, values }: PlanExplanations['resources'][number], palette: Palette): readonly string[] {
  const rows = values.slice(0, mostValues).map((value) => [value.rule, renderBoth(value)] as const);
  const more = values.length - rows.length;
  return [
    `  ${visible(key)}`,
    ...aligned(rows, '      ', palette),
    ...(more > 0 ? [palette.dim(`      and ${more} more`)] : []),
  ];
}

function renderBoth({ path, live, desired, others = 0 }: Explanation): string {
  const more = others === 0 ? '' : `, and so for ${others} more ${others === 1 ? 'stream' : 'streams'}`;
  return `${pathText(path)}  ${shortened(live)} ≡ ${shortened(desired)}${more}`;
}

function shortened(value: Explanation['live']): string {
  const characters = [...renderValue(value)];
  return characters.length > longestValue ? `${characters.slice(0, longestValue - 1).join('')}…` : characters.join('');
}

function aligned(
  rows: readonly (readonly [rule: string, text: string])[],
  indent: string,
  palette: Palette,
): readonly string[] {
  const width = rows.reduce((widest, [rule]) => Math.max(widest, rule.length), 0);
  return rows.flatMap(([rule, text]) => {
    const [first = '', ...others] = hanging(`${rule.padEnd(width)}  `, text, indent);
    return [first.replace(rule, palette.cyan(rule)), ...others];
  });
}
