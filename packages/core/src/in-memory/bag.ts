/** What knows its place in a {@link Bag}. */
export interface Bagged {
  place: number;
}

/** Items in no order; each is in one bag at a time. Unlike the first item of a Set, which deletions make slow to find, all is O(1). */
export class Bag<T extends Bagged> {
  readonly #items: T[] = [];

  /** Any of them. */
  get last(): T | undefined {
    return this.#items.at(-1);
  }

  add(item: T): void {
    item.place = this.#items.length;
    this.#items.push(item);
  }

  /** Of an item that is in it. */
  delete(item: T): void {
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#items[item.place] = last;
    last.place = item.place;
  }
}
