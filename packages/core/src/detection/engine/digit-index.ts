import { type CharSet, hasChar, intersects, NON_ASCII } from './char-set.ts';
import { type CompiledRule, prepared } from './compiled-rule.ts';
import { headsOf } from './pattern-heads.ts';
import type { PatternNode } from './pattern-node.ts';
import type { LeadFinder } from './lead.ts';

/** Places from a candidate's start that are looked at. */
const PLACES = 16;
const OTHER = 128;
const END = 129;
const SLOTS = 130;

/**
 * Digits are everywhere, and many rules begin with them. For the character before a candidate, for each of
 * its first places and for each character there, a bit per rule says whether the rule's pattern allows it;
 * the rules whose bit is set everywhere are worth a try.
 */
export class DigitIndex {
  /** What {@link find} found: `count` rules, and where each begins. */
  readonly rules: CompiledRule[] = [];
  readonly starts: number[] = [];
  count = 0;

  readonly #all: readonly CompiledRule[];
  readonly #words: number;
  readonly #at: Uint32Array;
  readonly #before: Uint32Array;
  readonly #lead: Uint32Array;

  constructor(rules: readonly CompiledRule[]) {
    this.#all = rules;
    this.#words = Math.ceil(rules.length / 32);
    this.#at = new Uint32Array(this.#words * PLACES * SLOTS);
    this.#before = new Uint32Array(this.#words * SLOTS);
    this.#lead = new Uint32Array(this.#words * SLOTS);
    rules.forEach((rule, index) => {
      const { node, lead } = prepared(rule);
      const forbidden = node === undefined ? [] : forbiddenAt(node, true);
      for (let slot = 0; slot < SLOTS; slot++) {
        if (!forbidden.some((set) => holdsSlot(set, slot)))
          this.#mark(this.#before, index, 0, 1, slot);
        if (lead !== undefined && (slot === OTHER || (slot < OTHER && lead.test(slot))))
          this.#mark(this.#lead, index, 0, 1, slot);
        for (let place = 0; place < PLACES; place++) {
          if (node === undefined || canStand(node, place, slot))
            this.#mark(this.#at, index, place, PLACES, slot);
        }
      }
    });
  }

  #mark(table: Uint32Array, rule: number, place: number, places: number, slot: number): void {
    const cell = ((rule >> 5) * places + place) * SLOTS + slot;
    table[cell] = (table[cell] ?? 0) | (1 << (rule & 31));
  }

  /**
   * Writes the rules that may match at a run of digits into {@link rules}, and where into {@link starts}.
   * O(places × rules / 32), and O(lead) for those that may begin before the digits.
   */
  find(text: string, textNumber: number, start: number, leads: LeadFinder): void {
    this.count = 0;
    const before = slotAt(text, start - 1);
    for (let word = 0; word < this.#words; word++) {
      const cell = word * SLOTS + before;
      const led = this.#lead[cell] ?? 0;
      this.#add(text, start, word, (this.#before[cell] ?? 0) & ~led);
      for (let left = led; left !== 0; left &= left - 1)
        this.#addLed(text, textNumber, start, word, left & -left, leads);
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

function slotAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return END;
  const code = text.charCodeAt(at);
  return code < OTHER ? code : OTHER;
}

/** Whether some match can have such a character at a place, or right after its end. */
function canStand(node: PatternNode, place: number, slot: number): boolean {
  return headsOf(node).some(({ sets, open }) => {
    const set = sets[place];
    if (set === undefined) {
      const ends = open && sets.length === place;
      return !ends || !forbiddenAt(node, false).some((forbidden) => holdsSlot(forbidden, slot));
    }
    if (slot === END) return false;
    return slot === OTHER ? intersects(set, NON_ASCII) : hasChar(set, slot);
  });
}

function holdsSlot(set: CharSet, slot: number): boolean {
  return slot < OTHER && hasChar(set, slot);
}

/** Sets of which no character may stand right before or after a match, as far as a look-around there says so. */
function forbiddenAt(node: PatternNode, before: boolean): readonly CharSet[] {
  const items = node.kind === 'sequence' ? node.items : [node];
  const outer = items[before ? 0 : items.length - 1];
  if (outer?.kind !== 'test' || outer.test.is !== 'look') return [];
  const { node: look, behind, negated } = outer.test;
  if (behind !== before || !negated || !look.exact) return [];
  const options = look.kind === 'choice' ? look.options : [look];
  return options.flatMap((option) => (option.kind === 'chars' ? [option.set] : []));
}
