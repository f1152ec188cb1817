/** The values of a label that others choose: the first ones count for themselves, the rest as one. */
export class BoundedLabel {
  readonly #known = new Set<string>();
  readonly #most: number;
  readonly #rest: string;

  /**
   * @param most how many values there may be
   * @param rest what all further ones count as
   */
  constructor(most: number, rest: string) {
    this.#most = most;
    this.#rest = rest;
  }

  /** Whether a value counts for itself. */
  knows(value: string): boolean {
    return this.#known.has(value);
  }

  of(value: string): string {
    if (this.#known.has(value)) return value;
    if (this.#known.size >= this.#most) return this.#rest;
    this.#known.add(value);
    return value;
  }
}
