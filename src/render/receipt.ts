import type { AirplanError } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import { renderJson } from './json.ts';
import { outcomeAsData } from './report.ts';

/** One request that a change has taken. */
export interface ReceiptRequest {
  readonly name: string;
  /** Absent: there was no answer. */
  readonly status?: number;
  readonly durationMs: number;
}

/** What is known of an apply once it has ended, well or not. */
export interface Receipt {
  /** `stopped` when an error ended it before it could say more. */
  readonly result: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** Milliseconds since the epoch. */
  readonly endedAtMs: number;
  /** Absent when it ended before there was one. */
  readonly plan?: Plan;
  /** In the order in which they ended. */
  readonly outcomes: readonly Outcome[];
  /** By key of the change. */
  readonly requests: ReadonlyMap<string, readonly ReceiptRequest[]>;
  /** The plan of the check afterwards; absent when there was none. */
  readonly after?: Plan;
  readonly error?: AirplanError;
}

/** A receipt for programs and archives. */
export function renderReceipt(receipt: Receipt): string {
  const { result, startedAtMs, endedAtMs, plan, outcomes, requests, after, error } = receipt;
  return renderJson({
    formatVersion: '1.0',
    kind: 'receipt',
    result,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: new Date(endedAtMs).toISOString(),
    ...(plan === undefined ? {} : targetAsData(plan)),
    changes: outcomes.map((outcome) => ({
      ...outcomeAsData(outcome),
      requests: (requests.get(outcome.change.key) ?? []).map(requestAsData),
    })),
    ...(after === undefined ? {} : { check: checkAsData(after) }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message, hint: error.hint } }),
  });
}

function targetAsData({ environment, server, workspace, summary }: Plan): object {
  return { environment, server, workspace, summary };
}

function requestAsData({ name, status, durationMs }: ReceiptRequest): object {
  return { name, status, durationMs: Math.round(durationMs) };
}

function checkAsData({ changes }: Plan): object {
  return {
    result: changes.length === 0 ? 'nothing-left' : 'differs',
    left: changes.map(({ key, action }) => ({ key, action })),
  };
}
