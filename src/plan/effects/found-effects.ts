import type { Change, Update } from '../../model/plan.ts';
import type { ChangeRow, EffectFacts, FieldRow } from './row.ts';
import { type EffectRule, effectRows } from './table.ts';

/** What a row says of a change, before what several streams share is put together. */
export interface FoundEffect {
  readonly rule: EffectRule;
  /** Of the field change that causes it, or `afterwards`; empty for the change as a whole. */
  readonly path: readonly string[];
  readonly text: string;
  /** As people read it; absent for what is not about a stream. */
  readonly stream?: string;
}

/** What a change does as a whole; at most one effect. */
export function wholeEffects(change: Change, facts: EffectFacts): readonly FoundEffect[] {
  const found = changeRows.find(([, row]) => row.applies(change, facts));
  if (found === undefined) return [];
  const [rule, row] = found;
  return [{ rule, path: row.path ?? [], text: row.text?.(change, facts) ?? row.sentence }];
}

/** What changed settings and configurations do; at most one effect for each field. */
export function fieldEffects(change: Update, facts: EffectFacts): readonly FoundEffect[] {
  return change.fields.flatMap((field) => {
    const subject = { field, change, facts };
    const found = (rowsByMember.get(field.path[0] ?? '') ?? []).find(([, row]) => row.applies?.(subject) ?? true);
    if (found === undefined) return [];
    const [rule, row] = found;
    return [{ rule, path: field.path, text: row.text?.(subject) ?? row.sentence }];
  });
}

/** Rows in their order, with their ids. */
export const ruleRows = Object.entries(effectRows) as readonly (readonly [
  EffectRule,
  (typeof effectRows)[EffectRule],
])[];

const changeRows = ruleRows.flatMap(([rule, row]) =>
  row.about === 'change' ? [[rule, row] as readonly [EffectRule, ChangeRow]] : [],
);

const rowsByMember = new Map<string, readonly (readonly [EffectRule, FieldRow])[]>();
for (const [rule, row] of ruleRows) {
  if (row.about !== 'field') continue;
  for (const member of row.members) rowsByMember.set(member, [...(rowsByMember.get(member) ?? []), [rule, row]]);
}
