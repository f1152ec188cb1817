import type { TextPosition } from '../analyzer.ts';
import { analyzerFinding } from './analyzer-finding.ts';
import { holdsPlaceholder, outsidePlaceholders } from '../../redaction/placeholders.ts';
import type { AllowList } from './allow-list.ts';
import { valueStart } from './assignment.ts';
import type { CompiledSet } from './compile.ts';
import {
  type CompiledRule,
  type Finding,
  positioned,
  prepared,
  type PreparedRule,
  stepsOf,
} from './compiled-rule.ts';
import { ContextMemory } from './context.ts';
import { CountedMatcher, type MatchOutcome } from './counted-matcher.ts';
import { DigitIndex } from './digit-index.ts';
import { DIGIT_RUN } from './prefilter.ts';
import { LeadFinder } from './lead.ts';
import { findingOf, judge } from './verify.ts';
import { SHORT_ATTEMPT, type WorkBudget } from './work-budget.ts';

/**
 * When a rule that needs context was tried this often in a row, each time closer to the last than so many
 * characters, its words are looked for before its pattern is run: that is then the cheaper of the two.
 */
const MANY_TRIES = 6;
const CLOSE = 24;

/**
 * Runs a compiled set over texts, one after the other. Per rule it remembers the end of the last match,
 * within which the rule is not tried again, and the last start that failed; both belong to one text.
 */
export class CandidateFinder {
  readonly #set: CompiledSet;
  readonly #allow: AllowList | undefined;
  /** By rule: for which text those below hold. */
  readonly #textOf: Int32Array;
  readonly #matchedTo: Int32Array;
  readonly #triedAt: Int32Array;
  /** By rule: how many tries in a row were close together. */
  readonly #close: Int32Array;
  #textNumber = 0;
  #digits: DigitIndex | undefined;
  readonly #contexts = new ContextMemory();
  readonly #leads: LeadFinder;
  #lookedForPlaceholders = -1;
  #foundPlaceholders = false;

  /** @param allow values that no rule reports */
  constructor(set: CompiledSet, allow?: AllowList) {
    this.#set = set;
    this.#allow = allow;
    this.#textOf = new Int32Array(set.rules.length);
    this.#matchedTo = new Int32Array(set.rules.length);
    this.#triedAt = new Int32Array(set.rules.length);
    this.#close = new Int32Array(set.rules.length);
    this.#leads = new LeadFinder(set.rules.length);
  }

  /**
   * Adds what the rules and analyzers find in a text to `out`, overlaps included. Never throws.
   *
   * Time: O(length) for the prefilter and a bounded number of steps for every hit, see {@link WorkBudget}.
   */
  find(text: string, position: TextPosition, budget: WorkBudget, out: Finding[]): void {
    this.#textNumber = (this.#textNumber + 1) | 0;
    budget.grant(text.length);
    const { prefilter, targets, analyzers } = this.#set;
    let wanted: Set<number> | undefined;
    for (let from = 0; from <= text.length;) {
      from = prefilter.scan(text, from);
      const { starts, anchors, settled } = prefilter;
      for (let index = 0; index < settled; index++) {
        const start = starts[index] ?? 0;
        const anchor = anchors[index] ?? 0;
        if (anchor === DIGIT_RUN) {
          this.#tryDigits(text, start, position, budget, out);
          continue;
        }
        const target = targets[anchor];
        if (target === undefined) continue;
        for (const rule of target.rules) {
          const first =
            rule.rule.mode === 'assign'
              ? valueStart(text, start + target.length)
              : this.#leads.startOf(rule, this.#textNumber, text, start);
          if (first !== -1) this.#try(rule, text, first, position, budget, out);
        }
        if (position === 'prose')
          for (const analyzer of target.analyzers) (wanted ??= new Set()).add(analyzer);
      }
    }
    if (position === 'command') analyzers.forEach((_, index) => (wanted ??= new Set()).add(index));
    if (wanted !== undefined) for (const index of wanted) this.#analyze(index, text, position, out);
  }

