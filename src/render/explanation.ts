import type { RuleTable, RuleText } from '../model/rule.ts';
import { hanging, textColumns, wrapped } from '../util/wrap.ts';
import type { Palette } from './palette.ts';

/** One rule for people: what it is, why, its story, and an example. */
export function renderRule(
  id: string,
  table: string,
  { sentence, reason, story, example }: RuleText,
  palette: Palette,
): string {
  const head = `${palette.bold(palette.cyan(id))}  ${palette.dim(table)}`;
  return [
    `${head}\n${palette.bold(wrapped(sentence, textColumns))}`,
    wrapped(story, textColumns),
    ...renderReason(reason),
    ...(example === undefined ? [] : [example.replaceAll(/^/gm, '  ')]),
  ].join('\n\n');
}

/** Sections of the notes on Airbyte's API that rules were made from mean something to their authors only. */
function renderReason(reason = ''): readonly string[] {
  const words = reason.replace(/ ?\(?API §[\d., §]+\)?(?=\.|$)/g, '');
  return words === '' || words === '.' ? [] : [wrapped(`Why: ${words}`, textColumns)];
}

/** All rules for people, table by table, one line each. */
export function renderRuleBook(tables: readonly RuleTable[], palette: Palette): string {
  const groups = tables.map(({ title, rules }) => {
    const width = Math.max(...Object.keys(rules).map((id) => id.length));
    const lines = Object.entries(rules).flatMap(([id, { sentence }]) => {
      const [first = '', ...others] = hanging(`${id.padEnd(width)}  `, sentence, '  ');
      return [first.replace(id, palette.cyan(id)), ...others];
    });
    return [palette.bold(title), ...lines].join('\n');
  });
  return [...groups, palette.dim('airplan explain RULE tells the story of one')].join('\n\n');
}

/** A rule as data, for programs: its texts, without what the program does by it. */
export function ruleAsData(id: string, table: string, { sentence, reason, story, example }: RuleText): object {
  return { id, table, sentence, reason, story, example };
}
