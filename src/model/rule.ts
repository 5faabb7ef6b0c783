/** What there is to say of a rule; `airplan explain` prints it. */
export interface RuleText {
  /** What the rule is, in one sentence with its full stop. */
  readonly sentence: string;
  /** Where it comes from: what Airbyte does (with the section of our notes on its API), or what airplan promises. */
  readonly reason?: string;
  /** Why somebody meets it, and what to do then. */
  readonly story: string;
  /** A few lines that show it. */
  readonly example?: string;
}

/** Rules of one sort, by their ids in kebab-case. */
export interface RuleTable {
  /** What the rules are about, as a heading. */
  readonly title: string;
  readonly rules: Readonly<Record<string, RuleText>>;
}
