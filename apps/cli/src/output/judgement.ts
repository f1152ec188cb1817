import type { WireDecision, WireDetection, WireExplanation } from '@safeai/api';
import { explanationLines } from './explanation.ts';
import { findingLines, type FindingsView } from './findings.ts';
import { verdictLine } from './verdict.ts';

/** The part of an answer that all decisions share. */
export interface Judgement {
  readonly decision: WireDecision;
  readonly detections: readonly WireDetection[];
  readonly explanation?: WireExplanation;
}

/** A decision for a person: verdict, findings and, where asked for, the trace. */
export function judgementLines(answer: Judgement, view: FindingsView): string[] {
  const { decision, detections, explanation } = answer;
  return [
    verdictLine(decision, view.colours),
    ...findingLines(detections, view),
    ...(explanation === undefined ? [] : ['', ...explanationLines(explanation, view.colours)]),
  ];
}
