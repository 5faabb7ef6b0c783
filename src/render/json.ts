import { visibleLines } from '../util/visible.ts';

/** Any result for programs. What acts on a terminal is escaped as JSON does it, so that nothing is lost. */
export function renderJson(value: object): string {
  return visibleLines(JSON.stringify(value, undefined, 2));
}
