import { InterruptedError } from '../errors.ts';
import type { CliContext } from './context.ts';

/** Ctrl-C during a command that writes: before the first write it stops at once, afterwards nothing new is started. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** From now on something may be under way that has to be awaited; `words` say so on Ctrl-C. */
  readonly startWriting: (words?: string) => void;
  /** Gives what `work` gives, or stops on Ctrl-C before the first write. */
  readonly guard: <T>(work: Promise<T>) => Promise<T>;
  readonly release: () => void;
}

export function listenForInterrupt(context: CliContext): Interrupt {
  const controller = new AbortController();
  const stopped = deferred();
  let words: string | undefined;
  const release = context.onInterrupt(() => {
    controller.abort();
    if (words !== undefined) context.tell(words);
    else stopped.reject(new InterruptedError('interrupted before anything was written'));
  });
  return {
    signal: controller.signal,
    startWriting: (told = 'Interrupted: waiting for what is under way, nothing new is started') => {
      words = told;
    },
    guard: (work) => Promise.race([work, stopped.promise]),
    release,
  };
}

function deferred(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, onReject) => {
    reject = onReject;
  });
  return { promise, reject };
}
