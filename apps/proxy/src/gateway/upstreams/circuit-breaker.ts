/** `open`: rests. `half_open`: one request tries whether it is well again. */
export type BreakerState = 'closed' | 'open' | 'half_open';

/** When a rest begins, and how long it is. */
export interface BreakerSettings {
  /** Failures in a row; 0: never. */
  readonly failures: number;
  readonly openMs: number;
}

/** Leave to try an upstream once. One of its methods is called, once. */
export interface Permit {
  /** It answered. */
  succeed(): void;
  /** It did not answer, or that it cannot serve. */
  fail(): void;
  /** Nothing was learnt of it. */
  release(): void;
}

/**
 * Keeps requests from an upstream that keeps failing. A failure counts only where nothing was answered since its
 * attempt began: a few slow requests among many that are answered begin no rest.
 */
export class CircuitBreaker {
  readonly #settings: BreakerSettings;
  readonly #now: () => number;
  #failures = 0;
  #openUntil: number | undefined;
  #probing = false;
  /** Counts answers, to tell which came since an attempt began. */
  #answers = 0;

  /** @param now milliseconds that never go back */
  constructor(settings: BreakerSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  get state(): BreakerState {
    if (this.#openUntil === undefined) return 'closed';
    return this.#now() < this.#openUntil ? 'open' : 'half_open';
  }

  /** Failures in a row so far. */
  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds until it is tried again; 0 where it may be. */
  get restMs(): number {
    return Math.max(0, (this.#openUntil ?? 0) - this.#now());
  }

  /** Leave for an attempt; undefined during a rest, and while another attempt tries whether it is over. */
  enter(): Permit | undefined {
    const { state } = this;
    if (state === 'open' || (state === 'half_open' && this.#probing)) return undefined;
    const probe = state === 'half_open';
    if (probe) this.#probing = true;
    const before = this.#answers;
    let settled = false;
    const once = (settle: () => void) => (): void => {
      if (settled) return;
      settled = true;
      if (probe) this.#probing = false;
      settle();
    };
    return {
      succeed: once(() => {
        this.#answers++;
        this.#failures = 0;
        this.#openUntil = undefined;
      }),
      fail: once(() => {
        if (this.#answers === before) this.#fail(probe);
      }),
      release: once(() => undefined),
    };
  }

  #fail(probe: boolean): void {
    const { failures, openMs } = this.#settings;
    this.#failures++;
    if (failures === 0) return;
    // Attempts that began before the rest do not make it longer.
    if (!probe && this.#openUntil !== undefined) return;
    if (probe || this.#failures >= failures) this.#openUntil = this.#now() + openMs;
  }
}
