import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** Where a file of a project really is, and whether that is elsewhere. One that is not there is where it is named. */
export async function linkTarget(
  folder: string,
  file: string,
): Promise<{ readonly target: string; readonly isOutside: boolean }> {
  const named = path.join(folder, file);
  const target = await realpath(named).catch(() => named);
  const inside = await realpath(folder).catch(() => folder);
  return { target, isOutside: target !== named && !target.startsWith(`${inside}${path.sep}`) };
}
