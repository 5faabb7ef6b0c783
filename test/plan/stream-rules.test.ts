import { expect, test } from 'vitest';
import { type StreamRule, streamName } from '../../src/model/stream.ts';
import { expandRules } from '../../src/plan/stream-rules.ts';
import { anOrigin, aStreamDescription, aStreamRule } from '../builders.ts';

/** `public.orders` is stream `orders` of namespace `public`. */
function offered(...names: readonly string[]) {
  return names.map((name) => {
    const [namespace, inner] = name.split('.');
    return inner === undefined || namespace === undefined
      ? aStreamDescription({ name })
      : aStreamDescription({ name: inner, namespace });
  });
}

function expand(rules: readonly Partial<StreamRule>[], ...names: readonly string[]) {
  const { found, findings } = expandRules(rules.map(aStreamRule), offered(...names));
  return { found: found.map(({ description }) => streamName(description)), findings };
}

test('a plain name finds its stream, in whatever namespace', () => {
  expect(expand([{ name: 'orders' }], 'public.orders', 'public.order')).toEqual({
    found: ['public.orders'],
    findings: [],
  });
});

test('a name with a namespace finds no stream of another one', () => {
  expect(expand([{ name: 'orders', namespace: 'a' }], 'a.orders', 'b.orders', 'orders').found).toEqual(['a.orders']);
});

test('a plain name in several namespaces is a finding that lists them', () => {
  expect(expand([{ name: 'orders' }], 'a.orders', 'b.orders', 'orders').findings).toEqual([
    {
      rule: 'ambiguous-stream',
      message: '3 streams are named "orders"',
      origin: anOrigin('streams', 0, 'name'),
      hint: 'say which by "namespace": a, b, (none)',
    },
  ]);
});

test.each([
  ['*', ['customers', 'order', 'orders', 'orders_old']],
  ['orders*', ['orders', 'orders_old']],
  ['*order*', ['order', 'orders', 'orders_old']],
  ['order?', ['orders']],
  ['?????', ['order']],
])('pattern %s finds %j', (name, found) => {
  expect(expand([{ name }], 'orders', 'order', 'customers', 'orders_old')).toEqual({ found, findings: [] });
});

test('a namespace may be a pattern', () => {
  expect(expand([{ name: 'orders', namespace: 'shop_*' }], 'shop_de.orders', 'shop_fr.orders', 'crm.orders')).toEqual({
    found: ['shop_de.orders', 'shop_fr.orders'],
    findings: [],
  });
});

test.each([
  'a[0]',
  '[ab]',
  '{a,b}',
  '!orders',
  'a/b',
  'a\\b',
  '(a|b)',
  '+a',
  '@a',
  'größe',
  'заказы',
  'a b',
  '^a$',
  'a+',
  '#1',
])('a stream named %s is found by its name and by patterns, and nothing else is', (name) => {
  expect(expand([{ name }], name, 'a', 'b', 'orders')).toEqual({ found: [name], findings: [] });
  expect(expand([{ name: `${name}*` }], name, `${name}x`, 'zz').found).toEqual([name, `${name}x`]);
  expect(expand([{ name: `?${name.slice(1)}` }], name, 'zz').found).toEqual([name]);
});

test('streams with dots in their names are told apart from namespaces', () => {
  const { found } = expandRules(
    [aStreamRule({ name: 'b.c' })],
    [aStreamDescription({ name: 'c', namespace: 'b' }), aStreamDescription({ name: 'b.c' })],
  );

  expect(found.map(({ selection }) => selection)).toEqual([
    { name: 'b.c', syncMode: 'full_refresh', destinationSyncMode: 'overwrite' },
  ]);
});

test('streams that read alike come in one order, however the server lists them', () => {
  const streams = [
    aStreamDescription({ name: 'b.c', namespace: 'a' }),
    aStreamDescription({ name: 'c', namespace: 'a.b' }),
  ];
  const namesOf = (available: typeof streams) =>
    expandRules([aStreamRule({ name: '*' })], available).found.map(({ selection }) => selection.name);

  expect(namesOf(streams)).toEqual(namesOf(streams.toReversed()));
});

test('a plain name goes before a pattern, and an earlier pattern before a later one', () => {
  const rules = [
    aStreamRule({ name: '*', destinationSyncMode: 'append' }),
    aStreamRule({ name: 'o*', destinationSyncMode: 'append_dedup' }),
    aStreamRule({ name: 'orders', destinationSyncMode: 'overwrite' }),
  ];
  const { found } = expandRules(rules, offered('orders', 'offers'));

  expect(found.map(({ selection }) => [selection.name, selection.destinationSyncMode])).toEqual([
    ['offers', 'append'],
    ['orders', 'overwrite'],
  ]);
});

