import type { RuleText } from '../../model/rule.ts';
import { actorRows } from './actor-rows.ts';
import { connectionRows } from './connection-rows.ts';
import { contentRows } from './content-rows.ts';
import { definitionRows } from './definition-rows.ts';
import type { EffectRow } from './row.ts';
import { settingRows } from './setting-rows.ts';
import { streamRows } from './stream-rows.ts';

const rows = { ...definitionRows, ...actorRows, ...connectionRows, ...settingRows, ...contentRows, ...streamRows };

/** Id of a row of the table of effects. */
export type EffectRule = keyof typeof rows;

/** Every kind of change and what it does to data, by the id of its row. Where several apply, the first one counts. */
export const effectRows: Readonly<Record<EffectRule, EffectRow>> = rows;

/** The table as people read it, in its order; for `airplan explain` and the reference. */
export const effectTexts: Readonly<Record<string, RuleText>> = Object.fromEntries(
  Object.entries(effectRows).map(([id, { sentence, story, reason }]) => {
    const text = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
    return [id, { sentence: text, story, reason: `${reason}.` }];
  }),
);
