import type { Detection } from '../detection/detection.ts';
import type { PolicyDecision, TagVerdict } from '../policy/decision.ts';
import type { RuleAction } from '../policy/rule.ts';
import { strictness } from '../policy/strictness.ts';
import { tagCovers } from '../tags.ts';
import type { Action } from './boundary.ts';

/** What a boundary settled on, before it is recorded and answered. */
export interface Outcome {
  readonly action: RuleAction;
  readonly reason: string;
  readonly policyName: string | null;
  /** Stable code for decisions that no policy rule made: `unknown_agent`, `approval_consumed`, … */
  readonly reasonCode?: string;
  readonly approvalRequestId?: string;
  readonly fallbackTemplate?: string;
  readonly wouldHave?: PolicyDecision['wouldHave'];
}

/** The action as callers see it. */
export function wireAction(action: RuleAction): Action {
  if (action === 'require_approval') return 'pending_approval';
  return action === 'pseudonymize' ? 'redact' : action;
}

/** What is on record where content goes on whatever is decided: what would have become of it. */
export function asAudited(outcome: Outcome): { outcome: Outcome; would: Action | null } {
  const { action, reason, policyName } = outcome;
  if (action === 'allow' || action === 'flag') return { outcome, would: null };
  return {
    outcome: {
      action: 'flag',
      reason: `Only audited: ${reason}`,
      policyName,
      reasonCode: 'audit_mode',
      wouldHave: { action, policyName },
    },
    would: wireAction(action),
  };
}

/** Whether content goes on, as it is or redacted. */
export function passes(action: RuleAction): boolean {
  return strictness(action) <= strictness('redact');
}

/** The detections that are replaced: exactly those whose own verdict says so. */
export interface Replaced {
  readonly all: readonly Detection[];
  /** Those among them that get a pseudonym: no verdict on a tag of theirs, or on a parent, is `redact`. */
  readonly reversible: ReadonlySet<Detection>;
}

/** What policy wants replaced, and how. O(detections × verdicts). */
export function toReplace(
  detections: readonly Detection[],
  verdicts: readonly TagVerdict[],
): Replaced {
  const all = detections.filter((detection) => isReplaced(verdicts, detection));
  const plain = verdicts.flatMap(({ action, tag }) =>
    action === 'redact' && tag !== null ? [tag] : [],
  );
  const isPlain = ({ tags }: Detection): boolean =>
    tags.some((found) => plain.some((tag) => tagCovers(tag, found)));
  return { all, reversible: new Set(all.filter((detection) => !isPlain(detection))) };
}

/**
 * Whether what policy wants redacted is: a tag may owe its `redact` to a span that has a verdict of its own and
 * goes through. Then nothing would be replaced for it.
 */
export function isCarriedOut(
  verdicts: readonly TagVerdict[],
  redacted: readonly Pick<Detection, 'tags'>[],
): boolean {
  return verdicts.every(
    ({ action, tag }) =>
      !replaces(action) ||
      tag === null ||
      redacted.some((detection) => detection.tags.some((found) => tagCovers(tag, found))),
  );
}

function isReplaced(verdicts: readonly TagVerdict[], { tags, confidence }: Detection): boolean {
  return verdicts.some(
    (verdict) =>
      replaces(verdict.action) &&
      verdict.tag !== null &&
      tags.includes(verdict.tag) &&
      verdict.confidence === confidence,
  );
}

function replaces(action: RuleAction): boolean {
  return action === 'redact' || action === 'pseudonymize';
}
