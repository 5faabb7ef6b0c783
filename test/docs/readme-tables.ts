import { comparisonRules } from '../../src/diff/rules.ts';
import { effectRows, effectTexts } from '../../src/plan/effects/table.ts';
import { graphFormatNames, graphFormats } from '../../src/render/graph/graph-formats.ts';
import { planFormatNames, planFormats } from '../../src/render/plan-formats.ts';
import { keysTable } from './schema-tables.ts';

const blocks: readonly { readonly start: string; readonly end: string; readonly table: () => string }[] = [
  {
    start: '<!-- rules of the comparison: written by "npm run docs" -->',
    end: '<!-- end of the rules -->',
    table: () => rowsTable('rule', comparisonRules),
  },
  {
    start: '<!-- effects: written by "npm run docs" -->',
    end: '<!-- end of the effects -->',
    table: effectsTable,
  },
  {
    start: '<!-- formats of plans: written by "npm run docs" -->',
    end: '<!-- end of the formats -->',
    table: () => formatsTable(planFormatNames, planFormats),
  },
  {
    start: '<!-- formats of pictures: written by "npm run docs" -->',
    end: '<!-- end of the pictures -->',
    table: () => formatsTable(graphFormatNames, graphFormats),
  },
];

/** The README with its tables as code and schemas say them now. */
export function withCurrentTables(readme: string): string {
  const withRules = blocks.reduce((text, { start, end, table }) => {
    const [before, rest] = halves(text, start);
    const [, after] = halves(rest, end);
    return `${before}${start}\n${table()}\n${end}${after}`;
  }, readme);
  return withRules.replaceAll(
    /(<!-- keys: (.+?), written by "npm run docs" -->\n)[\s\S]*?(<!-- end of keys -->)/g,
    (_all, start: string, subject: string, end: string) => `${start}${keysTable(subject)}\n${end}`,
  );
}

function rowsTable(heading: string, rules: Readonly<Record<string, { readonly sentence: string }>>): string {
  const rows = Object.entries(rules).map(([id, { sentence }]) => `| \`${id}\` | ${sentence} |`);
  return [`| ${heading} | |`, '|---|---|', ...rows].join('\n');
}

function formatsTable<Name extends string>(
  names: readonly Name[],
  formats: Readonly<Record<Name, { readonly use: string }>>,
): string {
  const rows = names.map((name) => `| \`${name}\` | ${formats[name].use} |`);
  return ['| format | for |', '|---|---|', ...rows].join('\n');
}

/** Rows that say that nothing moves are left out, as they are in plans. */
function effectsTable(): string {
  const told = Object.entries(effectRows).filter(([, { isQuiet }]) => isQuiet !== true);
  const rows = told.map(([id, { weight }]) => `| \`${id}\` | ${weight} | ${effectTexts[id]?.sentence ?? ''} |`);
  return ['| change | weight | what it does |', '|---|---|---|', ...rows].join('\n');
}

function halves(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`the README has no line ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
