import type { Change } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import { renderOutcome } from '../render/report.ts';
import { visible } from '../util/visible.ts';
import type { CommandContext } from './context.ts';

/** Shows how applying goes: a line for each change that ends, and a sign of life in between. */
export interface Progress {
  readonly onStart: (change: Change) => void;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly stop: () => void;
}

/** Shows what is under way. */
export interface Running {
  readonly onStart: (name: string) => void;
  readonly onEnd: (name: string, before?: () => void) => void;
  readonly stop: () => void;
}

/** Nobody should wonder for longer than this whether something still happens. */
const silenceMs = 5000;

/** @param printsLines - false while the result is for programs */
export async function startProgress(context: CommandContext, printsLines: boolean): Promise<Progress> {
  const running = await showRunning(context, { doing: 'applying', still: 'still working on' });
  return {
    onStart: ({ key }) => running.onStart(key),
    onOutcome: (outcome) =>
      running.onEnd(outcome.change.key, () => {
        if (printsLines) context.print(renderOutcome(outcome, context.palette));
      }),
    stop: running.stop,
  };
}

/** The words in front of the names of what is under way. */
interface RunningWords {
  /** On a terminal. */
  readonly doing: string;
  /** On lines, where there is no terminal. */
  readonly still: string;
}

/** A view in one line on a terminal, signs of life elsewhere. */
export async function showRunning(context: CommandContext, words: RunningWords): Promise<Running> {
  const names = new Set<string>();
  const live = context.showsProgress ? await spinner(names, words) : signsOfLife(names, words, context);
  return {
    onStart: (name) => {
      names.add(name);
      live.update();
    },
    onEnd: (name, before = () => undefined) => {
      names.delete(name);
      live.clear();
      before();
      live.update();
    },
    stop: live.stop,
  };
}

async function spinner(names: ReadonlySet<string>, { doing }: RunningWords) {
  const { default: ora } = await import('ora');
  const view = ora({ stream: process.stderr, discardStdin: false });
  const room = Math.max(20, (process.stderr.columns || 80) - 4);
  return {
    update: () => {
      if (names.size > 0) view.start(runningText(doing, names, room));
    },
    clear: () => void view.stop(),
    stop: () => void view.stop(),
  };
}

function signsOfLife(names: ReadonlySet<string>, { still }: RunningWords, { tell }: CommandContext) {
  const sayIt = () => {
    if (names.size > 0) tell(`  ${runningText(still, names, 76)}`);
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

/** As many names as there is room for, and how many there are besides. */
function runningText(words: string, names: ReadonlySet<string>, room: number): string {
  const all = [...names].map(visible);
  const textOf = (count: number) => {
    const rest = all.length - count;
    return `${words} ${all.slice(0, count).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  };
  let shown = 1;
  while (shown < all.length && textOf(shown + 1).length <= room) shown += 1;
  return textOf(shown).slice(0, room);
}
