import type { AirplanError } from '../errors.ts';
import { visibleLines } from '../util/visible.ts';
import { renderHint } from './issues.ts';
import type { Palette } from './palette.ts';

/** A failure for people: what is wrong, and one thing to do now. */
export function renderError({ message, hint }: AirplanError, palette: Palette): string {
  const head = `${palette.bold(palette.red('error:'))} ${visibleLines(message)}`;
  return hint === undefined ? head : [head, ...renderHint(hint, '  ', palette)].join('\n');
}
