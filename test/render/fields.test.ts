import { expect, test } from 'vitest';
import type { FieldChange } from '../../src/model/plan.ts';
import { pathText, renderFields } from '../../src/render/fields.ts';
import { colourPalette, plainPalette } from '../../src/render/palette.ts';

const rows = (fields: readonly FieldChange[]) => fields.map((field) => ({ label: pathText(field.path), field }));
const changed = (...fields: readonly FieldChange[]) =>
  renderFields(rows(fields), plainPalette, { showsBefore: true }).flat();
const created = (...fields: readonly FieldChange[]) =>
  renderFields(rows(fields), plainPalette, { showsBefore: false }).flat();

test('values stand under each other, with before and after', () => {
  const fields = [
    { path: ['name'], before: 'Old', after: 'New' },
    { path: ['configuration', 'port'], after: 5432 },
    { path: ['prefix'], before: 'a_' },
  ];

  expect(`\n${changed(...fields).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    name                Old → New
    configuration.port  (not set) → 5432
    prefix              a_ → (not set)
    "
  `);
});

test('what is new shows what it gets only', () => {
  expect(created({ path: ['status'], after: 'active' })).toEqual(['status  active']);
});

test('wide characters take two columns', () => {
  const fields = created({ path: ['streams', '注文'], after: 1 }, { path: ['streams', 'orders'], after: 2 });

  expect(fields).toEqual(['streams.注文    1', 'streams.orders  2']);
});

test('one long path does not push all values to the right', () => {
  const long = ['streams', 'x'.repeat(80)];

  expect(created({ path: ['a'], after: 1 }, { path: long, after: 2 })).toEqual([
    'a  1',
    `streams.${'x'.repeat(80)}`,
    '    2',
  ]);
});

test('many fields are rendered', () => {
  const fields = Array.from({ length: 200_000 }, (_, index) => ({ path: ['streams', `s${index}`], after: 1 }));

  expect(renderFields(rows(fields), plainPalette, { showsBefore: false })).toHaveLength(200_000);
});

test.each([
  [['configuration', 'ssl_mode', 'mode'], 'configuration.ssl_mode.mode'],
  [['configuration', 'a.b', '[0]', 'c'], 'configuration["a.b"]["[0]"].c'],
  [['configuration', ''], 'configuration[""]'],
  [['configuration', 'a\u001b[2J'], 'configuration["a\\u001b[2J"]'],
  [['streams', 'public.orders', 'cursorField'], 'streams.public.orders.cursorField'],
  [['streams', 'a b\u009b'], 'streams.a b\\u009b'],
  [[], ''],
])('path %j reads %s', (path, text) => {
  expect(pathText(path)).toBe(text);
});

test.each<[after: NonNullable<FieldChange['after']>, words: string]>([
  ['manual', 'manual'],
  [{ units: 6, timeUnit: 'hours' }, 'every 6 hours'],
  [{ units: 1, timeUnit: 'days' }, 'every day'],
  [{ cron: '0 0 3 * * ?', timeZone: 'Europe/Berlin' }, 'cron "0 0 3 * * ?" Europe/Berlin'],
])('schedule %j is said in words: %s', (after, words) => {
  expect(changed({ path: ['schedule'], after })).toEqual([`schedule  (not set) → ${words}`]);
});

test('a schedule in a configuration is shown as it is', () => {
  const after = { units: 1, timeUnit: 'days' };

  expect(created({ path: ['configuration', 'schedule'], after })).toEqual([
    'configuration.schedule  {units: 1, timeUnit: days}',
  ]);
});

test('a whole stream is said in words', () => {
  const after = {
    syncMode: 'incremental',
    destinationSyncMode: 'append_dedup',
    cursorField: 'updated_at',
    primaryKey: ['id', 'region'],
    fields: { exclude: ['ip'] },
  };

  expect(changed({ path: ['streams', 'public.orders'], after })).toEqual([
    'streams.public.orders  (not set)',
    '                       → incremental | append_dedup, cursorField updated_at,',
    '                         primaryKey [id, region], fields {exclude: [ip]}',
  ]);
});

test('before is red and after is green, and nothing else is coloured', () => {
  const field = { path: ['name'], before: '\u001b[7mold', after: 'new' };
  const lines = renderFields([{ label: 'name', field }], colourPalette, { showsBefore: true });

  expect(lines.flat().join('\n')).toBe('name  \u001b[31m"\\u001b[7mold"\u001b[39m → \u001b[32mnew\u001b[39m');
});

test('a long list says what comes and goes', () => {
  const many = Array.from({ length: 30 }, (_, index) => `field_${index}`);
  const field = { path: ['streams', 'orders', 'fields'], before: [...many, 'ip_address'], after: ['added', ...many] };

  expect(changed(field)).toEqual(['streams.orders.fields  removes ip_address; adds added; keeps 30 others']);
});

test('long texts are shown from where they differ', () => {
  const text = (end: string) => `${'a'.repeat(200)}${end}`;

  expect(changed({ path: ['configuration', 'query'], before: text('x'), after: text('y') })).toEqual([
    `configuration.query  …${'a'.repeat(20)}x (201 characters)`,
    `                     → …${'a'.repeat(20)}y (201 characters)`,
  ]);
});

test('mappers that read alike in words are shown in full', () => {
  const mapper = (method: string) => [{ type: 'hashing', mapperConfiguration: { targetField: 'email', method } }];
  const path = ['streams', 'orders', 'mappers'];

  expect(changed({ path, before: [], after: mapper('MD5') })).toEqual([
    'streams.orders.mappers  [] → [hashing of email]',
  ]);
  expect(changed({ path, before: mapper('MD5'), after: mapper('SHA-256') }).join()).toMatch(/MD5.*SHA-256/);
});
