/** What knows its neighbours in a {@link WindowQueue}. */
export interface Queued {
  before: this | undefined;
  after: this | undefined;
}

/** Items as they came; any of them can leave. All is O(1). */
export class WindowQueue<T extends Queued> {
  #first: T | undefined;
  #last: T | undefined;

  get first(): T | undefined {
    return this.#first;
  }

  add(item: T): void {
    item.before = this.#last;
    if (this.#last === undefined) this.#first = item;
    else this.#last.after = item;
    this.#last = item;
  }

  /** Of an item that is in it. */
  delete(item: T): void {
    const { before, after } = item;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    item.before = undefined;
    item.after = undefined;
  }
}
