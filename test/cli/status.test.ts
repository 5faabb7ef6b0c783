import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { columnsOf } from '../../src/util/visible.ts';
import { withProject } from '../support/run-cli.ts';
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

test('watching ends with Ctrl-C, exit code 130, and is drawn in place on a terminal', () =>
  withApplied(async ({ run }) => {
    let interrupt = () => {};
    const watched = async (isInteractive: boolean, format: string) => {
      const drawn: string[] = [];
      const take = (text: string) => {
        drawn.push(text);
        interrupt();
      };
      const { exitCode } = await run(['status', '--watch', '1', '--format', format], {
        isInteractive,
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
        print: take,
        terminal: { write: take, size: () => ({ columns: 50, rows: 10 }) },
      });
      return { exitCode, drawn };
    };
    const lines = await watched(false, 'text');
    const view = await watched(true, 'text');
    const documents = await watched(true, 'json');

    expect([lines.exitCode, view.exitCode, documents.exitCode]).toEqual([130, 130, 130]);
    expect(lines.drawn.join()).not.toContain('\u001b');
    expect(JSON.parse(documents.drawn.join())).toMatchObject({ formatVersion: '1.0' });
    const frame = stripVTControlCharacters(view.drawn.join()).split('\n');
    expect(frame.length).toBeLessThanOrEqual(10);
    expect(frame.filter((line) => columnsOf(line) > 50)).toEqual([]);
    expect(frame.join()).toContain('read at ');
  }));

test('numbers of seconds that make no sense are refused', () =>
  withProject(async ({ run }) => {
    for (const seconds of ['0', '1.5', 'often', '-3', '86401', '1e3x', ' ', '\u001b']) {
      expect(await run(['status', `--watch=${seconds}`])).toMatchObject({ exitCode: 3, stdout: '' });
    }
  }));
