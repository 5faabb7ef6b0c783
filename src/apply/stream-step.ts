import { type About, ApiError } from '../airbyte/api-error.ts';
import { type ConnectionWrite, connectionHandler } from '../airbyte/connections.ts';
import { listStepJobs, startStep } from '../airbyte/jobs.ts';
import { withStepMark } from '../airbyte/step-mark.ts';
import { AirplanError, messageOf } from '../errors.ts';
import type { StreamStep } from '../model/plan.ts';
import { streamId, streamName } from '../model/stream.ts';
import type { ApplyContext } from './context.ts';
import { createSafely } from './create-safely.ts';

/** The change is made, but what should follow it was not started. */
export class StreamStepError extends AirplanError {
  readonly code = 'request-failed';
}

/** Streams as a connection gets them. */
export type SentStreams = Pick<ConnectionWrite, 'streams' | 'sourceCatalogId'>;

/** The same streams, those of the step with a mark that outlives a kill between the change and the step. */
export function markedFor(step: StreamStep | undefined, sent: SentStreams): SentStreams {
  if (step === undefined || sent.streams === undefined) return sent;
  const ids = new Set(step.streams.map(streamId));
  const streams = sent.streams.map((one) => (ids.has(streamId(one.stream)) ? withStepMark(one) : one));
  return { ...sent, streams };
}

interface StepContext {
  readonly id: string;
  readonly context: ApplyContext;
  readonly about: About;
}

/**
 * Asks for a refresh or a clearing, and takes the mark off the streams once the server has accepted it.
 *
 * Whatever fails leaves the mark, so that the next plan has the step again: it happens at least once, and mostly once.
 *
 * @returns what to tell of it
 * @throws {StreamStepError} with the streams, and what to do
 */
export async function takeStep(step: StreamStep, unmarked: SentStreams, where: StepContext): Promise<string> {
  const { id, context, about } = where;
  const names = step.streams.map(streamName).join(', ');
  const jobId = await startSafely(step, where).catch((error: unknown) => {
    const message = `changed, but the ${step.action} of ${names} was not started`;
    throw new StreamStepError(because(message, error, about), { hint: hintFor(step, error), cause: error });
  });
  try {
    const workspaceId = context.live.workspace.id;
    await connectionHandler.update(context.client, { id, workspaceId }, { settings: {}, ...unmarked }, about);
  } catch (error) {
    const message = `the ${step.action} of ${names} is job ${jobId}, but that could not be noted`;
    const hint = 'the next apply asks for it once more';
    throw new StreamStepError(because(message, error, about), { hint, cause: error });
  }
  return `${step.action} of ${names} started: job ${jobId}`;
}

/** A lost answer is looked for among the jobs that have come since. */
async function startSafely(step: StreamStep, { id, context, about }: StepContext): Promise<string> {
  const { client, clock } = context;
  const known = new Set(await listStepJobs(client, id, step.action));
  const started = await createSafely(
    {
      create: async () => {
        const jobId = await startStep(client, id, step, about);
        if (jobId === undefined) throw new StreamStepError('the destination does not support refreshes');
        return { id: String(jobId) };
      },
      findNew: async () => {
        const [newest] = (await listStepJobs(client, id, step.action)).filter((jobId) => !known.has(jobId));
        return newest === undefined ? [] : [{ id: String(newest) }];
      },
      adopt: async () => undefined,
    },
    clock,
  );
  return started.id;
}

/** What was caught mostly begins with the same resource. */
function because(message: string, cause: unknown, { key }: About): string {
  const reason = messageOf(cause);
  const head = `${key}: `;
  return `${head}${message}: ${reason.startsWith(head) ? reason.slice(head.length) : reason}`;
}

function hintFor({ action }: StreamStep, cause: unknown): string {
  if (cause instanceof StreamStepError) return 'write "whenStreamsChange: clear" in the file, and apply again';
  if (cause instanceof ApiError && cause.status === 409) {
    return `a sync is running: apply again once it has ended, which asks for the ${action} once more`;
  }
  return `apply again, which asks for the ${action} once more; or start it in Airbyte by hand`;
}
