import type { DoctorStep } from '../model/diagnosis.ts';
import { visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import type { Palette } from './palette.ts';

const signs: Readonly<Record<DoctorStep['state'], string>> = { ok: '✓', warning: '!', failed: '✗' };
const nameColumns = 13;

/** One step to a server, with what to do under it if it is not well. */
export function renderDoctorStep({ name, state, text, hint }: DoctorStep, palette: Palette): string {
  const colours = { ok: palette.green, warning: palette.yellow, failed: palette.red };
  const [first = '', ...others] = hanging(`${signs[state]} ${name.padEnd(nameColumns)}`, visible(text));
  const indent = ' '.repeat(nameColumns + 2);
  return [
    `${colours[state](first.slice(0, 1))}${first.slice(1)}`,
    ...others,
    ...(hint === undefined ? [] : hanging('→ ', visible(hint), indent)),
  ].join('\n');
}
