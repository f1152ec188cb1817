import type { TextPosition } from '../analyzer.ts';
import { holdsMoreThanSample } from './allow-list.ts';
import { keyBefore } from './assignment.ts';
import { type CompiledRule, type Finding, positioned, prepared } from './compiled-rule.ts';
import { hasContext } from './context.ts';
import { shannonEntropy } from './entropy.ts';

/** Confidence of a value with an issuer's prefix that fails its checksum or looks too regular. */
export const DOUBTFUL_CONFIDENCE = 0.3;

/** Confidence of a value that passes its checksum. */
export const PROVEN_CONFIDENCE = 0.95;

/**
 * Judges what a rule's pattern matched: allow list, entropy, validator, context words.
 *
 * @param start the value's span
 * @returns nothing when the value is a known sample, or when a generic rule's test fails
 */
export function judge(
  rule: CompiledRule,
  text: string,
  start: number,
  end: number,
  position: TextPosition,
): Finding | undefined {
  const value = text.slice(start, end);
  const { allow, context } = prepared(rule);
  if (allow?.(value) === true && !holdsMoreThanSample(value, allow)) return undefined;
  const { notKey } = rule.rule;
  if (notKey !== undefined && endsWithOne(keyBefore(text, start), notKey)) return undefined;
  let confidence = rule.confidence;
  const { entropy = 0 } = rule.rule;
  if (entropy > 0 && shannonEntropy(value) < entropy) {
    if (rule.generic) return undefined;
    confidence = Math.min(confidence, DOUBTFUL_CONFIDENCE);
  }
  if (rule.validator !== undefined) {
    if (rule.validator(value)) {
      if (rule.rule.weak !== true) confidence = Math.max(confidence, PROVEN_CONFIDENCE);
    } else if (rule.generic) return undefined;
    else confidence = Math.min(confidence, rule.rule.doubtful ?? DOUBTFUL_CONFIDENCE);
  }
  if (context !== undefined) {
    const stated = hasContext(context, text, start, end);
    if (!stated && context.required) return undefined;
    if (stated) confidence = unit(Math.round((confidence + context.boost) * 100) / 100);
  }
  return findingOf(rule, start, end, positioned(rule.family, confidence, position));
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function endsWithOne(key: string, endings: readonly string[]): boolean {
  return endings.some((ending) => key.endsWith(ending));
}

/** A finding by this rule, at this place. */
export function findingOf(
  rule: CompiledRule,
  start: number,
  end: number,
  confidence: number,
): Finding {
  return {
    detector: rule.rule.id,
    type: rule.rule.type,
    tags: rule.tags,
    family: rule.family,
    placeholder: rule.placeholder,
    priority: rule.priority,
    generic: rule.generic,
    start,
    end,
    confidence,
    evidence: rule.rule.evidence,
  };
}
