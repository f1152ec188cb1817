import type { WireEvent } from '@safeai/client';
import { ownGap } from '../../live/own-gap.ts';
import { asksForMore, EVERYTHING, matcher, type FeedFilter } from './feed-filter.ts';
import { gapRow, type FeedRow } from './feed-row.ts';
import { Ring } from './ring.ts';

/** Most rows that are kept. */
export const MOST_ROWS = 5_000;

/** Why the list stands still. */
export type Hold = 'button' | 'pointer' | 'focus' | 'scroll' | 'drawer';

/** How the feed stands: what there is to paint. */
export interface FeedStanding {
  /** Rows of the list. */
  readonly count: number;
  /** Rows that came since the list stands still; 0 while it moves. */
  readonly fresh: number;
  /** Why it stands still; empty while it moves. */
  readonly holds: ReadonlySet<Hold>;
  /** Events that were heard in all, those that do not match included. */
  readonly heard: number;
}

/**
 * What was heard, newest first, as far as it is shown. It takes in whatever comes; the list of it stands still as long as
 * somebody holds it. Nothing in it grows without bound.
 */
export class Feed {
  readonly #all = new Ring<FeedRow>(MOST_ROWS);
  readonly #found = new Ring<FeedRow>(MOST_ROWS);
  readonly #watchers = new Set<() => void>();
  readonly #holds = new Set<Hold>();
  #filter = EVERYTHING;
  #matches = matcher(EVERYTHING);
  /** Since when not everything is asked for. Milliseconds since the epoch. */
  #narrowedAt: number | null = null;
  #next = 1;
  #heard = 0;
  /** The list that stands still, and the number of its newest row. */
  #held: readonly FeedRow[] | null = null;
  #fresh = 0;
  #standing: FeedStanding | null = null;

  /** Takes in an event. O(1) but for a text that is looked for. */
  push(event: WireEvent): void {
    if (event.event === 'stream.gap') this.#pushGap(event);
    else {
      this.#heard++;
      this.#add({ kind: 'event', number: this.#next++, event }, this.#matches(event));
    }
    this.#tell();
  }

  /**
   * Shows what matches alone; of what is here already, too. What was not asked for meanwhile is a gap. O(rows)
   *
   * @param now milliseconds since the epoch
   */
  narrow(filter: FeedFilter, now: number = Date.now()): void {
    if (JSON.stringify(filter) === JSON.stringify(this.#filter)) return;
    if (asksForMore(filter, this.#filter)) this.#miss('narrowed', this.#narrowedAt);
    this.#narrowedAt = filter.families.length === 0 ? null : (this.#narrowedAt ?? now);
    this.#filter = filter;
    this.#matches = matcher(filter);
    while (this.#found.size > 0) this.#found.shift();
    for (const row of this.#all.toArray().toReversed()) {
      if (row.kind === 'gap' || this.#matches(row.event)) this.#found.push(row);
    }
    if (this.#holds.size > 0) this.#stand();
    this.#tell();
  }

  /** Nothing was heard since the newest row: nobody listened. */
  wasAway(): void {
    this.#miss('away', null);
    this.#tell();
  }

  get filter(): FeedFilter {
    return this.#filter;
  }

  /** Whether nothing was heard. */
  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** The list stands still from now on. */
  hold(hold: Hold): void {
    if (this.#holds.has(hold)) return;
    this.#holds.add(hold);
    if (this.#held === null) this.#stand();
    this.#tell();
  }

  /** It need not stand still for this any more. */
  release(...holds: readonly Hold[]): void {
    const before = this.#holds.size;
    for (const hold of holds) this.#holds.delete(hold);
    if (this.#holds.size === before) return;
    if (this.#holds.size === 0) {
      this.#held = null;
      this.#fresh = 0;
    }
    this.#tell();
  }

  /** Shows what came meanwhile; a list that was paused stands still after it. */
  showFresh(): void {
    this.release('pointer', 'focus', 'scroll');
    if (this.#held !== null) this.#stand();
    this.#tell();
  }

  /** A row of the list, newest first. */
  row(index: number): FeedRow | undefined {
    return this.#held === null ? this.#found.fromNewest(index) : this.#held[index];
  }

  /** Where a row stands in the list; -1 where it does not. O(log rows) */
  indexOf(number: number): number {
    let low = 0;
    let high = this.standing().count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = this.row(middle)?.number ?? -1;
      if (at === number) return middle;
      if (at > number) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** How it stands now; the same object until that changes. */
  readonly standing = (): FeedStanding => {
    this.#standing ??= {
      count: this.#held?.length ?? this.#found.size,
      fresh: this.#fresh,
      holds: new Set(this.#held === null ? [] : this.#holds),
      heard: this.#heard,
    };
    return this.#standing;
  };

  /** Hears that it changed, at each change. @returns ends it */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };

  #miss(reason: string, since: number | null): void {
    if (this.isEmpty) return;
    this.#pushGap(ownGap(reason, since === null ? null : new Date(since).toISOString()));
  }

  #pushGap(event: WireEvent): void {
    const before = this.#all.newest;
    const row = gapRow(event, this.#next, before);
    if (before?.kind === 'gap') {
      // It is the newest of what is found, too: gaps match always.
      this.#all.replaceNewest(row);
      this.#found.replaceNewest(row);
      return;
    }
    this.#next++;
    this.#add(row, true);
  }

  #add(row: FeedRow, isFound: boolean): void {
    const gone = this.#all.push(row);
    if (gone !== undefined && this.#found.oldest === gone) this.#found.shift();
    if (!isFound) return;
    this.#found.push(row);
    if (this.#held !== null) this.#fresh++;
    else if (this.#holds.size > 0) this.#stand();
  }

  /** An empty list stands still for who wants that alone: others wait for something to come. */
  #stand(): void {
    const isWanted = this.#holds.has('button') || this.#found.size > 0;
    this.#held = isWanted ? this.#found.toArray() : null;
    this.#fresh = 0;
  }

  #tell(): void {
    this.#standing = null;
    for (const watcher of this.#watchers) watcher();
  }
}
