import { hasChar, intersects, NON_ASCII } from './char-set.ts';
import { type CompiledRule, prepared } from './compiled-rule.ts';
import { headsOf } from './pattern-heads.ts';

/** Places from a candidate's start that are looked at. */
const PLACES = 10;
const OTHER = 128;
const END = 129;
const SLOTS = 130;

/**
 * Digits are everywhere, and many rules begin with them. For each of the first places of a match and each
 * character a bit per rule says whether the rule's pattern can have it there; the rules whose bit is set
 * at every place are worth a try.
 */
export class DigitFilter {
  readonly rules: readonly CompiledRule[];
  readonly #words: number;
  readonly #table: Uint32Array;
  readonly #slots = new Uint8Array(PLACES);
  readonly #left: Uint32Array;

  constructor(rules: readonly CompiledRule[]) {
    this.rules = rules;
    this.#words = Math.ceil(rules.length / 32);
    this.#left = new Uint32Array(this.#words);
    this.#table = new Uint32Array(this.#words * PLACES * SLOTS);
    rules.forEach((rule, index) => {
      const bit = 1 << (index & 31);
      const word = (index >> 5) * PLACES;
      allowedAt(rule).forEach((allowed, place) => {
        for (let slot = 0; slot < SLOTS; slot++) {
          const cell = (word + place) * SLOTS + slot;
          if (allowed[slot] === true) this.#table[cell] = (this.#table[cell] ?? 0) | bit;
        }
      });
    });
  }

  /** Calls back with every rule that may match at `start`. O(places × rules / 32). */
  forEach(text: string, start: number, visit: (rule: CompiledRule) => void): void {
    const slots = this.#slots;
    for (let place = 0; place < PLACES; place++) {
      const at = start + place;
      const code = at < text.length ? text.charCodeAt(at) : END;
      slots[place] = at < text.length && code > 127 ? OTHER : code;
    }
    for (let word = 0; word < this.#words; word++) {
      let left = 0xffffffff;
      const base = word * PLACES;
      for (let place = 0; place < PLACES && left !== 0; place++) {
        left &= this.#table[(base + place) * SLOTS + (slots[place] ?? 0)] ?? 0;
      }
      this.#left[word] = left;
    }
    for (let word = 0; word < this.#words; word++) {
      for (let left = this.#left[word] ?? 0; left !== 0; left &= left - 1) {
        const rule = this.rules[word * 32 + (31 - Math.clz32(left & -left))];
        if (rule !== undefined) visit(rule);
      }
    }
  }
}

/** For each place, by slot, whether some match of the rule has that character there. */
function allowedAt(rule: CompiledRule): boolean[][] {
  const { node } = prepared(rule);
  const heads = node === undefined ? [{ sets: [], open: false }] : headsOf(node);
  return Array.from({ length: PLACES }, (_, place) =>
    Array.from({ length: SLOTS }, (_slot, slot) =>
      heads.some((head) => {
        const set = head.sets[place];
        if (set === undefined) return true;
        if (slot === END) return false;
        return slot === OTHER ? intersects(set, NON_ASCII) : hasChar(set, slot);
      }),
    ),
  );
}
