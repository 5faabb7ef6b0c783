import { AirplanError } from '../errors.ts';
import { type PlanFormat, planFormats } from '../render/plan-formats.ts';
import type { ReviewManner } from '../render/plan-review.ts';
import type { CommandContext } from './context.ts';

interface FailedPrint {
  readonly format: PlanFormat;
  readonly manner: ReviewManner;
  /** Empty where nobody has chosen one. */
  readonly environment?: string | undefined;
}

/** Does what ends in a plan; why there is none is a document as well, in formats that have words for it. */
export async function printingFailure<T>(
  context: CommandContext,
  { format, manner, environment = '' }: FailedPrint,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { render, tellsFailures } = planFormats[format];
    if (tellsFailures && error instanceof AirplanError) {
      context.print(await render({ plans: [{ environment, error }], warnings: [] }, manner));
    }
    throw error;
  }
}
