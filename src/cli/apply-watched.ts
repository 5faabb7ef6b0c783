import type { Issue } from '../model/issue.ts';
import type { ApplyResult, ApplyWatcher } from '../workflows/apply.ts';
import type { Ports } from '../workflows/ports.ts';
import { showPlanBefore } from './apply-output.ts';
import type { CommandContext } from './context.ts';
import { listenForInterrupt } from './interrupt.ts';
import { startProgress } from './progress.ts';
import { tellWarnings } from './tell-warnings.ts';
import { withPorts } from './with-ports.ts';

interface ApplyArguments {
  readonly project: string;
  readonly verbose: boolean;
  readonly yes: boolean;
  readonly format: 'text' | 'json';
}

/** Applies with someone watching: the plan shown, a line for each change, Ctrl-C heeded. */
export async function applyWatched(
  start: (ports: Ports, watcher: ApplyWatcher) => Promise<ApplyResult>,
  args: ApplyArguments,
  context: CommandContext,
): Promise<ApplyResult> {
  const interrupt = listenForInterrupt(context);
  const progress = await startProgress(context, args.format === 'text');
  const confirm = async (plan: ApplyResult['plan']): Promise<boolean> => {
    const isConfirmed = await showPlanBefore(plan, args, context);
    if (isConfirmed) interrupt.startWriting();
    return isConfirmed;
  };
  const onWarnings = (warnings: readonly Issue[]): void => tellWarnings(warnings, context);
  try {
    return await withPorts(
      args,
      context,
      (ports) => interrupt.guard(start(ports, { ...progress, confirm, onWarnings })),
      interrupt.signal,
    );
  } finally {
    progress.stop();
    interrupt.release();
  }
}
