import { visible } from '../util/visible.ts';
import type { CommandContext } from './context.ts';

/** Files that a command passed over, as they are not the project's own. */
export function tellElsewhere(files: readonly string[], { tell, palette }: CommandContext): void {
  for (const file of files) {
    tell(`${palette.yellow('warning:')} ${visible(file)} is a link out of the project, and was left as it is`);
  }
}
