import { renderRule, renderRuleBook, ruleAsData } from '../../render/explanation.ts';
import { renderJson } from '../../render/json.ts';
import { type FoundRule, getRule, ruleBook } from '../../workflows/rule-book.ts';
import { defineCommand, planningOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const explainCommand = defineCommand({
  options: {
    format: planningOptions.format,
  },
  examples: [
    ['$0 explain', 'all rules, one line each'],
    ['$0 explain masked-secret', 'what a rule that a plan or a finding names is about'],
  ],
  run: async (args, { print, palette }) => {
    if (typeof args.rule === 'string') {
      const { id, table, text } = getRule(args.rule);
      print(
        args.format === 'json'
          ? renderJson({ formatVersion: '1.0', ...ruleAsData(id, table, text) })
          : renderRule(id, table, text, palette),
      );
    } else if (args.format === 'json') {
      print(
        renderJson({
          formatVersion: '1.0',
          rules: allRules().map(({ id, table, text }) => ruleAsData(id, table, text)),
        }),
      );
    } else {
      print(renderRuleBook(ruleBook, palette));
    }
    return exitCodes.done;
  },
});

function allRules(): readonly FoundRule[] {
  return ruleBook.flatMap(({ title, rules }) =>
    Object.entries(rules).map(([id, text]) => ({ id, table: title, text })),
  );
}
