import { classTest, type CharTest } from './char-test.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { foldAscii } from './prefilter.ts';

interface Lead {
  readonly test: CharTest;
  readonly max: number;
}

/** Characters of an anchor that are looked at before it is compared whole. */
const FIRST = 3;
const HASH_BITS = 16;

/** Bits that can be told apart in a number. */
const MOST_LEADS = 31;

/**
 * Tells of a text to which more will be added what at its end may become part of something: the beginning
 * of an anchor, and the characters before a place that would belong to the match of an anchor there.
 */
export class OpenEnds {
  /** All anchors' proper beginnings, folded. */
  readonly #beginnings = new Set<string>();
  /** By a hash of their first three characters, whether there are any. */
  readonly #firsts = new Uint8Array(1 << HASH_BITS);
  /** The same of the beginnings that are two characters long. */
  readonly #pairs = new Uint8Array(1 << HASH_BITS);
  /** Characters of ASCII that an anchor begins with. */
  readonly #ones = new Uint8Array(128);
  #longest = 0;
  readonly #leads: readonly Lead[];
  /** Of each character of ASCII, the leads that take it, a bit for each; empty where there are too many leads. */
  readonly #takers: readonly number[];
  /** The leads that are shorter than so many characters. */
  readonly #shorter: readonly number[];

  constructor(rules: readonly CompiledRule[]) {
    const leads = new Map<string, Lead>();
    for (const { rule } of rules) {
      for (const anchor of rule.anchors) {
        const begun = foldAscii(anchor);
        this.#longest = Math.max(this.#longest, begun.length - 1);
        for (let end = 1; end < begun.length; end++) this.#beginnings.add(begun.slice(0, end));
        if (begun.length > FIRST) this.#firsts[hashOf(begun, 0, FIRST)] = 1;
        if (begun.length > 2) this.#pairs[hashOf(begun, 0, 2)] = 1;
        const code = begun.charCodeAt(0);
        if (begun.length > 1 && code < 128) this.#ones[code] = 1;
      }
      if (rule.lead === undefined) continue;
      const test = classTest(rule.lead.class, rule.ignoreCase ?? false);
      if (typeof test === 'string') continue;
      const key = `${String(rule.ignoreCase ?? false)} ${rule.lead.class}`;
      const { max } = rule.lead;
      leads.set(key, { test, max: Math.max(max, leads.get(key)?.max ?? 0) });
    }
    this.#leads = [...leads.values()];
    const isFew = this.#leads.length <= MOST_LEADS;
    const bits = (has: (lead: Lead) => boolean): number =>
      this.#leads.reduce((all, lead, bit) => (has(lead) ? all | (1 << bit) : all), 0);
    this.#takers = Array.from({ length: isFew ? 128 : 0 }, (_, code) =>
      bits(({ test }) => test(code)),
    );
    const longest = this.#leads.reduce((most, { max }) => Math.max(most, max), 0);
    this.#shorter = Array.from({ length: isFew ? longest + 1 : 0 }, (_, length) =>
      bits(({ max }) => max < length),
    );
  }

  /** The first place, not before `from`, at which an anchor may begin that is not all there. O(longest anchor²). */
  openAnchor(text: string, from: number): number {
    const { length } = text;
    for (let at = Math.max(from, length - this.#longest); at < length; at++) {
      if (this.#mayBegin(text, at) && this.#beginnings.has(foldAscii(text.slice(at)))) return at;
    }
    return length;
  }

  /** False where no anchor begins as the text ends from a place on. */
  #mayBegin(text: string, at: number): boolean {
    const left = text.length - at;
    if (left >= FIRST) return this.#firsts[hashOf(text, at, FIRST)] === 1;
    if (left === 2) return this.#pairs[hashOf(text, at, 2)] === 1;
    const code = folded(text.charCodeAt(at));
    return code >= 128 || this.#ones[code] === 1;
  }

  /** Where the earliest match begins whose anchor stands at `hit` or after it. O(leads × length of the longest). */
  earliestStart(text: string, hit: number): number {
    const { length } = this.#shorter;
    if (length === 0) return this.#earliestOf(this.#leads, text, hit);
    let open = -1;
    let at = hit;
    for (; at > 0; at--) {
      const code = text.charCodeAt(at - 1);
      const reached = hit - at + 1;
      if (reached >= length) break;
      open &=
        (code < 128 ? (this.#takers[code] ?? 0) : this.#takersOf(code)) &
        ~(this.#shorter[reached] ?? 0);
      if (open === 0) break;
    }
    return at;
  }

  #takersOf(code: number): number {
    return this.#leads.reduce((all, { test }, bit) => (test(code) ? all | (1 << bit) : all), 0);
  }

  #earliestOf(leads: readonly Lead[], text: string, hit: number): number {
    let earliest = hit;
    for (const { test, max } of leads) {
      const limit = Math.max(0, hit - max);
      let at = hit;
      while (at > limit && test(text.charCodeAt(at - 1))) at--;
      if (at < earliest) earliest = at;
    }
    return earliest;
  }
}

/** Of so many characters from a place on, letters of ASCII in lower case. */
function hashOf(text: string, at: number, count: number): number {
  let hash = 0;
  for (let index = at; index < at + count; index++) {
    hash = Math.imul(hash ^ folded(text.charCodeAt(index)), HASH_FACTOR);
  }
  return hash >>> (32 - HASH_BITS);
}

function folded(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}

const HASH_FACTOR = 0x9e3779b1;
