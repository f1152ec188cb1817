/** What a new window begins with, and until when. */
interface Floor {
  readonly total: number;
  /** On the monotonic clock. */
  readonly until: number;
}

/** Groups that have a floor of their own; past that the oldest one becomes a floor for all. */
const MAX_GROUPS = 1000;

const NONE: Floor = { total: 0, until: -Infinity };

/** Most points that a window of a group may have had that was dropped and would still run. Bounded, so at times too high. */
export class Floors {
  readonly #ofGroups = new Map<string, Floor>();
  #ofAll = NONE;

  /** O(1). */
  of(group: string, now: number): number {
    if (this.#ofGroups.size === 0 && this.#ofAll === NONE) return 0;
    return Math.max(at(this.#ofGroups.get(group), now), at(this.#ofAll, now));
  }

  /** A window with these points was dropped. O(1). */
  raise(group: string, total: number, until: number, now: number): void {
    const raised = higher(this.#ofGroups.get(group), { total, until }, now);
    this.#ofGroups.delete(group);
    this.#ofGroups.set(group, raised);
    if (this.#ofGroups.size <= MAX_GROUPS) return;
    for (const [oldest, floor] of this.#ofGroups) {
      this.#ofGroups.delete(oldest);
      this.#ofAll = higher(this.#ofAll, floor, now);
      return;
    }
  }
}

function at(floor: Floor = NONE, now: number): number {
  return now < floor.until ? floor.total : 0;
}

function higher(known: Floor = NONE, other: Floor, now: number): Floor {
  if (now >= known.until) return other;
  return {
    total: Math.max(known.total, other.total),
    until: Math.max(known.until, other.until),
  };
}
