import { type CompiledRule, prepared } from './compiled-rule.ts';
import { canBeginRun, markSlotsAt, markSlotsBefore, OTHER, SLOTS, slotAt } from './digit-facts.ts';
import type { LeadFinder } from './lead.ts';

/** Places from a candidate's start that are looked at; a longer run of digits counts as this long. */
const PLACES = 16;

/**
 * Digits are everywhere, and many rules begin with them. For the length of a run, for the character before
 * it, for each of its first places and for each character there, a bit per rule says whether the rule's
 * pattern allows it; the rules whose bit is set everywhere are worth a try.
 */
export class DigitIndex {
  /** What {@link find} found: `count` rules, and where each begins. */
  readonly rules: CompiledRule[] = [];
  readonly starts: number[] = [];
  count = 0;

  readonly #all: readonly CompiledRule[];
  readonly #words: number;
  /** Tables of words of 32 rules: by place and slot, by slot, by slot, by length. */
  readonly #at: Uint32Array;
  readonly #before: Uint32Array;
  readonly #lead: Uint32Array;
  readonly #runs: Uint32Array;

  constructor(rules: readonly CompiledRule[]) {
    this.#all = rules;
    this.#words = Math.ceil(rules.length / 32);
    this.#at = new Uint32Array(this.#words * PLACES * SLOTS);
    this.#before = new Uint32Array(this.#words * SLOTS);
    this.#lead = new Uint32Array(this.#words * SLOTS);
    this.#runs = new Uint32Array(this.#words * (PLACES + 1));
    rules.forEach((rule, index) => {
      this.#enter(rule, index);
    });
  }

  #enter(rule: CompiledRule, index: number): void {
    const { node, lead } = prepared(rule);
    const word = index >> 5;
    const bit = 1 << (index & 31);
    const slots = new Uint8Array(SLOTS).fill(1);
    for (let place = 0; place < PLACES; place++) {
      // A rule of which nothing is known is tried everywhere.
      if (node !== undefined) markSlotsAt(node, place, slots);
      setBit(this.#at, (word * PLACES + place) * SLOTS, slots, bit);
    }
    if (node !== undefined) markSlotsBefore(node, slots);
    setBit(this.#before, word * SLOTS, slots, bit);
    if (lead !== undefined) {
      for (let slot = 0; slot < SLOTS; slot++) {
        slots[slot] = slot === OTHER || (slot < OTHER && lead.test(slot)) ? 1 : 0;
      }
      setBit(this.#lead, word * SLOTS, slots, bit);
    }
    const lengths = Uint8Array.from({ length: PLACES + 1 }, (_, length) =>
      node === undefined || canBeginRun(node, length, length === PLACES) ? 1 : 0,
    );
    setBit(this.#runs, word * (PLACES + 1), lengths, bit);
  }

  /**
   * Writes the rules that may match at a run of digits into {@link rules}, and where into {@link starts}.
   * O(places × rules / 32), and O(lead) for those that may begin before the digits.
   */
  find(text: string, textNumber: number, start: number, leads: LeadFinder): void {
    this.count = 0;
    const before = slotAt(text, start - 1);
    const length = runLength(text, start);
    for (let word = 0; word < this.#words; word++) {
      const cell = word * SLOTS + before;
      const led = this.#lead[cell] ?? 0;
      const fitting = this.#runs[word * (PLACES + 1) + length] ?? 0;
      this.#add(text, start, word, (this.#before[cell] ?? 0) & fitting & ~led);
      for (let left = led; left !== 0; left &= left - 1) {
        this.#addLed(text, textNumber, start, word, left & -left, leads);
      }
    }
  }

  /** One rule that may begin before the digits. */
  #addLed(
    text: string,
    textNumber: number,
    digits: number,
    word: number,
    bit: number,
    leads: LeadFinder,
  ): void {
    const rule = this.#all[word * 32 + 31 - Math.clz32(bit)];
    if (rule === undefined) return;
    const start = leads.startOf(rule, textNumber, text, digits);
    this.#add(text, start, word, bit & (this.#before[word * SLOTS + slotAt(text, start - 1)] ?? 0));
  }

  /** Those of the rules whose first places agree with the text. */
  #add(text: string, start: number, word: number, rules: number): void {
    let left = rules;
    let row = word * PLACES * SLOTS;
    for (let place = 0; place < PLACES && left !== 0; place++, row += SLOTS) {
      left &= this.#at[row + slotAt(text, start + place)] ?? 0;
    }
    for (; left !== 0; left &= left - 1) {
      const rule = this.#all[word * 32 + 31 - Math.clz32(left & -left)];
      if (rule === undefined) continue;
      this.rules[this.count] = rule;
      this.starts[this.count++] = start;
    }
  }
}

/** Sets a rule's bit in the row of a table that begins at `row`, wherever `marks` has a 1. */
function setBit(table: Uint32Array, row: number, marks: Uint8Array, bit: number): void {
  for (let slot = 0; slot < marks.length; slot++) {
    if (marks[slot] === 1) table[row + slot] = (table[row + slot] ?? 0) | bit;
  }
}

/** Digits in a row, as far as they are told apart. */
function runLength(text: string, start: number): number {
  let length = 0;
  while (length < PLACES) {
    const code = text.charCodeAt(start + length);
    if (!(code >= 0x30 && code <= 0x39)) break;
    length++;
  }
  return length;
}
