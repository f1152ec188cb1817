import type { Clock, LimitCount, LimitStore } from '../ports.ts';
import { Floors } from './limit-floors.ts';
import { LimitGroups, type LimitWindow } from './limit-groups.ts';
import { WindowQueue } from './window-queue.ts';

/** A prime. */
const GROUPS = 251;

/**
 * Counters in this process's memory: a restart forgets them, and processes do not share them. Past `capacity`
 * windows those that have ended go first; then, of the group that has the most windows, the one with the fewest
 * points. New windows of that group begin with the points of what went, until what went would have ended: nobody is
 * counted too low by making others' windows go. O(1) amortised in the number of windows; a full store looks once at
 * every length of window in use, and at the different totals of one group.
 */
export class MemoryLimitStore implements LimitStore {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #capacity: number;
  readonly #windows = new Map<string, LimitWindow>();
  readonly #groups = new LimitGroups();
  readonly #floors = new Floors();
  /** Windows by their length, the one that ends next first: those of one length end as they began. */
  readonly #byLength = new Map<number, WindowQueue<LimitWindow>>();

  constructor(clock: Pick<Clock, 'monotonic'>, capacity = 100_000) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  add(key: string, points: number, windowMs: number): LimitCount {
    const now = this.#clock.monotonic();
    const running = this.#running(key, now);
    if (running !== undefined) {
      this.#groups.setTotal(running, Math.max(0, running.total + points));
      return countOf(running, now);
    }
    if (points < 0) return { total: 0, resetsInMs: 0 };
    this.#makeRoom(windowMs, now);
    const group = groupOf(key);
    const uncertain = this.#floors.of(group, now);
    const begun: LimitWindow = {
      ...{ key, group, total: uncertain + points, uncertain, windowMs, endsAt: now + windowMs },
      ...{ place: 0, before: undefined, after: undefined },
    };
    this.#windows.set(key, begun);
    this.#groups.add(begun);
    let sameLength = this.#byLength.get(windowMs);
    if (sameLength === undefined) {
      sameLength = new WindowQueue();
      this.#byLength.set(windowMs, sameLength);
    }
    sameLength.add(begun);
    return countOf(begun, now);
  }

  get(key: string): LimitCount | undefined {
    const now = this.#clock.monotonic();
    const running = this.#running(key, now);
    return running === undefined ? undefined : countOf(running, now);
  }

  delete(key: string): boolean {
    const running = this.#running(key, this.#clock.monotonic());
    if (running === undefined) return false;
    this.#forget(running);
    return true;
  }

  #running(key: string, now: number): LimitWindow | undefined {
    const window = this.#windows.get(key);
    if (window === undefined || now < window.endsAt) return window;
    this.#forget(window);
    return undefined;
  }

  #makeRoom(windowMs: number, now: number): void {
    this.#dropEnded(this.#byLength.get(windowMs), now);
    if (this.#windows.size < this.#capacity) return;
    for (const sameLength of this.#byLength.values()) this.#dropEnded(sameLength, now);
    while (this.#windows.size >= this.#capacity) {
      const least = this.#groups.least();
      if (least === undefined) return;
      this.#floors.raise(least.group, least.total, least.endsAt, now);
      this.#forget(least);
    }
  }

  #dropEnded(sameLength: WindowQueue<LimitWindow> | undefined, now: number): void {
    for (;;) {
      const next = sameLength?.first;
      if (next === undefined || now < next.endsAt) return;
      this.#forget(next);
    }
  }

  #forget(window: LimitWindow): void {
    this.#windows.delete(window.key);
    this.#groups.delete(window);
    const sameLength = this.#byLength.get(window.windowMs);
    sameLength?.delete(window);
    if (sameLength?.first === undefined) this.#byLength.delete(window.windowMs);
  }
}

/**
 * Groups are told apart by a small hash of what stands before the last `/` of a key: few and large ones, so that
 * whoever makes groups by the thousand crowds them all alike, and no single one out.
 */
function groupOf(key: string): number {
  let hash = 0;
  for (let at = key.lastIndexOf('/') - 1; at >= 0; at--) {
    hash = (hash * 31 + key.charCodeAt(at)) % GROUPS;
  }
  return hash;
}

function countOf({ total, uncertain, endsAt }: LimitWindow, now: number): LimitCount {
  const resetsInMs = endsAt - now;
  return uncertain === 0
    ? { total, resetsInMs }
    : { total, resetsInMs, uncertain: Math.min(uncertain, total) };
}
