import { DetectorError, type ErrorDetail } from '../../errors.ts';
import type { DetectorRule } from '../rule.ts';
import type { Validators } from './compile-rule.ts';
import { DetectionEngine } from './engine.ts';

/**
 * Proves rules by their own examples: each is run alone, must report something in every positive example
 * and nothing in any negative one, weak evidence included. A rule without examples is taken as it is.
 *
 * O(size of the examples), and one small engine per rule.
 *
 * @param validators tests that the rules name; the built-in ones if absent
 * @throws DetectorError `invalid_detector` with one detail for every example that fails, by its index; and
 * for every rule that does not compile. The examples themselves are not repeated.
 */
export function verifyExamples(rules: readonly DetectorRule[], validators?: Validators): void {
  const details: ErrorDetail[] = [];
  rules.forEach((rule, position) => {
    const path = `rules[${position}]`;
    for (const { kind, index } of failingExamples(rule, validators)) {
      const does = kind === 'positive' ? 'does not report its' : 'reports its';
      details.push({
        path: `${path}.examples.${kind}[${index}]`,
        message: `Rule '${rule.id}' ${does} ${kind} example ${index}.`,
      });
    }
  });
  const [first] = details;
  if (first === undefined) return;
  const more = details.length === 1 ? '' : ` (and ${details.length - 1} more)`;
  throw new DetectorError(first.message + more, { details });
}

/** An example of a rule that the rule gets wrong. */
export interface FailingExample {
  readonly kind: 'positive' | 'negative';
  readonly index: number;
}

/**
 * The examples that a rule gets wrong when it is run alone: weak evidence included. O(size of the examples).
 *
 * @throws DetectorError `invalid_detector` when the rule does not compile
 */
export function failingExamples(rule: DetectorRule, validators?: Validators): FailingExample[] {
  const engine = new DetectionEngine({
    rules: [withoutEvidence(rule)],
    ...(validators === undefined ? {} : { validators }),
  });
  const fails = (kind: FailingExample['kind']): FailingExample[] =>
    rule.examples[kind].flatMap((example, index) => {
      const isFound = engine.scan(example, { position: 'command' }).length > 0;
      return isFound === (kind === 'positive') ? [] : [{ kind, index }];
    });
  return [...fails('positive'), ...fails('negative')];
}

/** Weak evidence shows nothing by itself: here the rule is asked whether it sees it. */
function withoutEvidence({ evidence: _, ...rule }: DetectorRule): DetectorRule {
  return rule;
}
