import { expect, test, vi } from 'vitest';
import { type Authorizer, createAuthorizer } from '../../src/airbyte/authorizer.ts';
import { Secret } from '../../src/model/configuration.ts';

const minute = 60_000;

/** A token as servers make them; `label` tells two of them apart. */
function aToken(label: string, claims: object): string {
  return `head.${Buffer.from(JSON.stringify({ label, ...claims })).toString('base64url')}.signature`;
}

/** An authorizer for client credentials over a clock that only the test moves. */
function aRenewing(makeToken: (nth: number) => string) {
  const clock = { nowMs: 1_000_000 };
  let count = 0;
  const fetchToken = vi.fn(async () => makeToken(++count));
  const auth = { type: 'client', clientId: 'me', clientSecret: new Secret('sesame', '') } as const;
  return { clock, fetchToken, authorizer: createAuthorizer(auth, { fetchToken, nowMs: () => clock.nowMs }) };
}

const headers = (authorizer: Authorizer, count: number) =>
  Promise.all(Array.from({ length: count }, () => authorizer.header()));

test.each([
  ['none', { type: 'none' }, undefined],
  ['basic', { type: 'basic', username: 'airbyte', password: new Secret('pä:ss', '') }, 'Basic YWlyYnl0ZTpww6Q6c3M='],
  ['token', { type: 'token', token: new Secret('abc', '') }, 'Bearer abc'],
] as const)('%s credentials need no call, and cannot be renewed', async (_name, auth, header) => {
  const fetchToken = vi.fn(async () => 'never');
  const authorizer = createAuthorizer(auth, { fetchToken, nowMs: () => 0 });

  expect(await authorizer.header()).toBe(header);
  expect(await authorizer.renew(header)).toBe(false);
  expect(fetchToken).not.toHaveBeenCalled();
});

test('fetches one token for fifty callers at once', async () => {
  const { authorizer, fetchToken } = aRenewing(() => 'opaque');

  expect(new Set(await headers(authorizer, 50))).toEqual(new Set(['Bearer opaque']));
  expect(fetchToken).toHaveBeenCalledTimes(1);
  expect(fetchToken).toHaveBeenCalledWith('me', expect.any(Secret));
});

test.each([
  ['a minute before the end of fifteen', { iat: 1000, exp: 1900 }, 14 * minute],
  ['at half of a short life', { iat: 1000, exp: 1030 }, 15_000],
  ["by the server's clock alone, however wrong it goes", { iat: 99_000, exp: 99_900 }, 14 * minute],
  ['by our clock where the token does not say when it began', { exp: 1900 }, 14 * minute],
])('renews early: %s', async (_name, claims, afterMs) => {
  const { authorizer, clock, fetchToken } = aRenewing((nth) => aToken(`${nth}`, claims));
  const first = await authorizer.header();
  clock.nowMs += afterMs - 1;
  expect(await authorizer.header()).toBe(first);

  clock.nowMs += 1;

  expect(new Set(await headers(authorizer, 50)).size).toBe(1);
  expect(fetchToken).toHaveBeenCalledTimes(2);
});

test.each(['opaque', 'a.b.c', aToken('', { exp: 'soon' }), '..'])(
  'keeps the token %s, which tells no end',
  async (token) => {
    const { authorizer, clock, fetchToken } = aRenewing(() => token);
    await authorizer.header();

    clock.nowMs += 1e12;

    expect(await authorizer.header()).toBe(`Bearer ${token}`);
    expect(fetchToken).toHaveBeenCalledTimes(1);
  },
);

test('renews once for all callers whose token was refused, early and late ones', async () => {
  const { authorizer, fetchToken } = aRenewing((nth) => `token-${nth}`);
  const refused = await authorizer.header();

  const answers = await Promise.all(Array.from({ length: 20 }, () => authorizer.renew(refused)));
  const late = await authorizer.renew(refused);

  expect([...answers, late]).toEqual(Array.from({ length: 21 }, () => true));
  expect(await authorizer.header()).toBe('Bearer token-2');
  expect(fetchToken).toHaveBeenCalledTimes(2);
});

test('a failed fetch reaches every caller that waits, and none that comes later', async () => {
  const { authorizer, fetchToken } = aRenewing((nth) => {
    if (nth === 1) throw new Error('unwell');
    return 'token';
  });

  const waiting = await Promise.allSettled([authorizer.header(), authorizer.header()]);

  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await authorizer.header()).toBe('Bearer token');
  expect(fetchToken).toHaveBeenCalledTimes(2);
});

test('a failed renewal is not remembered either', async () => {
  const { authorizer, clock } = aRenewing((nth) => {
    if (nth === 2) throw new Error('unwell');
    return aToken(`${nth}`, { iat: 1000, exp: 1900 });
  });
  await authorizer.header();
  clock.nowMs += 15 * minute;

  const waiting = await Promise.allSettled([authorizer.header(), authorizer.header()]);

  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await authorizer.header()).toContain('Bearer');
});
