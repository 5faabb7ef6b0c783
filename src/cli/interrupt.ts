import { InterruptedError } from '../errors.ts';
import type { CliContext } from './context.ts';

/** Ctrl-C during a command that writes: before the first write it stops at once, afterwards nothing new is started. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** From now on something may be under way that has to be awaited. */
  readonly startWriting: () => void;
  /** Gives what `work` gives, or stops on Ctrl-C before the first write. */
  readonly guard: <T>(work: Promise<T>) => Promise<T>;
  readonly release: () => void;
}

export function listenForInterrupt(context: CliContext): Interrupt {
  const controller = new AbortController();
  const stopped = deferred();
  let isWriting = false;
  const release = context.onInterrupt(() => {
    controller.abort();
    if (isWriting) context.tell('Interrupted: waiting for what is under way, nothing new is started');
    else stopped.reject(new InterruptedError('interrupted before anything was written'));
  });
  return {
    signal: controller.signal,
    startWriting: () => {
      isWriting = true;
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
