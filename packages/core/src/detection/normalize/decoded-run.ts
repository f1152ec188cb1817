import { OffsetMap } from './offset-map.ts';
import { isControl, TextGauge } from './textual.ts';
import { codePoint, INCOMPLETE, INVALID, wellFormed } from './utf8.ts';

/** A byte, and the group of digits in the source that it comes from. */
interface PlacedByte {
  readonly byte: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes of one run as characters: UTF-8 where it is well-formed, U+FFFD for each byte where it is not.
 * Each character maps to the whole groups of digits that have a part in it.
 */
export class DecodedRun {
  readonly map: OffsetMap;
  /** What has come was no text. */
  binary = false;
  readonly #gauge = new TextGauge();
  /** The beginning of a character that has not come whole: at most three bytes. */
  #pending: PlacedByte[] = [];
  #text = '';

  /** @param start where in the source the run begins */
  constructor(start: number) {
    this.map = new OffsetMap(start);
  }

  /** First source offset whose bytes have not been read; `undefined` when all have been. */
  get pendingFrom(): number | undefined {
    return this.#pending[0]?.start;
  }

  /** The characters since the last call. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** Reads the bytes of one group of digits, which stands at `start` to `end` in the source. */
  add(bytes: readonly number[], start: number, end: number): void {
    if (this.#pending.length === 0 && bytes.every((byte) => byte < 0x80)) {
      this.#give(String.fromCharCode(...bytes), start, end);
      for (const byte of bytes) this.#judge(1, isControl(byte));
      return;
    }
    for (const byte of bytes) {
      this.#pending.push({ byte, start, end });
      this.#drain(false);
    }
  }

  /** Reads what is left over, as no more will come. */
  finish(): void {
    this.#drain(true);
  }

  #drain(last: boolean): void {
    while (this.#pending.length > 0) {
      const bytes = this.#pending.map((placed) => placed.byte);
      const length = wellFormed(bytes);
      if (length === INCOMPLETE && !last) return;
      const broken = length === INVALID || length === INCOMPLETE;
      const used = this.#pending.splice(0, broken ? 1 : length);
      const text = broken ? '\ufffd' : String.fromCodePoint(codePoint(bytes, length));
      this.#give(text, used[0]?.start ?? 0, used.at(-1)?.end ?? 0);
      this.#judge(used.length, broken || (length === 1 && isControl(bytes[0] ?? 0)));
    }
  }

  #give(text: string, start: number, end: number): void {
    const gap = start - this.map.reached;
    if (gap > 0) this.map.dropped(gap);
    this.map.replaced(end - start, text.length, Math.max(0, -gap));
    this.#text += text;
  }

  #judge(length: number, foreign: boolean): void {
    if (this.#gauge.add(length, foreign)) this.binary = true;
  }
}
