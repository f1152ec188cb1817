import type { Decision, Detection, PolicyExplanation } from '@safeai/core';
import type { WireDecision } from '../schema/decision.ts';
import type { WireDetection } from '../schema/detection.ts';
import type { WireExplanation } from '../schema/explanation.ts';
import { fromDecision } from './decision.ts';
import { fromDetections } from './detection.ts';
import { fromExplanation } from './explanation.ts';
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

/** The part of an answer that all decisions share. */
export function fromJudged(result: Judged, options: AnswerOptions): WireJudged {
  const wire: WireJudged = {
    decision: fromDecision(result.decision),
    detections: fromDetections(result.detections, options.values),
  };
  if (result.explanation !== undefined) wire.explanation = fromExplanation(result.explanation);
  return wire;
}
