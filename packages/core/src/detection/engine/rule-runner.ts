import { outsidePlaceholders } from '../../redaction/placeholders.ts';
import type { TextPosition } from '../analyzer.ts';
import type { AllowList } from './allow-list.ts';
import {
  type CompiledRule,
  type Finding,
  positioned,
  prepared,
  type PreparedRule,
  stepsOf,
} from './compiled-rule.ts';
import { type ContextMemory, LONGEST_WORD } from './context.ts';
import { CountedMatcher, type MatchOutcome } from './counted-matcher.ts';
import type { RuleMemory } from './rule-memory.ts';
import { findingOf, judge } from './verify.ts';
import { FREE_STEPS, SHORT_ATTEMPT, type WorkBudget } from './work-budget.ts';

/**
 * When a rule that needs context was tried this often in a row, each time close to the last, its words are
 * looked for before its pattern is run: that is then the cheaper of the two.
 */
export const MANY_TRIES = 6;

/** The text that rules are run on, as far as it is there. */
export interface Ground {
  readonly text: string;
  /** Whether the text ends where it does. If not, more of it will come. */
  readonly complete: boolean;
  readonly position: TextPosition;
  /** Changes whenever places in the text mean something else. */
  readonly number: number;
}

/** Runs rules at places of a text and keeps to the work budget. */
export class RuleRunner {
  readonly #memory: RuleMemory;
  readonly #contexts: ContextMemory;
  readonly #allow: AllowList | undefined;
  readonly #report: (finding: Finding) => void;

  /**
   * @param allow values that no rule reports
   * @param report is given what is found
   */
  constructor(
    memory: RuleMemory,
    contexts: ContextMemory,
    allow: AllowList | undefined,
    report: (finding: Finding) => void,
  ) {
    this.#memory = memory;
    this.#contexts = contexts;
    this.#allow = allow;
    this.#report = report;
  }

  /** Tries a rule at a place, unless it was tried there or its last match reaches over it. */
  run(rule: CompiledRule, ground: Ground, start: number, budget: WorkBudget): void {
    const { index } = rule;
    if (!this.#memory.isOpen(index, start)) return;
    const close = this.#memory.tried(index, start);
    budget.attempts++;
    const { text } = ground;
    const ready = prepared(rule);
    const { pattern, context } = ready;
    if (context?.required === true && close > MANY_TRIES) {
      const end = start + rule.rule.maxLength;
      if (seesContext(ground, end, context.window) && !this.#mayHold(ground, context, start, end))
        return;
    }
    if (!ready.cheap) {
      const outcome = sound(ready, text, start, budget);
      if (outcome === 'no') return;
      if (outcome === 'unknown') {
        this.#unverified(rule, ground, start);
        return;
      }
    }
    pattern.lastIndex = start;
    if (!pattern.test(text)) return;
    const matchEnd = pattern.lastIndex;
    const [from, to] = this.#valueSpan(ready, ground, start, matchEnd);
    if (to <= from) return;
    if (
      context?.required === true &&
      seesContext(ground, to, context.window) &&
      !this.#mayHold(ground, context, from, to)
    )
      return;
    const finding = judge(rule, text, from, to, ground.position);
    if (finding === undefined || this.#allow?.(text.slice(from, to)) === true) return;
    this.#memory.matched(index, matchEnd);
    this.#report(finding);
  }

  #mayHold(
    ground: Ground,
    context: NonNullable<PreparedRule['context']>,
    start: number,
    end: number,
  ): boolean {
    return this.#contexts.mayHold(ground.number, ground.text, context, start, end);
  }

  /** The part of a match that is reported. */
  #valueSpan(
    ready: PreparedRule,
    ground: Ground,
    start: number,
    matchEnd: number,
  ): readonly [number, number] {
    const { text } = ground;
    let [from, to] = [start, matchEnd];
    if (ready.hasValueGroup) [from, to] = groupSpan(ready.pattern, text, start, matchEnd);
    return outsidePlaceholders(text, from, to);
  }

  /** Nothing is let through unseen: what cannot be tried any more counts as found. */
  #unverified(rule: CompiledRule, { text, position }: Ground, start: number): void {
    const end = Math.min(text.length, start + rule.rule.maxLength);
    if (end > start)
      this.#report(findingOf(rule, start, end, positioned(rule.family, rule.confidence, position)));
    this.#memory.matched(rule.index, end);
  }
}

/** Whether all that can be a context word of a value that ends here, and what follows it, is there. */
export function seesContext({ text, complete }: Ground, end: number, window: number): boolean {
  return complete || end + window + LONGEST_WORD < text.length;
}

/**
 * Whether a pattern that may be costly is to be run. Its worst case is charged, unless it is small; when
 * that is too much, its steps are counted, of which few tell in most cases.
 */
function sound(ready: PreparedRule, text: string, start: number, budget: WorkBudget): MatchOutcome {
  const steps = stepsOf(ready);
  if (steps <= FREE_STEPS || budget.charge(steps)) return 'maybe';
  if (ready.node === undefined) return 'unknown';
  const matcher = (ready.matcher ??= new CountedMatcher(ready.node));
  const outcome = matcher.test(text, start, SHORT_ATTEMPT);
  if (outcome !== 'unknown') return outcome;
  const left = budget.counted;
  const counted = matcher.test(text, start, left);
  budget.count(left - matcher.left);
  return counted;
}

/** The span of the group named `value`, or of the whole match where it took no part. */
export function groupSpan(
  pattern: RegExp,
  text: string,
  start: number,
  end: number,
): readonly [number, number] {
  pattern.lastIndex = start;
  return pattern.exec(text)?.indices?.groups?.value ?? [start, end];
}
