/** What a place for comments takes. */
export interface Budget {
  readonly characters: number;
  /** Whether it folds what stands between `<details>`. */
  readonly folds: boolean;
  /** Whether it draws mermaid. */
  readonly draws: boolean;
  /** Whether it makes a box of a quote that begins with `[!CAUTION]`. */
  readonly boxes: boolean;
}

/** What hosts of repositories take in one comment, with some room for what others put around it. */
export const budgets = {
  github: { characters: 60_000, folds: true, draws: true, boxes: true },
  gitlab: { characters: 900_000, folds: true, draws: true, boxes: true },
  azure: { characters: 140_000, folds: true, draws: false, boxes: false },
  bitbucket: { characters: 30_000, folds: false, draws: false, boxes: false },
} as const satisfies Readonly<Record<string, Budget>>;

/** For files: everything, however long. */
export const unlimited: Budget = { ...budgets.github, characters: Number.POSITIVE_INFINITY };

/** The verdict, the box and how to go on take up to this much of each environment, in characters. */
export const leastBudget = 2000;
