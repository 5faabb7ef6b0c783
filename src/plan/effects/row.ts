import type { LiveActor, LiveConnection } from '../../model/live.ts';
import type { Change, EffectWeight, FieldChange, StreamStep, Update } from '../../model/plan.ts';
import type { StreamSelection } from '../../model/stream.ts';

interface RowBase {
  readonly weight: EffectWeight;
  /** What happens, for any number of objects: lower case, no full stop. A plan may say it with names and figures. */
  readonly sentence: string;
  /** For `airplan explain`: why it is so, and what can be done. */
  readonly story: string;
  /** Section of the API notes that it comes from. */
  readonly reason: string;
  /** Says only that nothing moves, so that text for people leaves it out. */
  readonly isQuiet?: true;
}

/** About a change as a whole. */
export interface ChangeRow extends RowBase {
  readonly about: 'change';
  /** What it belongs to; absent: the whole. `afterwards` is the step behind the change. */
  readonly path?: readonly string[];
  readonly applies: (change: Change, facts: EffectFacts) => boolean;
  readonly text?: (change: Change, facts: EffectFacts) => string;
}

/** About one field of an update; the first row of a field that applies is the one. */
export interface FieldRow extends RowBase {
  readonly about: 'field';
  /** First steps of the paths that it is about. */
  readonly members: readonly string[];
  readonly applies?: (subject: FieldSubject) => boolean;
  readonly text?: (subject: FieldSubject) => string;
}

/** About one stream of an updated connection: the whole of it, or one member. */
export interface StreamRow extends RowBase {
  readonly about: 'stream';
  /** Members of a stream that it is about; `stream` is the whole of one that comes or goes. */
  readonly members: readonly string[];
  readonly applies?: (subject: StreamSubject) => boolean;
  readonly text?: (subject: StreamSubject) => string;
  /** Steps behind the change after which there is nothing to say any more. */
  readonly curedBy?: readonly StreamStep['action'][];
}

/** One kind of change, and what it does to data. */
export type EffectRow = ChangeRow | FieldRow | StreamRow;

export interface FieldSubject {
  readonly field: FieldChange;
  readonly change: Update;
  readonly facts: EffectFacts;
}

export interface StreamSubject {
  readonly field: FieldChange;
  /** As it is to be; absent for one that goes. */
  readonly stream?: StreamSelection;
  /** Members of this stream that change. */
  readonly changed: ReadonlySet<string>;
  /** What is asked for this stream behind the change. */
  readonly step?: StreamStep['action'];
}

/** What rows may know besides the change. */
export interface EffectFacts {
  /** Live connections by id. */
  readonly connections: ReadonlyMap<string, LiveConnection>;
  /** Live connections by the id of each of their ends, without those that the plan deletes or replaces. */
  readonly users: ReadonlyMap<string, readonly LiveConnection[]>;
  /** Live sources and destinations by the id of their connector, where one of those changes. */
  readonly runners: ReadonlyMap<string, readonly LiveActor[]>;
}
