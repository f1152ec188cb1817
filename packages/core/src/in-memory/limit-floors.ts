/** What a new window begins with, and until when. */
interface Floor {
  readonly total: number;
  /** On the monotonic clock. */
  readonly until: number;
}

/** Most points that a window of a group may have had that was dropped and would still run. All is O(1). */
export class Floors {
  readonly #floors = new Map<number, Floor>();

  of(group: number, now: number): number {
    const floor = this.#floors.get(group);
    return floor !== undefined && now < floor.until ? floor.total : 0;
  }

  /** A window with these points was dropped. */
  raise(group: number, total: number, until: number, now: number): void {
    const known = this.#floors.get(group);
    const raised =
      known === undefined || now >= known.until
        ? { total, until }
        : { total: Math.max(known.total, total), until: Math.max(known.until, until) };
    this.#floors.set(group, raised);
  }
}
