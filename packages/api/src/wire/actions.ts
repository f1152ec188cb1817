import type { OutcomeAnswer, OutcomeRequest } from '@safeai/core';
import type { AnswerOf, BodyOf } from '../routes/types.ts';
import { record } from './record.ts';

const REPORT = record<Omit<OutcomeRequest, 'decisionId'>, BodyOf<'action_outcome'>>({
  outcome: 'outcome',
  detail: 'detail',
});

const ANSWER = record<OutcomeAnswer, AnswerOf<'action_outcome'>>({
  decisionId: 'decision_id',
  outcome: 'outcome',
  operationId: 'operation_id',
  result: 'result',
});

/** POST /v1/actions/{decision_id}/outcome: path and body as a request. */
export function toOutcomeRequest(
  decisionId: string,
  body: BodyOf<'action_outcome'>,
): OutcomeRequest {
  return { decisionId, ...REPORT.toCore(body) };
}

/** POST /v1/actions/{decision_id}/outcome: the request as a body. */
export function fromOutcomeRequest(request: OutcomeRequest): BodyOf<'action_outcome'> {
  return REPORT.toWire(request);
}

/** POST /v1/actions/{decision_id}/outcome: the result as an answer. */
export function fromOutcomeAnswer(answer: OutcomeAnswer): AnswerOf<'action_outcome'> {
  return ANSWER.toWire(answer);
}

/** POST /v1/actions/{decision_id}/outcome: the answer as a result. */
export function toOutcomeAnswer(answer: AnswerOf<'action_outcome'>): OutcomeAnswer {
  return ANSWER.toCore(answer);
}
