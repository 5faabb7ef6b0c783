import { comparisonRules } from '../diff/rules.ts';
import { InvalidFlagsError } from '../errors.ts';
import { fileFindings } from '../model/findings/file-findings.ts';
import { serverFindings } from '../model/findings/server-findings.ts';
import { specificationFindings } from '../model/findings/specification-findings.ts';
import { yamlFindings } from '../model/findings/yaml-findings.ts';
import type { RuleTable, RuleText } from '../model/rule.ts';
import { effectTexts } from '../plan/effects/table.ts';
import { nextRunsText } from '../plan/next-runs.ts';
import { pinnedVersionText } from '../plan/pinned-versions.ts';
import { findClosest } from '../util/suggest.ts';

/** Every table of rules that airplan goes by; `explain` knows what stands here. */
export const ruleBook: readonly RuleTable[] = [
  { title: 'How airplan compares', rules: comparisonRules },
  { title: 'What changes do to data', rules: { ...effectTexts, ...nextRunsText, ...pinnedVersionText } },
  { title: 'Findings in files, as YAML', rules: yamlFindings },
  { title: 'Findings in what files say', rules: fileFindings },
  { title: "Findings by connectors' specifications", rules: specificationFindings },
  { title: 'Findings that the server is needed for', rules: serverFindings },
];

/** A rule with the table that it is in. */
export interface FoundRule {
  readonly id: string;
  readonly table: string;
  readonly text: RuleText;
}

/**
 * The rule of that id.
 *
 * @throws {InvalidFlagsError} when there is none, with the one that was meant
 */
export function getRule(id: string): FoundRule {
  for (const { title, rules } of ruleBook) {
    const text = Object.hasOwn(rules, id) ? rules[id] : undefined;
    if (text !== undefined) return { id, table: title, text };
  }
  const closest = findClosest(
    id,
    ruleBook.flatMap(({ rules }) => Object.keys(rules)),
  );
  throw new InvalidFlagsError(`there is no rule "${id}"`, {
    hint: closest === undefined ? 'see all of them with "airplan explain"' : `did you mean "${closest}"?`,
  });
}
