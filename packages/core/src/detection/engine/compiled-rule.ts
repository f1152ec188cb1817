import type { TextPosition } from '../analyzer.ts';
import type { DetectorRule } from '../rule.ts';
import { type AllowList, compileAllowList } from './allow-list.ts';
import { type CharTest, classTest } from './char-test.ts';
import { type CompiledContext, compileContext } from './context.ts';
import type { CountedMatcher } from './counted-matcher.ts';
import type { PatternNode } from './pattern-node.ts';
import { roughSteps, worstCaseSteps } from './pattern-cost.ts';
import { parseChecked } from './pattern.ts';
import { FREE_STEPS } from './work-budget.ts';

/** Most confidence that a destructive command has outside command position. */
export const PROSE_CONFIDENCE = 0.2;

/** A rule, checked. Its pattern is compiled when it is first run. */
export interface CompiledRule {
  /** Place in the engine's list; the key of per-scan state. */
  readonly index: number;
  readonly rule: DetectorRule;
  readonly tags: readonly string[];
  /** First segment of the first tag: only detections of one family can stand for one another. */
  readonly family: string;
  readonly placeholder: string;
  readonly confidence: number;
  readonly priority: number;
  readonly generic: boolean;
  readonly validator: ((value: string) => boolean) | undefined;
  prepared: PreparedRule | undefined;
}

/** What running a rule takes. */
export interface PreparedRule {
  /** Sticky; `d` is set when a group named `value` narrows the span. */
  readonly pattern: RegExp;
  readonly hasValueGroup: boolean;
  /** Absent when the pattern cannot be parsed, so that nothing is known of it. */
  readonly node: PatternNode | undefined;
  /** Whether a run of the pattern takes so few steps that it needs no account. */
  readonly cheap: boolean;
  readonly lead: { readonly test: CharTest; readonly max: number } | undefined;
  readonly context: CompiledContext | undefined;
  readonly allow: AllowList | undefined;
  /** For a costly pattern, made when it is first run. */
  matcher: CountedMatcher | undefined;
  /** Most steps of one run of the pattern, found when it is first asked for. */
  steps: number | undefined;
}

/** The rule with its pattern compiled. O(size of the rule) the first time. */
export function prepared(rule: CompiledRule): PreparedRule {
  return (rule.prepared ??= prepare(rule.rule));
}

/** Most steps of one run of the pattern. */
export function stepsOf(ready: PreparedRule): number {
  return (ready.steps ??= ready.node === undefined ? Infinity : worstCaseSteps(ready.node));
}

function prepare(rule: DetectorRule): PreparedRule {
  const flag = rule.ignoreCase === true ? 'i' : '';
  const hasValueGroup = rule.pattern.includes('(?<value>');
  const pattern = new RegExp(rule.pattern, `y${flag}${hasValueGroup ? 'd' : ''}`);
  const parsed = parseChecked(rule.pattern, flag, true);
  const node = typeof parsed === 'string' ? undefined : parsed;
  const test =
    rule.lead === undefined ? undefined : classTest(rule.lead.class, rule.ignoreCase ?? false);
  return {
    pattern,
    hasValueGroup,
    node,
    cheap: node !== undefined && roughSteps(node) <= FREE_STEPS,
    lead: typeof test === 'function' ? { test, max: rule.lead?.max ?? 0 } : undefined,
    context: rule.context === undefined ? undefined : compileContext(rule.context),
    allow: compileAllowList(rule.allow ?? []),
    matcher: undefined,
    steps: undefined,
  };
}

/** Something found, before overlaps are resolved. */
export interface Finding {
  readonly detector: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly family: string;
  readonly placeholder: string;
  readonly priority: number;
  readonly generic: boolean;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  /** The kind of weak evidence that it is, if it is; its confidence is then only a part of what is needed. */
  readonly evidence?: string | undefined;
}

/** A destructive command counts in command position alone; elsewhere it is only reported. */
export function positioned(family: string, confidence: number, position: TextPosition): number {
  return family === 'destructive' && position === 'prose'
    ? Math.min(confidence, PROSE_CONFIDENCE)
    : confidence;
}
