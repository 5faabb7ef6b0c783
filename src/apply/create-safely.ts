import { isUnclear, UnreachableError } from '../airbyte/api-error.ts';
import { AirplanError, RefusedError } from '../errors.ts';
import type { Applied, Clock } from './context.ts';

/** How to create one resource without ever making two of it. */
export interface CreateSteps {
  readonly create: () => Promise<{ readonly id: string }>;
  /** Lists the kind: objects of this identity that were not there when the plan was made. */
  readonly findNew: () => Promise<readonly { readonly id: string }[]>;
  /** Brings an object that an unclear create has left to the desired state. */
  readonly adopt: (id: string) => Promise<unknown>;
}

/** A server that went silent may still be at work; one that answered has mostly finished. */
const silentWindowMs = 10_000;
const answeredWindowMs = 2_000;
const lookEveryMs = 1_000;

/**
 * Creates a resource. After an unclear answer the object is looked for until it appears or the settle window ends;
 * then it is adopted. Only if nothing appeared the create is sent once more.
 *
 * @throws {RequestError} the server's refusal, or the second unclear answer after which nothing appeared
 */
export async function createSafely(steps: CreateSteps, clock: Clock): Promise<Applied> {
  try {
    return { id: (await steps.create()).id, notes: [] };
  } catch (error) {
    if (!isUnclear(error)) throw error;
    return (await adoptIfThere(steps, error, clock)) ?? createAgain(steps, clock);
  }
}

async function createAgain(steps: CreateSteps, clock: Clock): Promise<Applied> {
  try {
    const { id } = await steps.create();
    return { id, notes: ['created at the second try: the first had no effect'] };
  } catch (error) {
    if (!isUnclear(error)) throw error;
    const adopted = await adoptIfThere(steps, error, clock);
    if (adopted === undefined) throw error;
    return adopted;
  }
}

async function adoptIfThere(steps: CreateSteps, unclear: unknown, clock: Clock): Promise<Applied | undefined> {
  const id = await lookFor(steps, unclear, clock);
  if (id === undefined) return undefined;
  await steps.adopt(id);
  return { id, notes: ['the answer to its creation was lost; found on the server and adopted'] };
}

async function lookFor(steps: CreateSteps, unclear: unknown, clock: Clock): Promise<string | undefined> {
  const endMs = clock.nowMs() + (unclear instanceof UnreachableError ? silentWindowMs : answeredWindowMs);
  for (;;) {
    const [found, ...others] = await findOrThrow(steps, unclear);
    if (others.length > 0) throw severalAppeared([found, ...others].map((one) => one?.id));
    if (found !== undefined) return found.id;
    if (clock.nowMs() >= endMs) return undefined;
    await clock.sleep(lookEveryMs);
  }
}

/** If not even a list can be had, the first trouble says more than the second. */
async function findOrThrow({ findNew }: CreateSteps, unclear: unknown): Promise<readonly { readonly id: string }[]> {
  try {
    return await findNew();
  } catch (error) {
    throw unclear instanceof AirplanError ? unclear : error;
  }
}

function severalAppeared(ids: readonly (string | undefined)[]): RefusedError {
  return new RefusedError(`several new objects of this name appeared at once: ${ids.join(', ')}`, {
    hint: 'someone else creates the same; delete what is too much, then apply again',
  });
}
