import { INVALID, wellFormed } from './utf8.ts';

/** Bytes that are judged together, once a run has been begun. */
const BLOCK = 24;

/**
 * Whether bytes are the beginning of a text: no more than a quarter of them are no text, at least a third
 * are printable ASCII or of characters beyond. Zeros do not count: UTF-16 has them between.
 */
export function beginsText(bytes: readonly number[]): boolean {
  let printable = 0;
  let foreign = 0;
  for (let at = 0; at < bytes.length && foreign * 4 <= bytes.length;) {
    const byte = bytes[at] ?? 0;
    // An incomplete sequence can only be the end of them.
    const length = byte < 0x80 ? 1 : wellFormed(bytes, at) || bytes.length - at;
    if (length === INVALID || isControl(byte)) foreign++;
    else if (byte !== 0) printable += length;
    at += Math.max(1, length);
  }
  return foreign * 4 <= bytes.length && printable * 3 >= bytes.length;
}

/** Whether a byte is a control character that texts do not have. */
export function isControl(byte: number): boolean {
  if (byte >= 0x20) return byte === 0x7f;
  return byte !== 0 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b;
}

/** Judges block by block whether what is decoded is still text: not when more than a third of a block is none. */
export class TextGauge {
  #bytes = 0;
  #foreign = 0;

  /**
   * Takes up one character.
   *
   * @param length its bytes
   * @param foreign it is no text
   * @returns whether what has come is no text
   */
  add(length: number, foreign: boolean): boolean {
    this.#bytes += length;
    if (foreign) this.#foreign += length;
    if (this.#bytes < BLOCK) return false;
    const binary = this.#foreign * 3 > this.#bytes;
    this.#bytes = 0;
    this.#foreign = 0;
    return binary;
  }
}
