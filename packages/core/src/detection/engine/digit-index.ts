import { type CompiledRule, prepared } from './compiled-rule.ts';
import {
  canBeginRun,
  markSlotsAfterRun,
  markSlotsAt,
  markSlotsBefore,
  OTHER,
  SLOTS,
  slotAt,
} from './digit-facts.ts';
import type { LeadFinder } from './lead.ts';
import { parseChecked } from './pattern.ts';

/** Bound here once: it is called for every rule at every run of digits. */
const { clz32 } = Math;

/** Places from a candidate's start that are looked at; a longer run of digits counts as this long. */
const PLACES = 16;

/** Places after a run of digits that are looked at again, by the run's length. */
const AFTER = 4;

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
  /** By rule: the first rule of the same lead, which stands for all of them; how long that lead may be. */
  readonly #leaders: Uint16Array;
  readonly #leadMaxes: Int32Array;
  /** By rule: of those whose leads are of the same characters, the one with the longest; where it begins, for which find. */
  readonly #longest: Uint16Array;
  readonly #ledStarts: Int32Array;
  readonly #ledFinds: Int32Array;
  /** By first rule: words of 32 rules, those of the same lead. */
  readonly #alike: Uint32Array;
  #finds = 0;
  readonly #words: number;
  /** Tables of words of 32 rules: by place and slot, by slot, by slot, by length, by length and place and slot. */
  readonly #at: Uint32Array;
  readonly #before: Uint32Array;
  readonly #lead: Uint32Array;
  readonly #runs: Uint32Array;
  readonly #after: Uint32Array;
  /** A bit for every length that the last table holds. */
  #known = 0;

  constructor(rules: readonly CompiledRule[]) {
    this.#all = rules;
    this.#words = Math.ceil(rules.length / 32);
    this.#at = new Uint32Array(this.#words * PLACES * SLOTS);
    this.#before = new Uint32Array(this.#words * SLOTS);
    this.#lead = new Uint32Array(this.#words * SLOTS);
    this.#runs = new Uint32Array(this.#words * (PLACES + 1));
    this.#after = new Uint32Array(this.#words * PLACES * AFTER * SLOTS);
    this.#leaders = new Uint16Array(rules.length);
    this.#leadMaxes = new Int32Array(rules.length);
    this.#longest = new Uint16Array(rules.length);
    this.#ledStarts = new Int32Array(rules.length);
    this.#ledFinds = new Int32Array(rules.length);
    this.#alike = new Uint32Array(rules.length * this.#words);
    const leaders = new Map<string, number>();
    const longest = new Map<string, number>();
    rules.forEach((rule, index) => {
      this.#enter(rule, index);
      const { lead, ignoreCase = false } = rule.rule;
      const { max = 0 } = lead ?? {};
      const characters = classKey(lead?.class ?? '', ignoreCase);
      const key = `${max} ${characters}`;
      const leader = leaders.get(key) ?? index;
      leaders.set(key, leader);
      this.#leaders[index] = leader;
      this.#leadMaxes[index] = max;
      const long = longest.get(characters) ?? index;
      longest.set(characters, (this.#leadMaxes[long] ?? 0) < max ? index : long);
      const cell = leader * this.#words + (index >> 5);
      this.#alike[cell] = (this.#alike[cell] ?? 0) | (1 << (index & 31));
    });
    rules.forEach(({ rule: { lead, ignoreCase = false } }, index) => {
      this.#longest[index] = longest.get(classKey(lead?.class ?? '', ignoreCase)) ?? index;
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

  /** Fills the tables of what may stand after a run of a length, when the first such run is seen. */
  #enterAfter(length: number): void {
    this.#known |= 1 << length;
    const slots = new Uint8Array(SLOTS);
    this.#all.forEach((rule, index) => {
      const { node } = prepared(rule);
      const word = index >> 5;
      const bit = 1 << (index & 31);
      if (((this.#runs[word * (PLACES + 1) + length] ?? 0) & bit) === 0) return;
      for (let offset = 0; offset < AFTER; offset++) {
        if (node === undefined) slots.fill(1);
        else markSlotsAfterRun(node, length, offset, slots);
        setBit(this.#after, this.#afterRow(word, length, offset), slots, bit);
      }
    });
  }

  #afterRow(word: number, length: number, offset: number): number {
    return ((word * PLACES + length) * AFTER + offset) * SLOTS;
  }

  /**
   * Writes the rules that may match at a run of digits into {@link rules}, and where into {@link starts}.
   * O(places × rules / 32), and O(lead) for those that may begin before the digits.
   */
  find(text: string, textNumber: number, start: number, leads: LeadFinder): void {
    this.count = 0;
    this.#finds = (this.#finds + 1) | 0;
    const before = slotAt(text, start - 1);
    const length = runLength(text, start);
    if ((this.#known & (1 << length)) === 0 && length < PLACES) this.#enterAfter(length);
    for (let word = 0; word < this.#words; word++) {
      const cell = word * SLOTS + before;
      const led = this.#lead[cell] ?? 0;
      const fitting = this.#runs[word * (PLACES + 1) + length] ?? 0;
      let rules = (this.#before[cell] ?? 0) & fitting & ~led;
      for (let offset = 0; offset < AFTER && length < PLACES && rules !== 0; offset++) {
        const row = this.#afterRow(word, length, offset);
        rules &= this.#after[row + slotAt(text, start + length + offset)] ?? 0;
      }
      this.#add(text, start, word, rules);
      for (let left = led; left !== 0;) {
        const leader = this.#leaders[word * 32 + 31 - clz32(left & -left)] ?? 0;
        const alike = left & (this.#alike[leader * this.#words + word] ?? 0);
        this.#addLed(text, textNumber, start, word, leader, alike, leads);
        left &= ~alike;
      }
    }
  }

  /** Rules that may begin before the digits and have the same lead. */
  #addLed(
    text: string,
    textNumber: number,
    digits: number,
    word: number,
    leader: number,
    rules: number,
    leads: LeadFinder,
  ): void {
    const longest = this.#longest[leader] ?? leader;
    const rule = this.#all[longest];
    if (rule === undefined) return;
    if (this.#ledFinds[longest] !== this.#finds) {
      this.#ledFinds[longest] = this.#finds;
      this.#ledStarts[longest] = leads.startOf(rule, textNumber, text, digits);
    }
    const start = Math.max(
      this.#ledStarts[longest] ?? digits,
      digits - (this.#leadMaxes[leader] ?? 0),
    );
    this.#add(
      text,
      start,
      word,
      rules & (this.#before[word * SLOTS + slotAt(text, start - 1)] ?? 0),
    );
  }

  /** Those of the rules whose first places agree with the text. */
  #add(text: string, start: number, word: number, rules: number): void {
    let left = rules;
    let row = word * PLACES * SLOTS;
    for (let place = 0; place < PLACES && left !== 0; place++, row += SLOTS) {
      left &= this.#at[row + slotAt(text, start + place)] ?? 0;
    }
    for (; left !== 0; left &= left - 1) {
      const rule = this.#all[word * 32 + 31 - clz32(left & -left)];
      if (rule === undefined) continue;
      this.rules[this.count] = rule;
      this.starts[this.count++] = start;
    }
  }
}

/** The same for classes of the same characters, as far as that is known. */
function classKey(source: string, ignoreCase: boolean): string {
  const node = parseChecked(`[${source}]`, ignoreCase ? 'i' : '', true);
  const known = typeof node !== 'string' && node.kind === 'chars' && node.exact;
  return known ? node.set.join() : `${source} ${String(ignoreCase)}`;
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
