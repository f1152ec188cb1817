import type { Line } from './parse-line.ts';
import type { Order } from './windows.ts';

/** Several writers' lines as one sequence; each writer's own are in order already. */
export class Merge {
  readonly #order: Order;
  readonly #sources: Source[];

  constructor(blocks: readonly AsyncGenerator<readonly Line[], void>[], order: Order) {
    this.#order = order;
    this.#sources = blocks.map((source) => new Source(source));
  }

  /** The next line of all: of the writers' heads the newest, or the oldest. O(writers). */
  async next(): Promise<Line | undefined> {
    await this.fill();
    let best: Source | undefined;
    for (const source of this.#sources) {
      if (source.head === undefined) continue;
      if (best?.head === undefined || this.#before(source.head, best.head)) best = source;
    }
    return best?.take();
  }

  /** Looks up the heads. */
  async fill(): Promise<void> {
    const empty = this.#sources.filter((source) => source.empty);
    if (empty.length > 0) await Promise.all(empty.map((source) => source.fill()));
  }

  /** The lines that would come next, one a writer; a writer without any has none. */
  heads(): readonly Line[] {
    return this.#sources.flatMap(({ head }) => head ?? []);
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.close()));
  }

  #before(a: Line, b: Line): boolean {
    const ascending = compare(a, b) < 0;
    return this.#order === 'oldest' ? ascending : !ascending;
  }
}

/** By time, then writer, then place in its chain. */
function compare(a: Line, b: Line): number {
  if (a.ts !== b.ts) return a.ts < b.ts ? -1 : 1;
  if (a.writer !== b.writer) return a.writer < b.writer ? -1 : 1;
  return a.seq - b.seq;
}

/** One writer's lines, with the next one in sight. */
class Source {
  readonly #blocks: AsyncGenerator<readonly Line[], void>;
  #block: readonly Line[] = [];
  #next = 0;
  #done = false;

  constructor(blocks: AsyncGenerator<readonly Line[], void>) {
    this.#blocks = blocks;
  }

  get head(): Line | undefined {
    return this.#block[this.#next];
  }

  /** Whether the next line has to be looked up first. */
  get empty(): boolean {
    return this.head === undefined && !this.#done;
  }

  async fill(): Promise<void> {
    while (this.empty) {
      const { done, value } = await this.#blocks.next();
      if (done === true) {
        this.#done = true;
      } else {
        this.#block = value;
        this.#next = 0;
      }
    }
  }

  take(): Line | undefined {
    return this.#block[this.#next++];
  }

  async close(): Promise<void> {
    await this.#blocks.return();
  }
}
