import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { DetectorError, type ErrorDetail } from '../../errors.ts';
import {
  exactProblems,
  MIN_EXACT_LENGTH,
  type ExactMatch,
  type ExactValue,
} from './exact-value.ts';
import { power, PrefixHashes } from './prefix-hashes.ts';
import { digestOf, Verifier, type Entry, type Group } from './verifier.ts';

export type { ExactMatch } from './exact-value.ts';

/** Characters that are hashed together to be looked up in the filter. */
const BLOCK = 4;
/** One block in so many lies wholly in the beginning of a value, wherever the value begins. */
const STRIDE = MIN_EXACT_LENGTH - BLOCK + 1;

/** Bits of the filter for each value, so that few blocks of other text pass it; up to 128 KiB in all. */
const BITS_PER_VALUE = 256;
const LEAST_BITS = 13;
const MOST_BITS = 20;

/**
 * Finds known values in text, wherever they stand verbatim, without keeping them: of each there is its
 * length, keyed hashes and a keyed digest.
 *
 * Every fifth block of four characters is looked up in one filter for all values together. Where it passes,
 * hashes of the next characters are compared with those of the beginnings of values, then, in constant time, with
 * those of whole values (Karp and Rabin, "Efficient randomized pattern-matching algorithms", 1987); the digest
 * confirms what is found.
 *
 * @example
 * const values = new ExactValues([{ name: 'db-password', value: 'correct horse' }], key);
 * values.find('psql: correct horse'); // [{ start: 6, end: 19, name: 'db-password' }]
 */
export class ExactValues {
  /** How many values there are. */
  readonly size: number;
  /** Length of the longest value, in UTF-16 code units; 0 without values. */
  readonly maxLength: number;
  readonly #key: Uint8Array;
  readonly #bases: readonly [number, number];
  /** By the hash of their beginning, under the first base. */
  readonly #heads = new Map<number, Group[]>();
  /** A bit for the hash of every block in the beginning of a value, by its upper bits. */
  readonly #filter: Uint32Array;
  readonly #shift: number;

  /**
   * @param key secret, 16 bytes or more
   * @throws DetectorError `invalid_detector` with a detail for each value that is too short, too long,
   *   badly named or one too many; never with a value. O(total length).
   */
  constructor(values: readonly ExactValue[], key: Uint8Array) {
    refuse(exactProblems(values));
    this.#key = hmac(sha256, key, utf8ToBytes('exact digest'));
    const seed = hmac(sha256, key, utf8ToBytes('exact hash'));
    const bytes = new DataView(seed.buffer, seed.byteOffset);
    this.#bases = [bytes.getUint32(0) | 1, bytes.getUint32(4) | 1];
    const bits = Math.ceil(Math.log2(Math.max(1, values.length * BITS_PER_VALUE)));
    this.#shift = 32 - Math.min(Math.max(bits, LEAST_BITS), MOST_BITS);
    this.#filter = new Uint32Array((1 << (32 - this.#shift)) >>> 5);
    this.size = values.length;
    this.maxLength = 0;
    for (const { name, value } of values) {
      const kept = value.trim();
      this.#add(name, kept);
      this.maxLength = Math.max(this.maxLength, kept.length);
    }
  }

  /**
   * Every place where a value begins in `[from, to)`, by place; a value may end past `to`. Depends on the
   * {@link maxLength} characters that follow each place, and on nothing before it. Places of several values
   * may overlap, and one value may stand in another.
   *
   * O(to - from) for the text, times the number of lengths among values that begin alike, where one begins.
   */
  find(text: string, from = 0, to = text.length): ExactMatch[] {
    const matches: ExactMatch[] = [];
    const start = Math.max(0, from);
    // Past it no value fits.
    const last = Math.min(to, text.length - MIN_EXACT_LENGTH + 1);
    if (this.size === 0) return matches;
    const [, base] = this.#bases;
    const filter = this.#filter;
    const shift = this.#shift;
    let verifier: Verifier | undefined;
    // The block that is looked at lies in every value that begins at one of the places up to it.
    for (let block = start + STRIDE - 1; block - STRIDE + 1 < last; block += STRIDE) {
      let hash = Math.imul(text.charCodeAt(block), base) + text.charCodeAt(block + 1);
      hash = Math.imul(hash, base) + text.charCodeAt(block + 2);
      hash = Math.imul(Math.imul(hash, base) + text.charCodeAt(block + 3), base);
      const bit = hash >>> shift;
      if ((((filter[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) continue;
      const until = Math.min(block + 1, last);
      for (let at = block - STRIDE + 1; at < until; at++) {
        const groups = this.#heads.get(headHash(text, at, this.#bases[0]));
        if (groups === undefined) continue;
        verifier ??= new Verifier(text, at, to + this.maxLength, this.#bases, this.#key);
        for (const group of groups) verifier.verify(at, group, matches);
      }
    }
    return matches;
  }

  /**
   * The first place, not before `from`, at which a value may begin that is not all there as long as more text
   * may come. {@link find} is right about all places before it. O(length - from).
   */
  openFrom(text: string, from: number): number {
    if (this.size === 0) return text.length;
    const whole = text.length - MIN_EXACT_LENGTH + 1;
    for (let at = from; at < whole; at++) {
      const groups = this.#heads.get(headHash(text, at, this.#bases[0]));
      if (groups?.some(({ length }) => at + length > text.length) === true) return at;
    }
    return Math.max(from, whole);
  }

  #add(name: string, value: string): void {
    const { length } = value;
    const [first, second] = this.#bases;
    const hashes = new PrefixHashes(value, 0, length, this.#bases);
    const group = this.#groupOf(headHash(value, 0, first), length);
    for (let block = 0; block < STRIDE; block++) this.#pass(value, block);
    const whole = hashes.first(0, length, power(first, length));
    const entry: Entry = {
      name,
      second: hashes.second(0, length, power(second, length)),
      digest: digestOf(this.#key, value),
    };
    const alike = group.entries.get(whole);
    if (alike === undefined) group.entries.set(whole, [entry]);
    else alike.push(entry);
  }

  /** Lets the block at a place of a value through the filter. */
  #pass(value: string, block: number): void {
    const [, base] = this.#bases;
    let hash = 0;
    for (let index = block; index < block + BLOCK; index++) {
      hash = Math.imul((hash + value.charCodeAt(index)) | 0, base);
    }
    const bit = hash >>> this.#shift;
    this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  #groupOf(head: number, length: number): Group {
    let groups = this.#heads.get(head);
    if (groups === undefined) this.#heads.set(head, (groups = []));
    let group = groups.find((known) => known.length === length);
    if (group === undefined) {
      const [first, second] = this.#bases;
      const powers = [power(first, length), power(second, length)] as const;
      groups.push((group = { length, powers, entries: new Map() }));
    }
    return group;
  }
}

/** Of the {@link MIN_EXACT_LENGTH} characters at a place. */
function headHash(text: string, at: number, base: number): number {
  let hash = 0;
  for (let index = at; index < at + MIN_EXACT_LENGTH; index++) {
    hash = (Math.imul(hash, base) + text.charCodeAt(index)) | 0;
  }
  return hash;
}

function refuse(details: readonly ErrorDetail[]): void {
  const [first] = details;
  if (first === undefined) return;
  const more = details.length === 1 ? '' : ` (and ${details.length - 1} more)`;
  throw new DetectorError(first.message + more, { details });
}
