import type { DriftEdit } from '../drift/drift-edit.ts';
import type { FaultEntry } from '../faults/fault-book.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import type { SandboxRequest } from '../requests.ts';

/** What can be done to a running sandbox from outside its API. */
export interface Control {
  readonly addFault: (rule: FaultRule) => FaultEntry;
  readonly listFaults: () => readonly FaultEntry[];
  readonly clearFaults: () => void;
  /** Does something behind the back of the API's callers; rejects where it makes no sense. */
  readonly drift: (edit: DriftEdit) => Promise<void>;
  /** The last 10,000, oldest first. */
  readonly requests: readonly SandboxRequest[];
  /** Milliseconds since the epoch, as the sandbox sees it. */
  readonly nowMs: () => number;
  readonly advanceClock: (ms: number) => void;
}
