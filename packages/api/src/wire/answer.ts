import type { Decision, Detection, PolicyExplanation } from '@safeai/core';
import type { WireDecision } from '../schema/decision.ts';
import type { WireDetection } from '../schema/detection.ts';
import type { WireExplanation } from '../schema/explanation.ts';
import { DECISION } from './decision.ts';
import { fromDetections, toDetections } from './detection.ts';
import { EXPLANATION } from './explanation.ts';
import type { ValueMode } from './mask.ts';

/** How an answer is shown to its caller. */
export interface AnswerOptions {
  /** Whether found values are shown whole, masked or not at all. */
  readonly values: ValueMode;
}

interface Judged {
  readonly decision: Decision;
  readonly detections: readonly Detection[];
  readonly explanation?: PolicyExplanation;
}

interface WireJudged {
  decision: WireDecision;
  detections: WireDetection[];
  explanation?: WireExplanation;
}

/** What of a result stands in its answer beside what all answers share; the rest is not told on the wire. */
export type Further<Result> = Omit<Result, keyof Judged | 'redactions' | 'leftEncoded'>;

/** The part of an answer that all decisions share. */
export function fromJudged(result: Judged, options: AnswerOptions): WireJudged {
  const wire: WireJudged = {
    decision: DECISION.toWire(result.decision),
    detections: fromDetections(result.detections, options.values),
  };
  if (result.explanation !== undefined) wire.explanation = EXPLANATION.toWire(result.explanation);
  return wire;
}

/** The part of a result that all decisions share. */
export function toJudged(answer: WireJudged): Judged {
  const { decision, detections, explanation } = answer;
  return {
    decision: DECISION.toCore(decision),
    detections: toDetections(detections),
    ...(explanation === undefined ? {} : { explanation: EXPLANATION.toCore(explanation) }),
  };
}

/**
 * How many findings were replaced, at most: answers do not say it. Each of an answer with the action `redact` counts,
 * those that were allowed included.
 */
export function redactionsOf({ decision, detections }: WireJudged): number {
  return decision.action === 'redact' ? detections.length : 0;
}
