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
    const engine = new DetectionEngine({
      rules: [withoutEvidence(rule)],
      ...(validators === undefined ? {} : { validators }),
    });
    const { positive, negative } = rule.examples;
    positive.forEach((example, index) => {
      if (engine.scan(example, { position: 'command' }).length > 0) return;
      details.push({
        path: `${path}.examples.positive[${index}]`,
        message: `Rule '${rule.id}' does not report its positive example ${index}.`,
      });
    });
    negative.forEach((example, index) => {
      if (engine.scan(example, { position: 'command' }).length === 0) return;
      details.push({
        path: `${path}.examples.negative[${index}]`,
        message: `Rule '${rule.id}' reports its negative example ${index}.`,
      });
    });
  });
  const [first] = details;
  if (first === undefined) return;
  const more = details.length === 1 ? '' : ` (and ${details.length - 1} more)`;
  throw new DetectorError(first.message + more, { details });
}

/** Weak evidence shows nothing by itself: here the rule is asked whether it sees it. */
function withoutEvidence({ evidence: _, ...rule }: DetectorRule): DetectorRule {
  return rule;
}
