/** A page as the server gives it. */
export interface Fetched<Row> {
  readonly rows: readonly Row[];
  /** Where the next one begins; null after the last. */
  readonly next: string | null;
}

/** What is known of a page: where it begins, how many rows it has, and these while they are near. */
interface Page<Row> {
  readonly cursor: string | null;
  /** Number of its first row. */
  readonly first: number;
  readonly count: number;
  rows: readonly Row[] | null;
  next: string | null;
}

/** How the list stands. A new object with each change. */
export interface PagesStanding {
  /** Rows that are known to be there. */
  readonly count: number;
  /** There are more. */
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Why the last page could not be had. */
  readonly error: Error | null;
}

/** Pages that keep their rows. */
const NEAR = 8;
/** So many rows before the end of what is known, the next page is asked for. */
const AHEAD = 150;
/** Most rows: a taller page than this is not drawn by browsers. */
export const MOST_ROWS = 1_000_000;

/**
 * Rows of a log that is paged by cursors, as a list by number. Holds the rows of some pages around what is looked at;
 * of the others only where they begin, so that they can be had again. The first page is kept: without a cursor it
 * would be another one when it is asked for again.
 */
export class RecordPages<Row> {
  readonly #fetch: (cursor: string | null, signal: AbortSignal) => Promise<Fetched<Row>>;
  readonly #pages: Page<Row>[] = [];
  readonly #watchers = new Set<() => void>();
  #end = new AbortController();
  #asking: number | null = null;
  #from = 0;
  #to = 0;
  #standing: PagesStanding = { count: 0, hasMore: true, isLoading: false, error: null };

  /** @param fetch asks for the page at a cursor, null for the first */
  constructor(fetch: (cursor: string | null, signal: AbortSignal) => Promise<Fetched<Row>>) {
    this.#fetch = fetch;
  }

  /** How it stands now; the same object until that changes. */
  readonly standing = (): PagesStanding => this.#standing;

  /** Hears of changes, rows that came among them. @returns ends it */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };

  /** A row by its number; undefined while it is not here. O(log pages). */
  row(number: number): Row | undefined {
    const page = this.#pages[this.#pageOf(number)];
    return page?.rows?.[number - page.first];
  }

  /** Says which rows are looked at: what is missing of them is asked for, what is far is dropped. */
  look(from: number, to: number): void {
    [this.#from, this.#to] = [from, to];
    this.#askNext();
  }

  /** Asks again for what could not be had. */
  retry(): void {
    this.#tell({ error: null });
    this.#askNext();
  }

  /** Ends what is under way. It goes on with the next `look`. */
  stop(): void {
    this.#end.abort(new Error('The list was left.'));
    this.#end = new AbortController();
    this.#asking = null;
  }

  #askNext(): void {
    if (this.#asking !== null || this.#standing.error !== null) return;
    const wanted = this.#wanted();
    if (wanted === null) return;
    this.#asking = wanted;
    void this.#ask(wanted, this.#end.signal);
  }

  /** The number of a page that is looked at and not here; null where there is none. */
  #wanted(): number | null {
    const last = this.#pages.at(-1);
    if (last === undefined) return 0;
    const to = Math.min(this.#to, this.#standing.count - 1);
    for (let at = this.#pageOf(Math.min(this.#from, to)); at <= this.#pageOf(to); at++) {
      if (this.#pages[at]?.rows === null) return at;
    }
    const isNearEnd = this.#to + AHEAD >= this.#standing.count;
    return isNearEnd && this.#standing.hasMore ? this.#pages.length : null;
  }

  async #ask(at: number, signal: AbortSignal): Promise<void> {
    this.#tell({ isLoading: true });
    const cursor = at === 0 ? null : (this.#pages[at]?.cursor ?? this.#pages[at - 1]?.next ?? null);
    try {
      const fetched = await this.#fetch(cursor, signal);
      if (signal.aborted) return;
      this.#keep(at, cursor, fetched);
      this.#asking = null;
      this.#tell({ isLoading: false, error: null });
      this.#askNext();
    } catch (error) {
      if (signal.aborted) return;
      this.#asking = null;
      this.#tell({
        isLoading: false,
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  }

  #keep(at: number, cursor: string | null, { rows, next }: Fetched<Row>): void {
    const known = this.#pages[at];
    if (known === undefined) {
      const first = this.#standing.count;
      this.#pages.push({ cursor, first, count: rows.length, rows, next });
      const count = first + rows.length;
      const hasMore = next !== null && count < MOST_ROWS;
      this.#standing = { ...this.#standing, count, hasMore };
    } else {
      // What was deleted since is missing at its end, and what moved up is not shown twice.
      known.rows = rows.slice(0, known.count);
    }
    this.#dropFar();
  }

  #dropFar(): void {
    const middle = this.#pageOf(Math.floor((this.#from + this.#to) / 2));
    const here = this.#pages.flatMap(({ rows }, at) => (at > 0 && rows !== null ? [at] : []));
    const farFirst = here.sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const at of farFirst.slice(0, Math.max(0, here.length - NEAR))) {
      const page = this.#pages[at];
      if (page !== undefined) page.rows = null;
    }
  }

  /** The page that has a row: the last that begins at or before it. */
  #pageOf(number: number): number {
    let [low, high] = [0, this.#pages.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#pages[middle]?.first ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return Math.max(low, 0);
  }

  #tell(change: Partial<PagesStanding>): void {
    this.#standing = { ...this.#standing, ...change };
    for (const watcher of this.#watchers) watcher();
  }
}
