import { expect, test } from 'vitest';
import type { ResourceKey } from '../../src/model/resource.ts';
import type { ConnectionState, WorkspaceStatus } from '../../src/model/status.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { statusFormats, statusFrame } from '../../src/render/status.ts';
import { renderStatusChanges } from '../../src/render/status-changes.ts';
import { columnsOf } from '../../src/util/visible.ts';

const hourMs = 3_600_000;

function aConnection(name: string, more: Partial<ConnectionState> = {}): ConnectionState {
  return {
    key: `connection/${name}` as ResourceKey,
    name,
    id: name,
    status: 'active',
    schedule: { type: 'basic', units: 24, timeUnit: 'hours' },
    lastRunMs: 99 * hourMs,
    nextRunMs: 123 * hourMs,
    state: 'succeeded',
    records: 12_345,
    bytes: 6_789_000,
    schema: 'none',
    drift: 0,
    ...more,
  };
}

function aStatus(connections: readonly ConnectionState[], more: Partial<WorkspaceStatus> = {}): WorkspaceStatus {
  return {
    formatVersion: '1.0',
    environment: 'production',
    server: 'https://airbyte.example.com',
    workspace: { id: 'w', name: 'default', slug: 'default' },
    atMs: 100 * hourMs,
    connections,
    notes: [],
    ...more,
  };
}

const names = [
  'orders',
  '\u001b[2Jclear',
  '🚀 launch 👩‍👩‍👧‍👦 family and friends',
  'x'.repeat(50_000),
  '検索'.repeat(20),
];

test('names of any kind stay in their column, within 80 of them', () => {
  const schedule = { type: 'other', scheduleType: `\u001b]0;${'y'.repeat(9999)}` } as const;
  const hostile = aConnection('odd', { status: '\u009b1m', schedule, state: 'running', records: 1e15, bytes: 1e18 });
  const status = aStatus([...names.map((name) => aConnection(name)), hostile], {
    workspace: { id: 'w', name: 'z'.repeat(9999), slug: 'z' },
    notes: [`a note ${'of many words '.repeat(20)}`],
  });
  const shown = statusFormats.text(status, plainPalette);

  expect(shown).toMatchInlineSnapshot(`
    "Workspace zzzzzzzzzzzzzzzzzzzzzzzzzzzzz… (production): 6 connections

    connection           schedule last next state     rows   bytes    schema  drift
    orders               24 hours 1h   23h  succeeded 12.3k  6.7 MB   -       0
    \\u001b[2Jclear       24 hours 1h   23h  succeeded 12.3k  6.7 MB   -       0
    🚀 launch 👩\\u200d…  24 hours 1h   23h  succeeded 12.3k  6.7 MB   -       0
    xxxxxxxxxxxxxxxxxxx… 24 hours 1h   23h  succeeded 12.3k  6.7 MB   -       0
    検索検索検索検索検…  24 hours 1h   23h  succeeded 12.3k  6.7 MB   -       0
    odd                  \\u009b1m 1h   23h  running   10000… 1000000… -       0

    ! a note of many words of many words of many words of many words of many words
      of many words of many words of many words of many words of many words of many
      words of many words of many words of many words of many words of many words of
      many words of many words of many words of many words "
  `);
  expect(shown.split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
  expect(statusFormats.markdown(status, plainPalette)).not.toContain('\u001b');
});

const many = Array.from({ length: 40 }, (_, index) => aConnection(`c${String(index).padStart(2, '0')}`)).map(
  (one, index): ConnectionState => {
    if (index === 38) return { ...one, state: 'failed' };
    if (index === 39) return { ...one, state: 'running' };
    const { key: _key, drift: _drift, ...unmanaged } = one;
    if (index === 0) return unmanaged;
    return index === 37 ? { ...one, drift: 2 } : one;
  },
);

test('a frame of more connections than rows has first those that somebody has to look at', () => {
  const watching = { rows: 12, everyMs: 10_000, trouble: undefined };
  expect(statusFrame(aStatus(many), watching, plainPalette).join('\n')).toMatchInlineSnapshot(`
    "Workspace default (production): 40 connections

    connection           schedule last next state     rows   bytes    schema  drift
    c38                  24 hours 1h   23h  failed    12.3k  6.7 MB   -       0
    c39                  24 hours 1h   23h  running   12.3k  6.7 MB   -       0
    c37                  24 hours 1h   23h  succeeded 12.3k  6.7 MB   -       2
    * c00                24 hours 1h   23h  succeeded 12.3k  6.7 MB   -       -
    … and 36 more: 36 succeeded

    * no file names it
    read at 04:00:00Z, again every 10 s; Ctrl-C ends it"
  `);
});

test('a frame has fewer lines than the terminal, however small that is and whatever there is to say', () => {
  const status = aStatus(many, { notes: Array.from({ length: 9 }, (_, index) => `note ${index}`) });
  for (let rows = 1; rows < 60; rows += 1) {
    const watching = { rows, everyMs: 1000, trouble: 'no answer '.repeat(40) };
    expect(statusFrame(status, watching, plainPalette).length).toBeLessThanOrEqual(Math.max(1, rows - 1));
  }
});

test('what has changed is a line for each connection', () => {
  const before = aStatus([aConnection('orders'), aConnection('gone')]);
  const orders = aConnection('orders', { state: 'failed', schema: 'breaking', lastRunMs: 100 * hourMs, drift: 3 });
  const after = aStatus([orders, aConnection('later', { state: 'never' })], { notes: ['something'] });

  expect(renderStatusChanges(before, after).join('\n')).toMatchInlineSnapshot(`
    "04:00:00Z orders: state succeeded → failed; schema - → BREAKS; drift 0 → 3
    04:00:00Z later: new, never
    04:00:00Z gone: gone
    04:00:00Z ! something"
  `);
  expect(renderStatusChanges(after, { ...after, atMs: 101 * hourMs })).toEqual([]);
});
