import { expect, test, vi } from 'vitest';
import { ApiError, UnreachableError, UnreadableAnswerError } from '../../src/airbyte/api-error.ts';
import type { Clock } from '../../src/apply/context.ts';
import { type CreateSteps, createSafely } from '../../src/apply/create-safely.ts';
import { RefusedError } from '../../src/errors.ts';

const request = 'sources/create';
const silence = () => new UnreachableError('no answer', { request });
const refused = (status: number) => new ApiError(`refused ${status}`, { request, status });
const unreadable = () => new UnreadableAnswerError('a web page', { request });

/** A clock that only moves when someone sleeps. */
function aClock(): Clock & { readonly sleep: ReturnType<typeof vi.fn> } {
  let nowMs = 0;
  const sleep = vi.fn(async (ms: number) => {
    nowMs += ms;
  });
  return { nowMs: () => nowMs, sleep };
}

/** Each create gives the next answer; each look at the server the next list, the last one from then on. */
function aWorld(creates: readonly (Error | string)[], looks: readonly (readonly string[] | Error)[] = [[]]) {
  const [answers, lists] = [[...creates], [...looks]];
  const steps = {
    create: vi.fn(async () => {
      const answer = answers.shift() ?? new Error('created too often');
      if (answer instanceof Error) throw answer;
      return { id: answer };
    }),
    findNew: vi.fn(async () => {
      const list = (lists.length > 1 ? lists.shift() : lists[0]) ?? [];
      if (list instanceof Error) throw list;
      return list.map((id) => ({ id }));
    }),
    adopt: vi.fn(async () => undefined),
  } satisfies CreateSteps;
  const clock = aClock();
  return { ...steps, clock, created: createSafely(steps, clock) };
}

test('a clear success needs no second look', async () => {
  const { created, findNew, clock } = aWorld(['a']);

  expect(await created).toEqual({ id: 'a', notes: [] });
  expect([findNew.mock.calls.length, clock.sleep.mock.calls.length]).toEqual([0, 0]);
});

test.each([400, 401, 403, 404, 409, 422, 429])('a clear refusal (%i) is final', async (status) => {
  const { created, create, findNew } = aWorld([refused(status)]);

  await expect(created).rejects.toThrow(`refused ${status}`);
  expect([create.mock.calls.length, findNew.mock.calls.length]).toEqual([1, 0]);
});

const unclear: readonly (readonly [string, () => Error])[] = [
  ['no answer', silence],
  ['a 500', () => refused(500)],
  ['a 504', () => refused(504)],
  ['an unreadable answer', unreadable],
];

test.each(unclear)('after %s, what is there is adopted by its id and not created again', async (_name, error) => {
  const { created, create, adopt, clock } = aWorld([error()], [['a']]);

  expect(await created).toEqual({ id: 'a', notes: [expect.stringContaining('adopted')] });
  expect(create).toHaveBeenCalledTimes(1);
  expect(adopt.mock.calls).toEqual([['a']]);
  expect(clock.sleep).not.toHaveBeenCalled();
});

test('looks again every second, for it may still appear', async () => {
  const { created, create, clock } = aWorld([silence()], [[], [], [], ['a']]);

  expect(await created).toMatchObject({ id: 'a' });
  expect(create).toHaveBeenCalledTimes(1);
  expect(clock.sleep.mock.calls).toEqual([[1000], [1000], [1000]]);
});

test.each([
  ['no answer', silence, 10_000],
  ['an answer', unreadable, 2000],
])('creates once more when nothing appeared; after %s', async (_name, error, windowMs) => {
  const { created, create, adopt, clock } = aWorld([error(), 'b']);

  expect(await created).toEqual({ id: 'b', notes: [expect.stringContaining('second try')] });
  expect([create.mock.calls.length, adopt.mock.calls.length]).toEqual([2, 0]);
  expect(clock.nowMs()).toBe(windowMs);
});

test('what appears after the second create is adopted', async () => {
  const { created, create } = aWorld([unreadable(), unreadable()], [[], [], [], ['a']]);

  expect(await created).toMatchObject({ id: 'a' });
  expect(create).toHaveBeenCalledTimes(2);
});

test('a second unclear answer with nothing to show for it is the error', async () => {
  const { created, create, clock } = aWorld([silence(), refused(503)]);

  await expect(created).rejects.toThrow('refused 503');
  expect(create).toHaveBeenCalledTimes(2);
  expect(clock.nowMs()).toBe(12_000);
});

test('a clear refusal of the second create is the error', async () => {
  const { created, findNew } = aWorld([unreadable(), refused(422)]);

  await expect(created).rejects.toThrow('refused 422');
  expect(findNew).toHaveBeenCalledTimes(3);
});

test('two that appeared are not chosen between', async () => {
  const { created, create, adopt } = aWorld([silence()], [['a', 'b']]);

  await expect(created).rejects.toThrow(RefusedError);
  await expect(created).rejects.toThrow('several new objects of this name appeared at once: a, b');
  expect([create.mock.calls.length, adopt.mock.calls.length]).toEqual([1, 0]);
});

test('a server that cannot even be listed is not asked to create again', async () => {
  const { created, create } = aWorld([silence()], [refused(502)]);

  await expect(created).rejects.toThrow('no answer');
  expect(create).toHaveBeenCalledTimes(1);
});

test('an adoption that fails is the error: the next apply finds the object by its name', async () => {
  const world = aWorld(['a']);
  const adopt = async () => {
    throw refused(422);
  };
  const create = async () => {
    throw silence();
  };

  await expect(createSafely({ create, adopt, findNew: async () => [{ id: 'a' }] }, world.clock)).rejects.toThrow(
    'refused 422',
  );
});

test('a mistake of ours is no unclear answer', async () => {
  const { created, findNew } = aWorld([new TypeError('oops')]);

  await expect(created).rejects.toThrow(TypeError);
  expect(findNew).not.toHaveBeenCalled();
});
