import type { ErrorCode } from '../errors.ts';
import type { Action } from '../model/plan.ts';
import type { Outcome, Report } from '../model/report.ts';
import { visible, visibleLines } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import { renderHint } from './issues.ts';
import type { Palette } from './palette.ts';
import { renderTitle } from './plan.ts';

const doneWords: Readonly<Record<Action, string>> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
};

/** One change that has ended, on one line; a failure takes more, for its reason and what to do. */
export function renderOutcome(outcome: Outcome, palette: Palette): string {
  const title = renderTitle(outcome.change, palette);
  switch (outcome.result) {
    case 'applied': {
      const done = `${doneWords[outcome.change.action]} in ${inWords(outcome.durationMs)}`;
      return [
        `  ${title}  ${palette.dim(done)}`,
        ...outcome.notes.flatMap((note) => hanging('', visible(note), '      ')),
      ].join('\n');
    }
    case 'failed': {
      const { message, hint } = outcome.error;
      const lines = [`  ${title}  ${palette.red('failed')}`, ...reasonLines(outcome.error.code, message)];
      return [...lines, ...(hint === undefined ? [] : renderHint(hint, '      ', palette))].join('\n');
    }
    case 'skipped':
      return `  ${title}  ${palette.yellow(`skipped: ${skipReason(outcome)}`)}`;
  }
}

/** Findings in files are told with their places once all is done. */
function reasonLines(code: ErrorCode, message: string): readonly string[] {
  const words = code === 'invalid-files' ? 'its files do not fit what is there: see below' : visibleLines(message);
  return words.split('\n').flatMap((line) => hanging('', line, '      '));
}

/** `Applied 6 of 6 changes, in 0.4 s`, and before the time what became of the others. */
export function renderReport({ outcomes, durationMs }: Report): string {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  const rest = (['failed', 'skipped'] as const).filter((result) => count(result) > 0);
  const head = `Applied ${count('applied')} of ${outcomes.length} ${outcomes.length === 1 ? 'change' : 'changes'}`;
  return `${[head, ...rest.map((result) => `${count(result)} ${result}`)].join(', ')}, in ${inWords(durationMs)}`;
}

/** All outcomes as data, for programs. */
export function reportAsData({ outcomes, durationMs }: Report): object {
  return { durationMs: Math.round(durationMs), outcomes: outcomes.map(outcomeAsData) };
}

/** One outcome as data, without what its change holds. */
export function outcomeAsData(outcome: Outcome): object {
  const { key, action, name } = outcome.change;
  const head = { key, action, name, result: outcome.result };
  switch (outcome.result) {
    case 'applied':
      return { ...head, id: outcome.id, durationMs: Math.round(outcome.durationMs), notes: outcome.notes };
    case 'failed':
      return { ...head, code: outcome.error.code, message: outcome.error.message, hint: outcome.error.hint };
    case 'skipped':
      return { ...head, reason: outcome.reason, because: outcome.because };
  }
}

function skipReason(outcome: Extract<Outcome, { result: 'skipped' }>): string {
  return outcome.reason === 'interrupted' ? 'interrupted' : `${outcome.because ?? 'what it needs'} was not applied`;
}

function inWords(durationMs: number): string {
  if (Math.round(durationMs) < 1000) return `${Math.round(durationMs)} ms`;
  return `${(durationMs / 1000).toFixed(durationMs < 9950 ? 1 : 0)} s`;
}
