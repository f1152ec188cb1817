import type { Clock, LimitCount, LimitStore } from '../ports.ts';

/** A running window. */
interface Window {
  total: number;
  readonly windowMs: number;
  /** On the monotonic clock. */
  readonly endsAt: number;
}

/**
 * Counters in this process's memory: a restart forgets them, and processes do not share them. Past `capacity`
 * windows those that have ended go first, then the least recently used. O(1) amortised in the number of windows;
 * a full store looks once at every length of window in use.
 */
export class MemoryLimitStore implements LimitStore {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #capacity: number;
  /** The least recently used first. */
  readonly #windows = new Map<string, Window>();
  /** Keys by the length of their windows, the one that ends next first: windows of one length end as they began. */
  readonly #byLength = new Map<number, Set<string>>();

  constructor(clock: Pick<Clock, 'monotonic'>, capacity = 100_000) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  add(key: string, points: number, windowMs: number): LimitCount {
    const now = this.#clock.monotonic();
    const running = this.#use(key, now);
    if (running !== undefined) {
      running.total = Math.max(0, running.total + points);
      return countOf(running, now);
    }
    if (points < 0) return { total: 0, resetsInMs: 0 };
    this.#makeRoom(windowMs, now);
    const begun = { total: points, windowMs, endsAt: now + windowMs };
    this.#windows.set(key, begun);
    const sameLength = this.#byLength.get(windowMs);
    if (sameLength === undefined) this.#byLength.set(windowMs, new Set([key]));
    else sameLength.add(key);
    return countOf(begun, now);
  }

  get(key: string): LimitCount | undefined {
    const now = this.#clock.monotonic();
    const running = this.#use(key, now);
    return running === undefined ? undefined : countOf(running, now);
  }

  delete(key: string): boolean {
    const isRunning = this.#use(key, this.#clock.monotonic()) !== undefined;
    this.#forget(key);
    return isRunning;
  }

  /** The running window, from now on the most recently used one. */
  #use(key: string, now: number): Window | undefined {
    const window = this.#windows.get(key);
    if (window === undefined) return undefined;
    if (now >= window.endsAt) {
      this.#forget(key);
      return undefined;
    }
    this.#windows.delete(key);
    this.#windows.set(key, window);
    return window;
  }

  #makeRoom(windowMs: number, now: number): void {
    this.#dropEnded(this.#byLength.get(windowMs), now);
    if (this.#windows.size < this.#capacity) return;
    for (const keys of this.#byLength.values()) this.#dropEnded(keys, now);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size < this.#capacity) return;
      this.#forget(oldest);
    }
  }

  #dropEnded(keys: Iterable<string> = [], now: number): void {
    for (const key of keys) {
      if (now < (this.#windows.get(key)?.endsAt ?? 0)) return;
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    const window = this.#windows.get(key);
    if (window === undefined) return;
    this.#windows.delete(key);
    const sameLength = this.#byLength.get(window.windowMs);
    sameLength?.delete(key);
    if (sameLength?.size === 0) this.#byLength.delete(window.windowMs);
  }
}

function countOf({ total, endsAt }: Window, now: number): LimitCount {
  return { total, resetsInMs: endsAt - now };
}
