import { weighEvidence } from '../injection/weigh-evidence.ts';
import { ACTING_CONFIDENCE } from './acting-confidence.ts';
import type { Finding } from './compiled-rule.ts';

/**
 * Decides which of the findings that overlap are reported, after weak evidence was added up. In the order of start, then priority, then
 * length, a finding is left out when one already kept, of the same family and at least as sure, overlaps
 * it and either contains it, or starts at the same place, or outranks it as a generic one.
 *
 * So one value is one detection (`token=sk-…` by the issuer's rule, not by the generic one too), and yet
 * nothing is hidden by something less sure that began earlier; two values that overlap in part are both
 * reported, and redaction covers them both; and a detection never takes the tags of another family away.
 * Whether a finding is kept depends only on what begins before it and reaches it, so a stream can decide
 * as soon as it has seen that far.
 *
 * @returns the kept findings, by start. O(n log n) in their number, times the few that overlap at one place.
 */
export function resolveOverlaps(findings: readonly Finding[]): readonly Finding[] {
  const weighed = weighEvidence(findings);
  if (weighed.length < 2) return weighed;
  const ordered = [...weighed].sort(compare);
  const kept: Finding[] = [];
  let open: Finding[] = [];
  for (const finding of ordered) {
    open = open.filter((earlier) => earlier.end > finding.start);
    if (open.some((earlier) => standsFor(earlier, finding))) continue;
    kept.push(finding);
    open.push(finding);
  }
  return kept;
}

function compare(left: Finding, right: Finding): number {
  return (
    left.start - right.start ||
    left.priority - right.priority ||
    right.end - left.end ||
    right.confidence - left.confidence ||
    (left.detector < right.detector ? -1 : left.detector > right.detector ? 1 : 0)
  );
}

function standsFor(earlier: Finding, finding: Finding): boolean {
  if (earlier.family !== finding.family) return false;
  const sameStart = earlier.start === finding.start;
  if (!isAsSure(earlier, finding, sameStart)) return false;
  return sameStart || earlier.end >= finding.end || finding.generic;
}

/** Where both start together, priority has decided, unless only the other one is sure enough to act on. */
function isAsSure(earlier: Finding, finding: Finding, sameStart: boolean): boolean {
  if (earlier.confidence >= finding.confidence) return true;
  return (
    sameStart && (earlier.confidence >= ACTING_CONFIDENCE || finding.confidence < ACTING_CONFIDENCE)
  );
}
