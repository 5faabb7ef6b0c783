import { expect, test } from 'vitest';

import { withApplied } from '../support/small-project.ts';

test('the status of an applied project has a line for each connection, in every format', () =>
  withApplied(async ({ run }) => {
    const text = await run(['status']);
    const markdown = await run(['status', '--format', 'markdown']);
    const { connections } = JSON.parse((await run(['status', '--format', 'json'])).stdout);

    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toContain('connection           schedule');
    expect(Math.max(...text.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(connections.length).toBeGreaterThan(0);
    expect(
      connections.every(({ state, drift }: { state: string; drift: number }) => state === 'never' && drift === 0),
    ).toBe(true);
    expect(markdown.stdout.trimEnd().split('\n')).toHaveLength(4 + connections.length);
  }));

test('watching ends with Ctrl-C, exit code 0, and is drawn in place on a terminal', () =>
  withApplied(async ({ run }) => {
    let interrupt = () => {};
    let printed = '';
    const watched = (isInteractive: boolean) =>
      run(['status', '--watch', '1'], {
        isInteractive,
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
        print: (text) => {
          printed = text;
          interrupt();
        },
      });

    expect((await watched(false)).exitCode).toBe(0);
    expect(printed).not.toContain('\u001b');
    expect((await watched(true)).exitCode).toBe(0);
    expect(printed.startsWith('\u001b[H')).toBe(true);
    expect(printed).not.toContain('\u001b[2J');
    expect(printed.endsWith('\u001b[J')).toBe(true);
  }));

test.each(['0', '1.5', 'often', '-3', '86401'])('--watch %s is refused', (seconds) =>
  withApplied(async ({ run }) => {
    expect(await run(['status', `--watch=${seconds}`])).toMatchObject({ exitCode: 3, stdout: '' });
  }),
);
