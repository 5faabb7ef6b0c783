import type { JsonObject } from '../model/json.ts';
import type { Credentials } from './auth.ts';
import type { JobRules } from './jobs/job-rules.ts';
import type { ProfileRules } from './profile.ts';
import type { ConnectorRegistry } from './registry/registry.ts';
import type { Reply } from './reply.ts';
import type { ConnectorRunner } from './runs/runner.ts';
import type { SandboxStore } from './store.ts';

/** What every handler works with. */
export interface SandboxContext {
  readonly store: SandboxStore;
  readonly registry: ConnectorRegistry;
  readonly rules: ProfileRules;
  /** Refuses members of requests that it does not know. */
  readonly isStrict: boolean;
  readonly credentials: Credentials;
  readonly jobs: JobRules;
  readonly runner: ConnectorRunner;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** Another order on each call, where the server promises none. */
  readonly shuffle: <Item>(items: readonly Item[]) => readonly Item[];
}

/**
 * Answers one request, or throws a `Refusal`. What it changes it changes in one go, so that requests never see each
 * other's half-done work: whoever has to wait for a connector does so before touching the store, and reads again after.
 */
export type Handler = (body: JsonObject, context: SandboxContext) => Reply | Promise<Reply>;

export interface Route {
  /** POST unless told. */
  readonly method?: 'GET';
  readonly isAnonymous?: boolean;
  /** The server takes no body here and does not look at one. */
  readonly ignoresBody?: boolean;
  /** Absent: every profile has it. */
  readonly exists?: (rules: ProfileRules) => boolean;
  readonly handle: Handler;
}

/** Routes by path, without the leading `/api/v1/`. */
export type Routes = Readonly<Record<string, Route>>;

export function secondsNow(context: SandboxContext): number {
  return Math.floor(context.clock() / 1000);
}
