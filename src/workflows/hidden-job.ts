import type { About } from '../airbyte/api-error.ts';
import type { Job } from '../model/job.ts';

/** The same job; what a connector said of a failure may quote what it was configured with. */
export function withoutSecrets(job: Job, { hideSecrets }: Pick<About, 'hideSecrets'>): Job {
  if (hideSecrets === undefined || job.attempts.every(({ failures }) => failures.length === 0)) return job;
  return {
    ...job,
    attempts: job.attempts.map((attempt) => ({
      ...attempt,
      failures: attempt.failures.map((failure) =>
        failure.message === undefined ? failure : { ...failure, message: hideSecrets(failure.message) },
      ),
    })),
  };
}
