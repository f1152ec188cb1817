import type { NamedOperation } from '../actions/operation-name.ts';
import type { Operation } from '../actions/operation.ts';
import type { ApprovalJudged } from './approval-gate.ts';
import type { Decision } from './boundary.ts';
import { certainTags, type Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { beginOperation } from './operation-gate.ts';
import { passes, type Outcome } from './outcome.ts';
import type { RecordDetail } from './record.ts';
import { recordDecision, type EventFamily } from './recorder.ts';

/** What a decision was about, for its record. */
export interface ToRecord {
  readonly family: EventFamily;
  readonly facts: Facts;
  /** `Clock.monotonic` when the call came in. */
  readonly startedAt: number;
  /** The one effect that the request is for, where it names one. */
  readonly operation?: NamedOperation | null;
  /** What else the record says; names in it are guarded. */
  readonly detail?: RecordDetail;
}

/**
 * Begins the operation that an outcome lets through, and records the decision; both or neither. An approval that
 * was used up for it is given back where it comes to neither.
 *
 * @throws SafeAIError `audit_unavailable`; `conflict` for an operation whose name stands for another action
 */
export async function putOnRecord(
  context: DecisionContext,
  { family, facts, startedAt, operation = null, detail = {} }: ToRecord,
  judged: ApprovalJudged,
): Promise<{ outcome: Outcome; decision: Decision }> {
  const decisionId = context.ports.ids.decisionId();
  let begun: Operation | null = null;
  try {
    let { outcome } = judged;
    if (operation !== null && passes(outcome.action)) {
      const beginning = await beginOperation(context, operation, decisionId);
      begun = beginning.begun;
      outcome = beginning.refusal ?? outcome;
      if (begun === null) await judged.takeBack?.();
    }
    const decided = {
      family,
      facts,
      tags: [...certainTags(facts.scope.declaredTags, facts.detections)],
      startedAt,
      decisionId,
      detail: {
        ...detail,
        ...judged.detail,
        ...(operation === null ? {} : { operation_id: operation.operationId }),
      },
    };
    return { outcome, decision: await recordDecision(context, decided, outcome) };
  } catch (error) {
    // What cannot be taken back stays begun or used up, which lets nothing through; the first error counts.
    await Promise.allSettled([
      begun === null ? undefined : context.ports.operations.abandon(begun),
      judged.takeBack?.(),
    ]);
    throw error;
  }
}
