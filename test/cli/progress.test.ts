import { afterEach, expect, test, vi } from 'vitest';

import type { CommandContext } from '../../src/cli/context.ts';
import { showRunning, startProgress } from '../../src/cli/progress.ts';
import type { Change } from '../../src/model/plan.ts';
import { plainPalette } from '../../src/render/palette.ts';

const change = { action: 'create', key: 'source/shop', name: 'Shop' } as Change;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function aContext(showsProgress: boolean, told: string[]): CommandContext {
  const context: Partial<CommandContext> = {
    showsProgress,
    palette: plainPalette,
    print: () => undefined,
    tell: (text) => void told.push(text),
  };
  return context as CommandContext;
}

test('says every five seconds what it still works on, where there is no terminal', async () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const progress = await startProgress(aContext(false, told), true);

  progress.onStart(change);
  vi.advanceTimersByTime(11_000);
  progress.onOutcome({ result: 'applied', change, id: '1', durationMs: 11_000, notes: [] });
  vi.advanceTimersByTime(11_000);
  progress.stop();

  expect(told).toEqual(['  still working on source/shop', '  still working on source/shop']);
});

test('leaves Ctrl-C to airplan while the live view turns', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('the process was ended');
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const heard = vi.fn();
  process.on('SIGINT', heard);
  const progress = await startProgress(aContext(true, []), true);

  progress.onStart(change);
  process.emit('SIGINT');
  progress.stop();
  process.off('SIGINT', heard);

  expect(heard).toHaveBeenCalledOnce();
  expect(exit).not.toHaveBeenCalled();
});

test('names as many as fit into a line, and counts the rest', async () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const running = await showRunning(aContext(false, told), { doing: 'checking', still: 'still checking' });

  for (let index = 1; index <= 200; index += 1) running.onStart(`source/number-${index}`);
  vi.advanceTimersByTime(5000);
  running.stop();

  expect(told).toEqual(['  still checking source/number-1, source/number-2 and 198 more']);
});
