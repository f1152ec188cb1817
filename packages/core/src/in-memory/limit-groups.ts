import { Bag, type Bagged } from './bag.ts';
import type { Queued } from './window-queue.ts';

/** A window that runs, or has run. */
export interface LimitWindow extends Bagged, Queued {
  readonly key: string;
  readonly group: number;
  total: number;
  /** Points that it began with because it may have lost as many. */
  readonly uncertain: number;
  readonly windowMs: number;
  /** On the monotonic clock. */
  readonly endsAt: number;
}

/** The windows of a group by their totals. */
interface Group extends Bagged {
  size: number;
  readonly byTotal: Map<number, Bag<LimitWindow>>;
}

/** Windows by groups: finds the group that has the most, and in it a window with the fewest points. */
export class LimitGroups {
  readonly #groups = new Map<number, Group>();
  readonly #bySize = new Map<number, Bag<Group>>();
  #largest = 0;

  /** O(1). */
  add(window: LimitWindow): void {
    let group = this.#groups.get(window.group);
    if (group === undefined) {
      group = { size: 0, byTotal: new Map(), place: 0 };
      this.#groups.set(window.group, group);
    }
    put(group.byTotal, window.total, window);
    this.#resize(group, group.size + 1);
  }

  /** Of a window that was added. O(1). */
  delete(window: LimitWindow): void {
    const group = this.#groups.get(window.group);
    if (group === undefined) return;
    take(group.byTotal, window.total, window);
    this.#resize(group, group.size - 1);
    if (group.size === 0) this.#groups.delete(window.group);
  }

  /** Changes the points of a window that was added. O(1). */
  setTotal(window: LimitWindow, total: number): void {
    const group = this.#groups.get(window.group);
    if (group !== undefined) {
      take(group.byTotal, window.total, window);
      put(group.byTotal, total, window);
    }
    window.total = total;
  }

  /** A window with the fewest points of the group that has the most windows. O(different totals of that group). */
  least(): LimitWindow | undefined {
    const group = this.#bySize.get(this.#largest)?.last;
    if (group === undefined) return undefined;
    let least = Infinity;
    for (const total of group.byTotal.keys()) least = Math.min(least, total);
    return group.byTotal.get(least)?.last;
  }

  /** By one. */
  #resize(group: Group, size: number): void {
    if (group.size > 0) take(this.#bySize, group.size, group);
    group.size = size;
    if (size > 0) put(this.#bySize, size, group);
    if (size > this.#largest || !this.#bySize.has(this.#largest)) this.#largest = size;
  }
}

function put<T extends Bagged>(bags: Map<number, Bag<T>>, at: number, item: T): void {
  let bag = bags.get(at);
  if (bag === undefined) {
    bag = new Bag();
    bags.set(at, bag);
  }
  bag.add(item);
}

function take<T extends Bagged>(bags: Map<number, Bag<T>>, at: number, item: T): void {
  const bag = bags.get(at);
  bag?.delete(item);
  if (bag?.last === undefined) bags.delete(at);
}
