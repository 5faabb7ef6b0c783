import type { WireSynchronousJob } from '../../airbyte/wire.ts';
import type { SandboxContext } from '../context.ts';

/** What is told of a connector run that was waited for. */
export interface JobFacts {
  readonly configType: string;
  readonly configId?: string;
  /** Why the run itself failed; absent when it did not. */
  readonly failure?: string;
}

/** The job of a connector run; its times are milliseconds, unlike all others (API §1.5). */
export function jobInfo(context: SandboxContext, { configType, configId, failure }: JobFacts): WireSynchronousJob {
  const now = context.clock();
  const shown = {
    id: context.newId(),
    configType,
    ...(configId === undefined ? {} : { configId }),
    createdAt: now,
    endedAt: now,
    succeeded: failure === undefined,
    connectorConfigurationUpdated: false,
    logType: 'formatted',
    logs: { logLines: [] },
  };
  return failure === undefined ? shown : { ...shown, failureReason: failureReason(failure, now) };
}

/** The job of an answer for which nothing ran. */
export function cachedJobInfo(context: SandboxContext, configType: string): WireSynchronousJob {
  return { ...jobInfo(context, { configType, configId: 'NoConfiguration' }), createdAt: 0, endedAt: 0 };
}

function failureReason(message: string, timestamp: number) {
  return {
    failureOrigin: 'source',
    failureType: 'config_error',
    externalMessage: message,
    internalMessage: message,
    retryable: false,
    timestamp,
  };
}
