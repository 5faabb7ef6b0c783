import type { ConfigurationValue } from '../model/configuration.ts';
import type { RuleText } from '../model/rule.ts';

type Value = ConfigurationValue | undefined;

/** One managed value as the server and as the files have it; `undefined` where one of them says nothing. */
export interface Sides {
  readonly live: Value;
  readonly desired: Value;
}

/** What a rule has to know of the surroundings of a value. What does not matter to its rules is left out. */
export interface Circumstances {
  /** How the stream is to be read and written. */
  readonly syncMode?: string;
  readonly destinationSyncMode?: string;
  /** All fields that the stream has. */
  readonly fieldNames?: readonly string[];
  /** The cursor of a source that chooses it by itself. */
  readonly sourceCursor?: ConfigurationValue | undefined;
  /** How namespaces are to be made; absent while there is no connection yet. */
  readonly namespaceDefinition?: string | undefined;
  /** What the server works with where it says nothing. */
  readonly defaultValue?: ConfigurationValue;
}

/** One rule of the comparison: what it says, and its step on the way to the canonical form. */
export interface ComparisonRule extends RuleText {
  readonly reason: string;
  readonly example: string;
  /** The two sides without what the rule takes away; the same object where that is nothing. */
  readonly apply: (sides: Sides, circumstances: Circumstances) => Sides;
}

/** What is not compared at all. */
export const neitherSide: Sides = { live: undefined, desired: undefined };

/** Each side for itself, where it says something. */
export function eachSide({ live, desired }: Sides, change: (value: ConfigurationValue) => Value): Sides {
  return {
    live: live === undefined ? undefined : change(live),
    desired: desired === undefined ? undefined : change(desired),
  };
}
