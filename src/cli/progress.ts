import type { Change } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import { renderOutcome } from '../render/report.ts';
import type { CommandContext } from './context.ts';

/** Shows how applying goes: a line for each change that ends, and a sign of life in between. */
export interface Progress {
  readonly onStart: (change: Change) => void;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly stop: () => void;
}

/** Nobody should wonder for longer than this whether something still happens. */
const silenceMs = 5000;

/** @param printsLines - false while the result is for programs */
export async function startProgress(context: CommandContext, printsLines: boolean): Promise<Progress> {
  const running = new Set<string>();
  const live = context.showsProgress ? await spinner(running) : signsOfLife(running, context);
  return {
    onStart: ({ key }) => {
      running.add(key);
      live.update();
    },
    onOutcome: (outcome) => {
      running.delete(outcome.change.key);
      live.clear();
      if (printsLines) context.print(renderOutcome(outcome, context.palette));
      live.update();
    },
    stop: live.stop,
  };
}

async function spinner(running: ReadonlySet<string>) {
  const { default: ora } = await import('ora');
  const view = ora({ stream: process.stderr, discardStdin: false });
  const room = Math.max(20, (process.stderr.columns || 80) - 4);
  return {
    update: () => {
      if (running.size > 0) view.start(`applying ${[...running].join(', ')}`.slice(0, room));
    },
    clear: () => void view.stop(),
    stop: () => void view.stop(),
  };
}

function signsOfLife(running: ReadonlySet<string>, { tell }: CommandContext) {
  const sayIt = () => {
    if (running.size > 0) tell(`  still working on ${[...running].join(', ')}`);
  };
  let timer = setInterval(sayIt, silenceMs);
  return {
    update: () => undefined,
    clear: () => {
      clearInterval(timer);
      timer = setInterval(sayIt, silenceMs);
    },
    stop: () => clearInterval(timer),
  };
}
