/** The ids of events that were told lately: after a return some may come twice. */
export class RecentIds {
  readonly #most: number;
  readonly #ids = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns whether it is new */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > this.#most) {
      const [oldest = ''] = this.#ids;
      this.#ids.delete(oldest);
    }
    return true;
  }

  clear(): void {
    this.#ids.clear();
  }
}
