/** The newest of what came, up to so many. Pushing and reading are O(1). */
export class Ring<Item> {
  readonly #most: number;
  readonly #items: (Item | undefined)[] = [];
  /** Where the oldest is. */
  #start = 0;
  #size = 0;

  /** @param most 1 or more */
  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** The oldest that is kept. */
  get oldest(): Item | undefined {
    return this.fromNewest(this.#size - 1);
  }

  get newest(): Item | undefined {
    return this.fromNewest(0);
  }

  /** The one so many before the newest. */
  fromNewest(index: number): Item | undefined {
    if (index < 0 || index >= this.#size) return undefined;
    return this.#items[(this.#start + this.#size - 1 - index) % this.#most];
  }

  /** Takes one in. @returns the one that had to go, if any */
  push(item: Item): Item | undefined {
    const gone = this.#size === this.#most ? this.shift() : undefined;
    this.#items[(this.#start + this.#size) % this.#most] = item;
    this.#size++;
    return gone;
  }

  /** Lets the oldest go. */
  shift(): Item | undefined {
    const gone = this.oldest;
    if (this.#size === 0) return gone;
    this.#items[this.#start] = undefined;
    this.#start = (this.#start + 1) % this.#most;
    this.#size--;
    return gone;
  }

  /** Puts another in the place of the newest. */
  replaceNewest(item: Item): void {
    if (this.#size > 0) this.#items[(this.#start + this.#size - 1) % this.#most] = item;
  }

  /** All of them, newest first. O(size) */
  toArray(): readonly Item[] {
    return Array.from({ length: this.#size }, (_, index) => this.fromNewest(index) as Item);
  }
}
