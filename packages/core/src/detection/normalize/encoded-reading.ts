import { BASE64, HEX, HEX_PAIRS } from './code.ts';
import { CodedRuns } from './coded-runs.ts';
import type { DecodedRun } from './decoded-run.ts';
import type { OffsetMap, ReadPart, Reading } from './reading.ts';
import { SourceWindow } from './source-window.ts';
import type { UndoBudget } from './undo-budget.ts';

/** A run that has begun. */
interface Begun {
  readonly run: number;
  readonly decoded: DecodedRun;
}

/**
 * The runs of base64 (both alphabets), of hexadecimal digits and of pairs of such in a text, each decoded to a run of its
 * own: as UTF-8 where it is, with U+FFFD for each byte where it is not. Runs are of 12 bytes at least, and
 * begin as text; what turns out to be binary is given up. Digits that are both give a run of each.
 *
 * Linear; what may still be read is at most 64 characters from the end of what has come.
 */
export class EncodedReading implements Reading {
  readonly #window: SourceWindow;
  /** Of the same place the first one's run begins first. */
  readonly #codes: readonly CodedRuns[];
  readonly #undoing: UndoBudget | undefined;
  readonly #open = new Map<CodedRuns, Begun>();
  readonly #maps = new Map<number, OffsetMap>();
  #runs = 0;
  #settled = 0;

  /**
   * @param sourceOf the places of the text in what it is a reading of; absent if it is none
   * @param undoing of a text that comes whole: where it is used up, the reading ends
   */
  constructor(sourceOf?: (at: number) => number, undoing?: UndoBudget) {
    this.#window = new SourceWindow(sourceOf);
    this.#undoing = undoing;
    this.#codes = [BASE64, HEX, HEX_PAIRS].map((code) => new CodedRuns(code, undoing));
  }

  get settled(): number {
    return this.#settled;
  }

  get changed(): boolean {
    return this.#runs > 0;
  }

  mapOf(run: number): OffsetMap {
    const map = this.#maps.get(run);
    if (map === undefined) {
      throw new RangeError(`there is no run ${run}: ${this.#runs} have begun, or it was released`);
    }
    return map;
  }

  release(run: number): void {
    this.#maps.delete(run);
  }

  read(piece: string, last: boolean): readonly ReadPart[] {
    this.#advance(piece, last);
    const parts: ReadPart[] = [];
    while (this.#undoing?.isSpent !== true && this.#step(parts));
    const settled = Math.min(...this.#codes.map((runs) => runs.settled(this.#window)));
    this.#settled = this.#window.base + settled;
    return parts;
  }

  /** Forgets what has been read, but for one character: whether a run may begin depends on it. */
  #advance(piece: string, last: boolean): void {
    const kept = Math.max(0, this.#leastRead() - 1);
    this.#window.advance(kept, piece, last);
    for (const runs of this.#codes) runs.at -= kept;
  }

  /** One step of those that have read least, so that runs begin in the order of their places. */
  #step(parts: ReadPart[]): boolean {
    const at = this.#leastRead();
    for (const runs of this.#codes) {
      const step = runs.at === at ? runs.step(this.#window) : 'waits';
      if (step === 'waits') continue;
      if (step === 'began') this.#begin(runs);
      if (step === 'read') this.#take(runs, parts);
      return true;
    }
    return false;
  }

  #leastRead(): number {
    let at = Infinity;
    for (const runs of this.#codes) if (runs.at < at) at = runs.at;
    return at;
  }

  #begin(runs: CodedRuns): void {
    if (runs.run === undefined) return;
    const run = this.#runs++;
    this.#open.set(runs, { run, decoded: runs.run });
    this.#maps.set(run, runs.run.map);
  }

  #take(runs: CodedRuns, parts: ReadPart[]): void {
    const begun = this.#open.get(runs);
    if (begun === undefined) return;
    parts.push({ run: begun.run, text: begun.decoded.take(), ends: runs.ended });
    if (runs.ended) this.#open.delete(runs);
  }
}
