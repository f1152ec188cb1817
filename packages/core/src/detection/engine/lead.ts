import { type CompiledRule, prepared } from './compiled-rule.ts';

/**
 * Finds, for the text that is being scanned, where the characters before an anchor begin that belong to
 * its rule's match. It remembers per rule the run of such characters that it last saw, so that many anchors
 * in one long run cost one look at it.
 */
export class LeadFinder {
  /** By rule: for which text the run below holds, and the run itself, `[from, to)`. */
  readonly #textOf: Int32Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  constructor(rules: number) {
    this.#textOf = new Int32Array(rules).fill(-1);
    this.#from = new Int32Array(rules);
    this.#to = new Int32Array(rules);
  }

  /** Where the candidate begins that stands for an anchor at `hit`. O(length) over all ascending hits of a rule. */
  startOf(rule: CompiledRule, textNumber: number, text: string, hit: number): number {
    if (rule.rule.lead === undefined) return hit;
    const { lead } = prepared(rule);
    if (lead === undefined) return hit;
    const { index } = rule;
    const known = this.#textOf[index] === textNumber && (this.#to[index] ?? 0) <= hit;
    const seen = known ? (this.#to[index] ?? 0) : -1;
    const limit = hit > lead.max ? hit - lead.max : 0;
    let start = hit;
    while (start > limit && start !== seen && lead.test(text.charCodeAt(start - 1))) start--;
    if (start === seen) {
      const from = this.#from[index] ?? 0;
      start = from > limit ? from : limit;
    }
    this.#textOf[index] = textNumber;
    this.#from[index] = start;
    this.#to[index] = hit;
    return start;
  }
}