  #tryDigits(
    text: string,
    start: number,
    position: TextPosition,
    budget: WorkBudget,
    out: Finding[],
  ): void {
    const index = (this.#digits ??= new DigitIndex(this.#set.digitRules));
    index.find(text, this.#textNumber, start, this.#leads);
    for (let place = 0; place < index.count; place++) {
      const rule = index.rules[place];
      if (rule !== undefined)
        this.#try(rule, text, index.starts[place] ?? start, position, budget, out);
    }
  }

  #try(
    rule: CompiledRule,
    text: string,
    start: number,
    position: TextPosition,
    budget: WorkBudget,
    out: Finding[],
  ): void {
    const { index } = rule;
    if (this.#textOf[index] !== this.#textNumber) {
      this.#textOf[index] = this.#textNumber;
      this.#matchedTo[index] = 0;
      this.#triedAt[index] = -1;
    }
    const last = this.#triedAt[index] ?? -1;
    if (start < (this.#matchedTo[index] ?? 0) || start === last) return;
    this.#triedAt[index] = start;
    const close = last !== -1 && start - last < CLOSE ? (this.#close[index] ?? 0) + 1 : 0;
    this.#close[index] = close;
    budget.attempts++;
    const ready = prepared(rule);
    const { pattern, context } = ready;
    if (close > MANY_TRIES && context?.required === true) {
      const end = start + rule.rule.maxLength;
      if (!this.#contexts.mayHold(this.#textNumber, text, context, start, end)) return;
    }
    if (!ready.cheap) {
      const outcome = this.#sound(ready, text, start, budget);
      if (outcome === 'no') return;
      if (outcome === 'unknown') {
        this.#unverified(rule, text, start, position, out);
        return;
      }
    }
    pattern.lastIndex = start;
    if (!pattern.test(text)) return;
    const matchEnd = pattern.lastIndex;
    let from = start;
    let to = matchEnd;
    if (ready.hasValueGroup) [from, to] = valueSpan(pattern, text, start, matchEnd);
    if (this.#hasPlaceholders(text)) [from, to] = outsidePlaceholders(text, from, to);
    if (to <= from) return;
    if (
      context?.required === true &&
      !this.#contexts.mayHold(this.#textNumber, text, context, from, to)
    )
      return;
    const finding = judge(rule, text, from, to, position);
    if (finding === undefined || this.#allow?.(text.slice(from, to)) === true) return;
    this.#matchedTo[index] = matchEnd;
    out.push(finding);
  }

  /**
   * Whether a costly pattern is to be run. Its worst case is charged; when that is too much, its steps are
   * counted, of which few tell in most cases.
   */
  #sound(ready: PreparedRule, text: string, start: number, budget: WorkBudget): MatchOutcome {
    if (budget.charge(stepsOf(ready))) return 'maybe';
    if (ready.node === undefined) return 'unknown';
    const matcher = (ready.matcher ??= new CountedMatcher(ready.node));
    const outcome = matcher.test(text, start, SHORT_ATTEMPT);
    if (outcome !== 'unknown') return outcome;
    const counted = matcher.test(text, start, budget.counted);
    budget.counted = matcher.left;
    return counted;
  }

  /** Nothing is let through unseen: what cannot be tried any more counts as found. */
  #unverified(
    rule: CompiledRule,
    text: string,
    start: number,
    position: TextPosition,
    out: Finding[],
  ): void {
    const end = Math.min(text.length, start + rule.rule.maxLength);
    if (end > start)
      out.push(findingOf(rule, start, end, positioned(rule.family, rule.confidence, position)));
    this.#matchedTo[rule.index] = end;
  }

  #hasPlaceholders(text: string): boolean {
    if (this.#lookedForPlaceholders !== this.#textNumber) {
      this.#lookedForPlaceholders = this.#textNumber;
      this.#foundPlaceholders = holdsPlaceholder(text);
    }
    return this.#foundPlaceholders;
  }

  #analyze(index: number, text: string, position: TextPosition, out: Finding[]): void {
    const analyzer = this.#set.analyzers[index];
    if (analyzer === undefined) return;
    for (const found of analyzer.analyze(text)) {
      const start = Math.max(0, found.start);
      const end = Math.min(text.length, found.end);
      if (end <= start) continue;
      out.push(analyzerFinding(analyzer, found, start, end, position));
    }
  }
}

/** The span of the group named `value`, or of the whole match where it took no part. */
function valueSpan(
  pattern: RegExp,
  text: string,
  start: number,
  end: number,
): readonly [number, number] {
  pattern.lastIndex = start;
  return pattern.exec(text)?.indices?.groups?.value ?? [start, end];
}
