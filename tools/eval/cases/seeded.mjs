/** A random source with a seed, so that every run measures the same rows. */

export const DIGITS = '0123456789';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const LETTERS = UPPER + LOWER;
export const ALNUM = LETTERS + DIGITS;
export const HEX = '0123456789abcdef';
export const BASE32 = `${UPPER}234567`;
export const BASE64 = `${ALNUM}+/`;
export const BASE64URL = `${ALNUM}-_`;

export class Seeded {
  #state;

  /** @param seed a number, or a name of which one is made */
  constructor(seed) {
    this.#state = typeof seed === 'number' ? seed >>> 0 : hash(seed);
  }

  /** From 0 up to, and without, 1. (Mulberry32) */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  int(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick(list) {
    return list[this.int(0, list.length - 1)];
  }

  /** A copy of a list in another order. (Fisher and Yates) */
  shuffled(list) {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      [copy[last], copy[other]] = [copy[other], copy[last]];
    }
    return copy;
  }

  /** So many characters of an alphabet. */
  string(alphabet, length) {
    return Array.from({ length }, () => alphabet[this.int(0, alphabet.length - 1)]).join('');
  }

  digits(length) {
    return this.string(DIGITS, length);
  }

  hex(length) {
    return this.string(HEX, length);
  }

  alnum(length) {
    return this.string(ALNUM, length);
  }

  /** So many random bytes. */
  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.int(0, 255)));
  }

  uuid() {
    const part = (length) => this.hex(length);
    return `${part(8)}-${part(4)}-4${part(3)}-${this.pick([...'89ab'])}${part(3)}-${part(12)}`;
  }
}

function hash(text) {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0), 0x01000193);
  return value >>> 0;
}
