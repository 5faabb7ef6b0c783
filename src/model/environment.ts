import type { Secret } from './configuration.ts';

/** How airplan proves to a server who it is. */
export type Auth =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly type: 'token'; readonly token: Secret }
  | { readonly type: 'client'; readonly clientId: string; readonly clientSecret: Secret };

/** How much of a workspace one apply may touch before it refuses. */
export interface Limits {
  /** Percent of the live objects that files name, 0 to 100. */
  readonly changePercent: number;
  /** Percent of the live objects that files name, 0 to 100. */
  readonly deletePercent: number;
  /** Below this many live objects that files name, the percentages do not count. */
  readonly minObjects: number;
}

/** What `${var:NAME}` may stand for; a `Secret` when it came out of the environment or a file. */
export type VariableValue = string | number | boolean | Secret;

/** One target of a project: a server and a workspace on it. */
export interface Environment {
  readonly name: string;
  /** `sandbox`, or the address as written in `airplan.yaml`. */
  readonly server: string;
  /** Id, name or slug. */
  readonly workspace: string;
  readonly auth: Auth;
  readonly headers: Readonly<Record<string, string | Secret>>;
  /** Relative to the project's folder. */
  readonly caFile?: string;
  readonly timeoutSeconds: number;
  /** How many requests may be under way at once. */
  readonly parallelism: number;
  readonly expectedWorkspaceId?: string;
  readonly variables: Readonly<Record<string, VariableValue>>;
  readonly limits: Limits;
}
