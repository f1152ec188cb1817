import { classTest, type CharTest } from './char-test.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { foldAscii } from './prefilter.ts';

interface Lead {
  readonly test: CharTest;
  readonly max: number;
}

/**
 * Tells of a text to which more will be added what at its end may become part of something: the beginning
 * of an anchor, and the characters before a place that would belong to the match of an anchor there.
 */
export class OpenEnds {
  /** All anchors' proper beginnings, folded. */
  readonly #beginnings = new Set<string>();
  #longest = 0;
  readonly #leads: readonly Lead[];

  constructor(rules: readonly CompiledRule[]) {
    const leads = new Map<string, Lead>();
    for (const { rule } of rules) {
      for (const anchor of rule.anchors) {
        const folded = foldAscii(anchor);
        this.#longest = Math.max(this.#longest, folded.length - 1);
        for (let end = 1; end < folded.length; end++) this.#beginnings.add(folded.slice(0, end));
      }
      if (rule.lead === undefined) continue;
      const test = classTest(rule.lead.class, rule.ignoreCase ?? false);
      if (typeof test === 'string') continue;
      const key = `${String(rule.ignoreCase ?? false)} ${rule.lead.class}`;
      const { max } = rule.lead;
      leads.set(key, { test, max: Math.max(max, leads.get(key)?.max ?? 0) });
    }
    this.#leads = [...leads.values()];
  }

  /** The first place, not before `from`, at which an anchor may begin that is not all there. O(longest anchor²). */
  openAnchor(text: string, from: number): number {
    const first = Math.max(from, text.length - this.#longest);
    const tail = foldAscii(text.slice(first));
    for (let at = 0; at < tail.length; at++) {
      if (this.#beginnings.has(tail.slice(at))) return first + at;
    }
    return text.length;
  }

  /** Where the earliest match begins whose anchor stands at `hit` or after it. O(leads × length of the longest). */
  earliestStart(text: string, hit: number): number {
    let earliest = hit;
    for (const { test, max } of this.#leads) {
      const limit = Math.max(0, hit - max);
      let at = hit;
      while (at > limit && test(text.charCodeAt(at - 1))) at--;
      if (at < earliest) earliest = at;
    }
    return earliest;
  }
}
