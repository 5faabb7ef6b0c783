import { comparisonRules } from '../../src/diff/rules.ts';

const start = '<!-- rules of the comparison: written by "npm run docs" -->';
const end = '<!-- end of the rules -->';

/** The README with its tables as the code says them now. */
export function withCurrentTables(readme: string): string {
  const [before, rest] = halves(readme, start);
  const [, after] = halves(rest, end);
  const rows = Object.entries(comparisonRules).map(([id, { sentence }]) => `| \`${id}\` | ${sentence} |`);
  return `${before}${start}\n${['| rule | |', '|---|---|', ...rows].join('\n')}\n${end}${after}`;
}

function halves(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`the README has no line ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
