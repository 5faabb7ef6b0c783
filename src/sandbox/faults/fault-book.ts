import { globMatcher } from '../../util/glob.ts';
import type { Fault, Intercept } from '../faults.ts';
import { chance } from '../jobs/chance.ts';
import { type FaultRule, isOccasion } from './fault-rule.ts';
import { drawLatency, type Latency } from './latency.ts';

/** A rule in force, and what came of it so far. */
export interface FaultEntry {
  readonly id: number;
  readonly rule: FaultRule;
  /** Requests that the rule is about. */
  readonly seen: number;
  /** Those that it struck. */
  readonly struck: number;
}

/** What happens to one request. */
export interface Trouble {
  readonly fault: Fault | undefined;
  readonly latencyMs: number;
}

export interface FaultBookOptions {
  readonly seed: number;
  readonly latency: Latency;
  readonly rules: readonly FaultRule[];
  /** Asked first. */
  readonly intercept: Intercept;
}

/** The rules in force. Decisions follow from the seed and the order of requests, and from nothing else. */
export class FaultBook {
  readonly #options: FaultBookOptions;
  #entries: readonly FaultEntry[] = [];
  #nextId = 1;
  #requests = 0;

  constructor(options: FaultBookOptions) {
    this.#options = options;
    for (const rule of options.rules) this.add(rule);
  }

  add(rule: FaultRule): FaultEntry {
    const entry = { id: this.#nextId, rule, seen: 0, struck: 0 };
    this.#nextId += 1;
    this.#entries = [...this.#entries, entry];
    return entry;
  }

  /** In the order in which they are asked. */
  list(): readonly FaultEntry[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }

  /** How far back the store has to be remembered. */
  get writesRemembered(): number {
    const depths = this.#entries.map(({ rule: { fault } }) => (fault?.type === 'stale' ? fault.writesAgo : 0));
    return Math.max(0, ...depths);
  }

  /** Decides about one request and counts it; the first rule that strikes gives the fault, likewise the latency. */
  decide(request: Parameters<Intercept>[0], nth: number): Trouble {
    this.#requests += 1;
    const struck = this.#strike(request.path.replace(/^\/api\/v1\//, ''));
    const latency = struck.find((rule) => rule.latency !== undefined)?.latency ?? this.#options.latency;
    return {
      fault: this.#options.intercept(request, nth) ?? struck.find((rule) => rule.fault !== undefined)?.fault,
      latencyMs: drawLatency(latency, chance(this.#options.seed, 'latency', this.#requests)),
    };
  }

  #strike(route: string): readonly FaultRule[] {
    const before = this.#entries;
    this.#entries = before.map((entry) => this.#asked(entry, route));
    return this.#entries.filter(({ struck }, index) => struck !== before[index]?.struck).map(({ rule }) => rule);
  }

  #asked(entry: FaultEntry, route: string): FaultEntry {
    const { id, rule, struck } = entry;
    if (rule.route !== undefined && !globMatcher(rule.route)(route)) return entry;
    const seen = entry.seen + 1;
    const isSpent = rule.times !== undefined && struck >= rule.times;
    const isStruck = !isSpent && isOccasion(rule.on, seen, () => chance(this.#options.seed, 'fault', id, seen));
    return { ...entry, seen, struck: struck + (isStruck ? 1 : 0) };
  }
}
