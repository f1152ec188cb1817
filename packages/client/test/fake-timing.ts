import type { Timing } from '../src/index.ts';

/** Time that goes on by itself from pause to pause, as fast as it can; and what was waited for. */
export class FakeTiming implements Timing {
  time = 0;
  readonly waited: number[] = [];
  readonly #timers = new Set<{ readonly at: number; readonly act: () => void }>();
  #isTurning = false;

  now(): number {
    return this.time;
  }

  after(ms: number, act: () => void): () => void {
    this.waited.push(ms);
    const timer = { at: this.time + ms, act };
    this.#timers.add(timer);
    void this.#turn();
    return () => this.#timers.delete(timer);
  }

  /** The next timer, once everything else has been looked after. */
  async #turn(): Promise<void> {
    if (this.#isTurning) return;
    this.#isTurning = true;
    while (this.#timers.size > 0) {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.act();
    }
    this.#isTurning = false;
  }
}
