import type { FieldChange, Update } from '../../model/plan.ts';
import { streamName } from '../../model/stream.ts';
import { groupedBy } from '../../util/group.ts';
import { type FoundEffect, ruleRows } from './found-effects.ts';
import type { StreamRow, StreamSubject } from './row.ts';
import type { EffectRule } from './table.ts';
import { selectionsOf } from './words.ts';

/** What changed streams of a connection do; at most one effect for each field. */
export function streamEffects(change: Update): readonly FoundEffect[] {
  // A list of names only, of streams that are found when applied, has no second step.
  const fields = change.fields.filter(({ path }) => path[0] === 'streams' && path.length > 1);
  const streams = new Map(selectionsOf(change)?.map((selection) => [streamName(selection), selection]));
  const steps = new Set(change.afterwards?.streams.map(streamName));
  return [...groupedBy(fields, ({ path }) => path[1] ?? '')].flatMap(([name, ofStream]) => {
    const changed = new Set(ofStream.map(memberOf));
    const stream = streams.get(name);
    const step = steps.has(name) ? change.afterwards?.action : undefined;
    const common = { changed, ...(stream && { stream }), ...(step && { step }) };
    return ofStream.flatMap((field) => effectOf({ ...common, field }, name));
  });
}

function memberOf({ path }: FieldChange): string {
  return path[2] ?? 'stream';
}

function effectOf(subject: StreamSubject, stream: string): readonly FoundEffect[] {
  const { field, step } = subject;
  const found = (rowsByMember.get(memberOf(field)) ?? []).find(([, row]) => row.applies?.(subject) ?? true);
  if (found === undefined) return [];
  const [rule, row] = found;
  if (step !== undefined && row.curedBy?.includes(step) === true) return [];
  return [{ rule, path: field.path, text: row.text?.(subject) ?? row.sentence, stream }];
}

const rowsByMember = new Map<string, readonly (readonly [EffectRule, StreamRow])[]>();
for (const [rule, row] of ruleRows) {
  if (row.about !== 'stream') continue;
  for (const member of row.members) rowsByMember.set(member, [...(rowsByMember.get(member) ?? []), [rule, row]]);
}
