import type { OutcomeAnswer, OutcomeRequest } from '@safeai/core';
import type { AnswerOf, BodyOf } from '../routes/types.ts';

/** POST /v1/actions/{decision_id}/outcome: path and body as a request. */
export function toOutcomeRequest(
  decisionId: string,
  { outcome, detail }: BodyOf<'action_outcome'>,
): OutcomeRequest {
  return { decisionId, outcome, ...(detail === undefined ? {} : { detail }) };
}

/** POST /v1/actions/{decision_id}/outcome: the result as an answer. */
export function fromOutcomeAnswer({
  decisionId,
  outcome,
  operationId,
  result,
}: OutcomeAnswer): AnswerOf<'action_outcome'> {
  return { decision_id: decisionId, outcome, operation_id: operationId, result };
}
