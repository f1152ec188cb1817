/** How far back an answer has to set the clock until it is believed that the server's own was set back. Milliseconds. */
const SET_BACK_MS = 5_000;

/**
 * The server's time, from what its answers say of it and how long ago they came. The viewer's clock, which may be
 * hours off, has no part in it.
 */
export class ServerClock {
  readonly #monotonic: () => number;
  /** What is added to the monotonic time; undefined until the first answer. */
  #ahead: number | undefined;

  /** @param monotonic milliseconds since some moment; never set back, whatever happens to the clock */
  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  /**
   * Takes what an answer says. An answer is on its way for a while, so that it tells a time that is over: of several
   * the one that was fastest counts.
   *
   * @param serverTime `server_time` of the answer, ISO 8601
   * @param agoMs how long ago the answer came
   */
  learn(serverTime: string, agoMs = 0): void {
    const told = Date.parse(serverTime) + agoMs - this.#monotonic();
    if (Number.isNaN(told)) return;
    const isFirst = this.#ahead === undefined;
    if (isFirst || told > (this.#ahead ?? 0) || told < (this.#ahead ?? 0) - SET_BACK_MS)
      this.#ahead = told;
  }

  /** Milliseconds since the epoch by the server's clock; null before any answer. */
  now(): number | null {
    return this.#ahead === undefined ? null : this.#ahead + this.#monotonic();
  }
}
