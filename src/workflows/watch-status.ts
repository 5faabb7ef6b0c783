import type { WorkspaceStatus } from '../model/status.ts';
import type { Ports } from './ports.ts';

export interface StatusWatch {
  readonly everyMs: number;
  /** Shows only what is another status than the last one, but for the time that passes. */
  readonly onlyChanges: boolean;
  readonly show: (status: WorkspaceStatus) => void | Promise<void>;
}

/** So long a timer may outlive Ctrl-C. */
const longestSleepMs = 500;

/** Reads and shows again and again, until the signal of the ports is given. */
export async function watchStatus(
  read: () => Promise<WorkspaceStatus>,
  { signal, sleep }: Pick<Ports, 'signal' | 'sleep'>,
  { everyMs, onlyChanges, show }: StatusWatch,
): Promise<void> {
  let before = '';
  while (!signal.aborted) {
    const status = await read();
    if (signal.aborted) return;
    const now = lastingPart(status);
    if (!onlyChanges || now !== before) await show(status);
    before = now;
    for (let leftMs = everyMs; leftMs > 0 && !signal.aborted; leftMs -= longestSleepMs) {
      await sleep(Math.min(leftMs, longestSleepMs));
    }
  }
}

function lastingPart({ connections, notes }: WorkspaceStatus): string {
  return JSON.stringify([connections.map(({ nextRunMs: _passes, ...rest }) => rest), notes]);
}
