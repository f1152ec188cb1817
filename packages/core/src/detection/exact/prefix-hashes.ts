/** `base` to the `exponent`, modulo 2^32. O(log exponent). */
export function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest >>>= 1) {
    if (rest & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

/**
 * Polynomial hashes, modulo 2^32 and under two bases, of every part of a range of text: O(its length) to make,
 * in time and memory, then O(1) for each part.
 */
export class PrefixHashes {
  readonly #from: number;
  readonly #first: Int32Array;
  readonly #second: Int32Array;

  constructor(text: string, from: number, to: number, bases: readonly [number, number]) {
    const length = Math.max(0, to - from);
    const [one, two] = bases;
    this.#from = from;
    this.#first = new Int32Array(length + 1);
    this.#second = new Int32Array(length + 1);
    let first = 0;
    let second = 0;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(from + index);
      first = (Math.imul(first, one) + code) | 0;
      second = (Math.imul(second, two) + code) | 0;
      this.#first[index + 1] = first;
      this.#second[index + 1] = second;
    }
  }

  /** The hash of a part under the first base; `power` is that of the base to the part's length. */
  first(start: number, length: number, power: number): number {
    return this.#of(this.#first, start, length, power);
  }

  /** The same under the second base. */
  second(start: number, length: number, power: number): number {
    return this.#of(this.#second, start, length, power);
  }

  #of(hashes: Int32Array, start: number, length: number, power: number): number {
    const at = start - this.#from;
    return ((hashes[at + length] ?? 0) - Math.imul(hashes[at] ?? 0, power)) | 0;
  }
}
