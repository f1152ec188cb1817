import type { Permit } from './circuit-breaker.ts';
import { waitBefore, type RetryTimes } from './retry-time.ts';
import type { Upstream } from './upstream.ts';

/** One try: where, and how long to wait before it. */
export interface Attempt {
  readonly upstream: Upstream;
  readonly permit: Permit;
  readonly waitMs: number;
}

/** How a plan is made. */
export interface PlanOptions extends RetryTimes {
  /** At the upstreams of one group, the first included. */
  readonly maxAttempts: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * The tries of a request, one after the other: each upstream of a group once, then, after a wait, again in the same
 * sequence, as often as is allowed; then the next group. Upstreams that rest are passed over.
 */
export class AttemptPlan {
  readonly #groups: Upstream[][];
  readonly #options: PlanOptions;
  #tried = 0;
  /** Where in the group the next try is. */
  #at = 0;
  #round = 0;
  #refused = new Set<Upstream>();
  /** The wait that an upstream asked for at its last try. */
  readonly #asked = new Map<Upstream, number>();
  #origin: string | undefined;

  constructor(groups: readonly Upstream[][], options: PlanOptions) {
    this.#groups = groups.map((group) => [...group]);
    this.#options = options;
  }

  /** The next try, with leave to make it; undefined where there is none left. */
  next(): Attempt | undefined {
    for (let group = this.#groups[0]; group !== undefined; group = this.#groups[0]) {
      const attempt = this.#tried < this.#options.maxAttempts ? this.#from(group) : undefined;
      if (attempt !== undefined) return attempt;
      this.#groups.shift();
      [this.#tried, this.#at, this.#round] = [0, 0, 0];
    }
    return undefined;
  }

  /** Tells how long an upstream asked to be left alone; one that asks for too long is not tried again. */
  asked(upstream: Upstream, waitMs: number): void {
    if (waitMs > this.#options.maxWaitMs) this.refuse(upstream);
    else this.#asked.set(upstream, waitMs);
  }

  /** Tries an upstream no more. */
  refuse(upstream: Upstream): void {
    this.#refused.add(upstream);
  }

  #from(group: readonly Upstream[]): Attempt | undefined {
    for (const _ of group) {
      const upstream = group[this.#at];
      const round = this.#round;
      this.#at = (this.#at + 1) % group.length;
      if (this.#at === 0) this.#round++;
      if (upstream === undefined || this.#refused.has(upstream) || this.#isForeign(upstream))
        continue;
      const permit = upstream.breaker.enter();
      if (permit === undefined) continue;
      this.#tried++;
      const { random } = this.#options;
      const asked = this.#asked.get(upstream);
      const waitMs = round === 0 ? 0 : waitBefore(round, asked, this.#options, random);
      return { upstream, permit, waitMs };
    }
    return undefined;
  }

  /** The caller's own key goes to one host, not from one to the next. */
  #isForeign({ settings }: Upstream): boolean {
    if (settings.auth === 'config') return false;
    this.#origin ??= settings.address.origin;
    return this.#origin !== settings.address.origin;
  }
}
