/** A window that runs, or has run. */
export interface LimitWindow {
  readonly key: string;
  readonly group: string;
  total: number;
  /** Points that it began with because it may have lost as many. */
  readonly uncertain: number;
  readonly windowMs: number;
  /** On the monotonic clock. */
  readonly endsAt: number;
}

/** The windows of a group by their totals. */
interface Group {
  size: number;
  readonly byTotal: Map<number, Set<LimitWindow>>;
}

/** Windows by groups: finds the group that has the most, and in it the window with the fewest points. */
export class LimitGroups {
  readonly #groups = new Map<string, Group>();
  readonly #bySize = new Map<number, Set<Group>>();
  #largest = 0;

  /** O(1). */
  add(window: LimitWindow): void {
    let group = this.#groups.get(window.group);
    if (group === undefined) {
      group = { size: 0, byTotal: new Map() };
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

  /**
   * The window with the fewest points of the group that has the most windows; among equals the one that had them
   * first. O(different totals of that group).
   */
  least(): LimitWindow | undefined {
    const [group] = this.#bySize.get(this.#largest) ?? [];
    if (group === undefined) return undefined;
    let least = Infinity;
    for (const total of group.byTotal.keys()) least = Math.min(least, total);
    const [window] = group.byTotal.get(least) ?? [];
    return window;
  }

  /** By one. */
  #resize(group: Group, size: number): void {
    take(this.#bySize, group.size, group);
    group.size = size;
    if (size > 0) put(this.#bySize, size, group);
    if (size > this.#largest || !this.#bySize.has(this.#largest)) this.#largest = size;
  }
}

function put<T>(sets: Map<number, Set<T>>, at: number, value: T): void {
  const set = sets.get(at);
  if (set === undefined) sets.set(at, new Set([value]));
  else set.add(value);
}

function take<T>(sets: Map<number, Set<T>>, at: number, value: T): void {
  const set = sets.get(at);
  set?.delete(value);
  if (set?.size === 0) sets.delete(at);
}
