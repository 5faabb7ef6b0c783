import { chance, chanceBetween } from './chance.ts';
import type { JobRules } from './job-rules.ts';
import type { JobType, ScriptedAttempt, StoredFailure } from './stored-job.ts';

/** What is going to become of a job. */
export type Fate =
  | { readonly type: 'succeeds' }
  /** Nothing can move: trying again would not help. */
  | { readonly type: 'refused'; readonly failure: StoredFailure }
  /** It breaks off once, and the next attempt gets through. */
  | { readonly type: 'recovers'; readonly failure: StoredFailure }
  /** It breaks off until there are no attempts left. */
  | { readonly type: 'gives-up'; readonly failure: StoredFailure };

export interface ScriptRequest {
  readonly number: number;
  readonly type: JobType;
  readonly createdAtMs: number;
  readonly fate: Fate;
}

/** How often a job is tried. */
export const maxAttempts = 3;

/** The attempts of a job, all that will be; never none. */
export function writeScript(request: ScriptRequest, rules: JobRules): readonly ScriptedAttempt[] {
  const failures = plannedFailures(request.fate);
  const attempts: ScriptedAttempt[] = [];
  let startsAtMs = request.createdAtMs + pendingMs(request, rules);
  for (const [index, failure] of failures.entries()) {
    const fromShare = attempts.at(-1)?.committedShare ?? 0;
    const attempt = planAttempt({ index, fromShare, startsAtMs, failure }, request, rules);
    attempts.push(attempt);
    startsAtMs = attempt.endsAtMs + retryMs(index, request, rules);
  }
  return attempts;
}

/** One entry for each attempt. */
function plannedFailures(fate: Fate): readonly (StoredFailure | undefined)[] {
  switch (fate.type) {
    case 'succeeds':
      return [undefined];
    case 'refused':
      return [fate.failure];
    case 'recovers':
      return [fate.failure, undefined];
    case 'gives-up':
      return Array.from({ length: maxAttempts }, () => fate.failure);
  }
}

interface AttemptPlan {
  readonly index: number;
  readonly fromShare: number;
  readonly startsAtMs: number;
  readonly failure: StoredFailure | undefined;
}

function planAttempt(plan: AttemptPlan, request: ScriptRequest, rules: JobRules): ScriptedAttempt {
  const { index, fromShare, startsAtMs, failure } = plan;
  const wholeMs = attemptMs(index, request, rules);
  if (failure === undefined) {
    return { startsAtMs, endsAtMs: startsAtMs + wholeMs, fromShare, emittedShare: 1, committedShare: 1 };
  }
  const endsAtMs = startsAtMs + Math.ceil(wholeMs / 2);
  // Whoever cannot start at all has moved nothing; whoever breaks off has lost what was under way.
  const part = request.fate.type === 'refused' ? 0 : 0.3 + 0.5 * chance(rules.seed, request.number, index, 'part');
  const emittedShare = fromShare + (1 - fromShare) * part;
  return { startsAtMs, endsAtMs, fromShare, emittedShare, committedShare: (fromShare + emittedShare) / 2, failure };
}

/**
 * A sync is answered once it runs, so it mostly does; other jobs are answered as soon as they have an id (API §1.9).
 */
function pendingMs({ number, type }: ScriptRequest, { pendingMs: told, seed }: JobRules): number {
  if (told !== undefined) return told;
  if (type === 'sync' && chance(seed, number, 'waits') < 0.75) return 0;
  return chanceBetween(500, 1500, seed, number, 'pending');
}

function attemptMs(index: number, { number, type }: ScriptRequest, { attemptMs: told, seed }: JobRules): number {
  if (told !== undefined) return told;
  const [low, high] = type === 'reset_connection' ? [1000, 2000] : [4000, 8000];
  return chanceBetween(low, high, seed, number, index, 'attempt');
}

function retryMs(index: number, { number }: ScriptRequest, { retryMs: told, seed }: JobRules): number {
  return told ?? chanceBetween(2000, 4000, seed, number, index, 'retry');
}