test('fields are those included, or all but those excluded', () => {
  const selected = (fields: NonNullable<StreamRule['fields']>) =>
    expandRules([aStreamRule({ fields })], [aStreamDescription({ fieldNames: ['a', 'b', 'c'] })]).found[0]?.selection
      .selectedFields;

  expect(selected({ include: ['c', 'a', 'c'] })).toEqual(['a', 'c']);
  expect(selected({ exclude: ['b', 'z'] })).toEqual(['a', 'c']);
});

test.each([
  [{ name: 'ordres' }, 'the source has no stream "ordres"', 'did you mean "orders"? there are customers, orders'],
  [{ name: 'zzz_*' }, 'no stream matches "zzz_*"', 'there are customers, orders'],
  [
    { name: 'orders', namespace: 'x' },
    'the source has no stream "x.orders"',
    'did you mean "orders"? there are customers, orders',
  ],
])('a rule that finds nothing is a finding with what there is: %j', (rule, message, hint) => {
  expect(expand([rule], 'orders', 'customers').findings).toMatchObject([{ rule: 'unknown-stream', message, hint }]);
});

test('of many streams a hint lists ten', () => {
  const names = Array.from({ length: 30 }, (_, index) => `table_${index + 10}`);

  expect(expand([{ name: 'x' }], ...names).findings[0]?.hint).toMatch(/^there are table_10, .*, table_19 and 20 more$/);
  expect(expand([{ name: 'x' }]).findings[0]?.hint).toBe('the source offers no streams');
});

test.each<[except: NonNullable<StreamRule['except']>, found: readonly string[]]>([
  [[{ name: 'orders' }], ['a.tmp_1', 'b.customers']],
  [
    [{ name: 'tmp_*' }, { name: 'customers' }],
    ['a.orders', 'b.orders'],
  ],
  [[{ name: '*', namespace: 'a' }], ['b.customers', 'b.orders']],
  [[{ name: 'orders', namespace: '?' }], ['a.tmp_1', 'b.customers']],
  [[{ name: 'a.orders' }], ['a.orders', 'a.tmp_1', 'b.customers', 'b.orders']],
])('a pattern leaves out what it excepts: %j', (except, found) => {
  expect(expand([{ name: '*', except }], 'a.orders', 'b.orders', 'a.tmp_1', 'b.customers').found).toEqual(found);
});

test('what one pattern excepts is free for another entry', () => {
  const rules = [
    { name: '*', except: [{ name: 'audit_*' }] },
    { name: 'audit_*', destinationSyncMode: 'append' as const },
  ];
  const { found } = expandRules(rules.map(aStreamRule), offered('orders', 'audit_a'));

  expect(found.map(({ selection }) => selection.destinationSyncMode)).toEqual(['append', 'overwrite']);
});

test('a pattern whose streams are all excepted is a finding of its own', () => {
  const except = [{ name: '*' }];

  expect(expand([{ name: 'o*', except }], 'orders').findings).toMatchObject([
    { rule: 'unknown-stream', message: '"except" leaves out every stream that "o*" finds' },
  ]);
});

test('two plain names that mean one stream are a finding', () => {
  expect(expand([{ name: 'orders' }, { name: 'orders', namespace: 'a' }], 'a.orders').findings).toMatchObject([
    {
      rule: 'duplicate-stream',
      message: 'stream "a.orders" is listed twice, as "orders" and as "a.orders"',
      hint: 'keep one of the two',
    },
  ]);
});

test('all fields are neither a list nor silence', () => {
  const { found } = expandRules([aStreamRule({ fields: 'all' })], offered('orders'));

  expect(found[0]?.selection).toEqual({
    name: 'orders',
    syncMode: 'full_refresh',
    destinationSyncMode: 'overwrite',
    selectsAllFields: true,
  });
});

test('a pattern stands for the streams that no plain name has taken', () => {
  const { expansions } = expandRules(
    [aStreamRule({ name: '*' }), aStreamRule({ name: 'orders' })],
    offered('orders', 'customers', 'audit'),
  );

  expect(expansions.map(({ streams }) => streams.map(streamName))).toEqual([['audit', 'customers']]);
});
