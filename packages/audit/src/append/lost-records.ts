import type { SystemDetails } from '../format/system-lines.ts';

/** Records that were let go on without being recorded, until the log has said so. */
export class LostRecords {
  #count = 0;
  #since = 0;
  /** Time of the newest one. */
  #until = 0;

  /**
   * @param ts the record's time
   * @returns how many there are by now
   */
  add(ts: number): number {
    if (this.#count === 0) this.#since = ts;
    this.#until = ts;
    this.#count += 1;
    return this.#count;
  }

  /** What the log is to say; undefined where nothing is missing. */
  gap(): SystemDetails['audit.gap'] | undefined {
    if (this.#count === 0) return undefined;
    return { lost: this.#count, since: new Date(this.#since).toISOString() };
  }

  /** The log has said it; what was lost meanwhile is still to be said. */
  recorded({ lost }: SystemDetails['audit.gap']): void {
    this.#count -= lost;
    this.#since = this.#until;
  }
}
