import { RequestError } from '../airbyte/api-error.ts';
import type { WorkspaceStatus } from '../model/status.ts';
import type { Ports } from './ports.ts';

/** How things stand, how they stood before, and why that is all one knows. */
export interface Look {
  readonly status: WorkspaceStatus;
  /** Absent for the first look. */
  readonly before?: WorkspaceStatus | undefined;
  /** The server could not be read this time: `status` is that of the last time. */
  readonly trouble?: RequestError | undefined;
}

export interface StatusWatch {
  readonly everyMs: number;
  readonly show: (look: Look) => void;
}

/** So long a timer may outlive Ctrl-C. */
const longestSleepMs = 500;

/**
 * Reads and shows again and again, until the signal of the ports is given. A server that cannot be read for a while
 * ends nothing.
 *
 * @throws {RequestError} when the server cannot be read the first time
 */
export async function watchStatus(
  read: () => Promise<WorkspaceStatus>,
  { signal, sleep }: Pick<Ports, 'signal' | 'sleep'>,
  { everyMs, show }: StatusWatch,
): Promise<void> {
  const aborted = whenAborted(signal);
  let before: WorkspaceStatus | undefined;
  while (!signal.aborted) {
    const look = await Promise.race([lookAgain(read, before), aborted]);
    if (look === undefined || signal.aborted) return;
    show(look);
    before = look.status;
    for (let leftMs = everyMs; leftMs > 0 && !signal.aborted; leftMs -= longestSleepMs) {
      await sleep(Math.min(leftMs, longestSleepMs));
    }
  }
}

async function lookAgain(read: () => Promise<WorkspaceStatus>, before: WorkspaceStatus | undefined): Promise<Look> {
  try {
    return { status: await read(), before };
  } catch (trouble) {
    if (before === undefined || !(trouble instanceof RequestError)) throw trouble;
    return { status: before, before, trouble };
  }
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
