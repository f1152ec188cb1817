import { type CompiledRule, prepared, type PreparedRule, stepsOf } from './compiled-rule.ts';
import { DEFAULT_CONTEXT_WINDOW, findsContext, LONGEST_WORD } from './context.ts';
import { CountedMatcher } from './counted-matcher.ts';
import { MAX_LOOK } from './compile-rule.ts';
import type { RuleMemory } from './rule-memory.ts';
import { type Ground, groupSpan, MANY_TRIES, seesContext } from './rule-runner.ts';
import type { WorkBudget } from './work-budget.ts';

/** Longest placeholder that a value can run into. */
const MAX_PLACEHOLDER = 64;

/** Steps of one attempt to find out; an attempt that takes more waits until all it can reach is there. */
const MAX_STEPS = 20_000;

/** The beginning of a placeholder, up to the end of a text. */
const OPEN_PLACEHOLDER = /\[[A-Za-z0-9_]{0,63}$/;

/**
 * Whether running a rule at a place of a text that is not complete ends as it would if all of the text were
 * there. It does when the attempt asks for nothing past the end, and when the words that decide about a
 * match are all there. Conservative: it may say no, until {@link reachOf} characters are there.
 */
export function isDecidable(
  rule: CompiledRule,
  ground: Ground,
  start: number,
  memory: RuleMemory,
  budget: WorkBudget,
): boolean {
  const { text, complete } = ground;
  if (complete || start + reachOf(rule) < text.length) return true;
  if (!memory.isOpen(rule.index, start)) return true;
  const ready = prepared(rule);
  const { node, context } = ready;
  if (node?.exact !== true) return false;
  if (!ready.cheap && context?.required === true) {
    // Here the rule may be passed over before its pattern is charged for.
    const isMany = memory.closeTries(rule.index, start) > MANY_TRIES;
    if (isMany && !seesContext(ground, start + rule.rule.maxLength, context.window)) return false;
  }
  // What cannot be tried any more is reported as long as it can be: all of that must be there.
  const isWhole = start + rule.rule.maxLength < text.length;
  if (!ready.cheap && !isWhole && !budget.affords(stepsOf(ready))) return false;
  const matcher = (ready.matcher ??= new CountedMatcher(node));
  const outcome = matcher.test(text, start, MAX_STEPS);
  if (matcher.reachedEnd || outcome === 'unknown') return false;
  return outcome === 'no' || isMatchDecided(ready, ground, start);
}

/** Characters from the start of an attempt within which everything stands that it can depend on. */
export function reachOf({ rule }: CompiledRule): number {
  const { context } = rule;
  const words =
    context === undefined ? 0 : (context.window ?? DEFAULT_CONTEXT_WINDOW) + LONGEST_WORD;
  return rule.maxLength + Math.max(MAX_LOOK, words, MAX_PLACEHOLDER);
}

function isMatchDecided(ready: PreparedRule, ground: Ground, start: number): boolean {
  const { text } = ground;
  const { pattern, context } = ready;
  pattern.lastIndex = start;
  if (!pattern.test(text)) return true;
  const matchEnd = pattern.lastIndex;
  // The next character may be the second half of one.
  if (matchEnd >= text.length) return false;
  if (text.length - matchEnd < MAX_PLACEHOLDER) {
    const tail = text.slice(Math.max(0, matchEnd - MAX_PLACEHOLDER));
    if (OPEN_PLACEHOLDER.test(tail)) return false;
  }
  if (context === undefined) return true;
  const [from, to] = ready.hasValueGroup
    ? groupSpan(pattern, text, start, matchEnd)
    : [start, matchEnd];
  return (
    seesContext(ground, to, context.window) ||
    // A word of what may become a placeholder may come to count no more.
    (!OPEN_PLACEHOLDER.test(text.slice(-MAX_PLACEHOLDER)) &&
      findsContext(context, text, from, to, text.length - 1))
  );
}
