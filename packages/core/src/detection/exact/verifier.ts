import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ExactMatch } from './exact-value.ts';
import { PrefixHashes } from './prefix-hashes.ts';

/** All that is kept of a value, besides its length and its hash under the first base. */
export interface Entry {
  readonly name: string;
  /** The hash of the whole under the second base. */
  readonly second: number;
  readonly digest: string;
}

/** Values of one length that begin alike. */
export interface Group {
  readonly length: number;
  /** Of the bases, to the length. */
  readonly powers: readonly [number, number];
  /** By the hash of the whole under the first base. */
  readonly entries: Map<number, Entry[]>;
}

/** Tells whether values stand at places of one text. Made where the first one may begin. */
export class Verifier {
  readonly #text: string;
  readonly #hashes: PrefixHashes;
  readonly #key: Uint8Array;
  /** Those whose digest was right once: equal hashes of equal length are the same text from then on. */
  readonly #confirmed = new Set<Entry>();

  constructor(
    text: string,
    from: number,
    to: number,
    bases: readonly [number, number],
    key: Uint8Array,
  ) {
    this.#text = text;
    this.#hashes = new PrefixHashes(text, from, Math.min(to, text.length), bases);
    this.#key = key;
  }

  /** Adds the values of a group that stand at a place. */
  verify(at: number, { length, powers, entries }: Group, matches: ExactMatch[]): void {
    const end = at + length;
    if (end > this.#text.length) return;
    const alike = entries.get(this.#hashes.first(at, length, powers[0]));
    if (alike === undefined) return;
    const second = this.#hashes.second(at, length, powers[1]);
    for (const entry of alike) {
      if (entry.second === second && this.#confirm(at, end, entry)) {
        matches.push({ start: at, end, name: entry.name });
      }
    }
  }

  #confirm(start: number, end: number, entry: Entry): boolean {
    if (this.#confirmed.has(entry)) return true;
    if (digestOf(this.#key, this.#text.slice(start, end)) !== entry.digest) return false;
    this.#confirmed.add(entry);
    return true;
  }
}

/** A keyed digest of a value. By code units, so that a lone surrogate is not like any other. */
export function digestOf(key: Uint8Array, value: string): string {
  const bytes = new Uint8Array(value.length * 2);
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    bytes[index * 2] = code >>> 8;
    bytes[index * 2 + 1] = code & 0xff;
  }
  return bytesToHex(hmac(sha256, key, bytes));
}
