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
  return action === 'require_approval' ? 'pending_approval' : action;
}

/** Whether content goes on, as it is or redacted. */
export function passes(action: RuleAction): boolean {
  return strictness(action) <= strictness('redact');
}

/** The detections whose own verdict is `redact`: exactly these are replaced. */
export function toRedact(
  detections: readonly Detection[],
  verdicts: readonly TagVerdict[],
): readonly Detection[] {
  return detections.filter((detection) =>
    detection.tags.some((tag) => isRedacted(verdicts, tag, detection)),
  );
}

/**
 * Whether what policy wants redacted is: a tag may owe its `redact` to a span that has a verdict of its own and
 * goes through. Then nothing would be replaced for it.
 */
export function isCarriedOut(
  verdicts: readonly TagVerdict[],
  redacted: readonly Detection[],
): boolean {
  return verdicts.every(
    ({ action, tag }) =>
      action !== 'redact' ||
      tag === null ||
      redacted.some((detection) => detection.tags.some((found) => tagCovers(tag, found))),
  );
}

function isRedacted(verdicts: readonly TagVerdict[], tag: string, detection: Detection): boolean {
  return verdicts.some(
    (verdict) =>
      verdict.action === 'redact' &&
      verdict.tag === tag &&
      verdict.confidence === detection.confidence,
  );
}
