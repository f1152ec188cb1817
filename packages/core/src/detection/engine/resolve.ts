import { EvidenceScale } from '../injection/weigh-evidence.ts';
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
 *
 * @returns the kept findings, by start. O(n log n) in their number, times the few that overlap at one place.
 */
export function resolveOverlaps(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length === 0) return findings;
  const resolver = new Resolver();
  resolver.add(findings);
  return resolver.settle(Infinity);
}

/**
 * {@link resolveOverlaps} for findings that come one after the other. Whether a finding is kept depends
 * only on what begins before it or where it does, so it is known as soon as nothing more can begin there.
 */
export class Resolver {
  readonly #evidence = new EvidenceScale();
  #waiting: Finding[] = [];
  /** Kept findings that reach to where the next ones begin. */
  #open: Finding[] = [];

  add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#waiting.push(finding);
  }

  /** Where the first finding begins that is still undecided; Infinity if there is none. O(their number). */
  get waitingFrom(): number {
    return this.#waiting.reduce((least, { start }) => Math.min(least, start), Infinity);
  }

  /** Decides all that begin before a place, before which no more will be added. */
  settle(before: number): Finding[] {
    const settled = this.#waiting.filter(({ start }) => start < before);
    if (settled.length === 0) return settled;
    this.#waiting = this.#waiting.filter(({ start }) => start >= before);
    const kept: Finding[] = [];
    for (const finding of [...this.#evidence.weigh(settled)].sort(compare)) {
      this.#open = this.#open.filter((earlier) => earlier.end > finding.start);
      if (this.#open.some((earlier) => standsFor(earlier, finding))) continue;
      kept.push(finding);
      this.#open.push(finding);
    }
    return kept;
  }
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
