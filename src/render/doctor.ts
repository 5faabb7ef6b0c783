import type { DoctorStep } from '../model/diagnosis.ts';
import { visible } from '../util/visible.ts';
import type { Palette } from './palette.ts';

const signs: Readonly<Record<DoctorStep['state'], string>> = { ok: '✓', warning: '!', failed: '✗' };

/** The steps to a server, a line each, with what to do under those that are not well. */
export function renderDiagnosis(steps: readonly DoctorStep[], palette: Palette): string {
  const colours = { ok: palette.green, warning: palette.yellow, failed: palette.red };
  return steps
    .flatMap(({ name, state, text, hint }) => [
      `${colours[state](signs[state])} ${name.padEnd(11)}  ${visible(text)}`,
      ...(hint === undefined ? [] : [`  ${' '.repeat(11)}  → ${visible(hint)}`]),
    ])
    .join('\n');
}
